import CRothostSystem
import Glibc
import RothostSeries

/// The part of a channel that carries answers: numbers first, then the message that names them.
///
/// The host copies everything out before it looks at it; the worker may write here at any time.
@safe final class ReplyMemory: @unchecked Sendable {
  private let base: UnsafeMutableRawPointer
  private let size: Int
  private var end = 0
  /// Bytes of numbers that the message named so far.
  private var named = 0

  static let capacity = Int(ROTHOST_REPLY_BYTES)
  /// A message names outputs and holds texts and rows; 256 MiB are millions of rows.
  static let longestMessage = 256 << 20

  /// - Precondition: `base` is valid for `size` bytes while this object lives.
  @unsafe init(base: UnsafeMutableRawPointer, size: Int = ReplyMemory.capacity) {
    unsafe self.base = base
    self.size = size
  }

  // The worker's side.

  func clear() { end = 0 }

  /// Copies 8-byte numbers in and answers their offset; O(n).
  ///
  /// - Throws: `.memory` where the reply is full.
  func append<Element: BitwiseCopyable & Sendable>(
    _ numbers: SharedArray<Element>
  ) throws(RothostError) -> Int {
    let offset = try room(for: numbers.count * 8)
    // The room was checked, and the view is valid for its count.
    unsafe (base + offset).copyMemory(from: numbers.pointer, byteCount: numbers.count * 8)
    return offset
  }

  /// Copies the message in and answers where it begins.
  func append(_ message: [UInt8]) throws(RothostError) -> Int {
    let offset = try room(for: message.count)
    // As above; the array lives through the call.
    unsafe message.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe (base + offset).copyMemory(from: start, byteCount: bytes.count)
    }
    return offset
  }

  private func room(for bytes: Int) throws(RothostError) -> Int {
    let offset = end
    guard bytes <= size - offset - 64 else {
      throw RothostError(
        .memory,
        "the answer is larger than the \(Self.capacity >> 20) MiB a worker can hand over; narrow "
          + "the range, or trust the plugin and run it with --isolation none")
    }
    end = offset + (bytes + 63) / 64 * 64
    return offset
  }

  // The host's side.

  /// A copy of the message; throws `.plugin` where it does not lie in the memory.
  func message(
    at start: UInt64, length: UInt64, limit: Int = longestMessage
  ) throws(RothostError) -> [UInt8] {
    guard length <= limit, start <= UInt64(size),
      length <= UInt64(size) - start
    else { throw MessageReader.broken("a message beyond its memory") }
    named = 0
    // The range was checked; what is copied is private from here on.
    return unsafe [UInt8](UnsafeRawBufferPointer(start: base + Int(start), count: Int(length)))
  }

  /// Copies numbers into an output's own memory.
  ///
  /// - Precondition: `check` found as many as the buffer holds within the memory.
  func copy(from offset: Int, to buffer: GuardedBuffer) {
    // The range was checked, and the buffer has room for its count.
    unsafe UnsafeMutableRawPointer(buffer.integers)
      .copyMemory(from: base + offset, byteCount: buffer.count * 8)
  }

  func integers(at offset: Int, count: Int) throws(RothostError) -> [Int64] {
    try check(offset, count)
    return block(at: offset, count: count)
  }

  /// - Precondition: `check` found the numbers within the memory.
  func block(at offset: Int, count: Int) -> [Int64] {
    // As above; the offset is a multiple of eight.
    let start = unsafe (base + offset).assumingMemoryBound(to: Int64.self)
    return unsafe [Int64](UnsafeBufferPointer(start: start, count: count))
  }

  /// Whether there may be numbers there: within the memory, and not counted again and again, by
  /// which a short message would name more than the host has memory for.
  func check(_ offset: Int, _ count: Int) throws(RothostError) {
    guard offset >= 0, offset % 8 == 0, offset <= size, count >= 0, count <= (size - offset) / 8
    else { throw MessageReader.broken("numbers beyond their memory") }
    named += count * 8
    guard named <= size else { throw MessageReader.broken("more numbers than there is memory") }
  }
}

import CRothostSystem
import Glibc
import RothostSeries

/// Numbers written once and then read-only for everyone, in this process and in any other.
///
/// A file in memory, sealed against writing, growing and shrinking, mapped read-only between two
/// pages that fault: a plugin that writes here dies at that instruction instead of corrupting its
/// neighbours. `file` stays open so that a worker can map the same pages.
@safe final class SealedMemory: @unchecked Sendable {
  /// The sealed file's descriptor, which can only read; closed with this object.
  let file: Int32
  let byteCount: Int
  private let base: UnsafeMutableRawPointer
  private let name = WorkerFile.newName()

  /// Every part of the memory begins at a cache line, so that vector loads do not straddle two.
  static let alignment = 64

  /// Bytes that `count` 8-byte numbers take here.
  static func size(of count: Int) -> Int {
    (count * 8 + alignment - 1) / alignment * alignment
  }

  /// Room for `byteCount` bytes, written by `fill` and then sealed.
  ///
  /// - Throws: `.memory` where the system has none left, or what `fill` throws.
  init(byteCount: Int, fill: (inout SealedWriter) throws(RothostError) -> Void) throws(RothostError)
  {
    let page = rothost_page_size()
    let size = max((byteCount + page - 1) / page * page, page)
    self.byteCount = size
    let written = rothost_create_memory_file(size)
    guard written >= 0 else { throw Self.failure(size) }
    do throws(RothostError) {
      // The file is `size` long; the mapping ends before anyone else can see the file.
      guard let writable = unsafe rothost_map_writable_file(written, size) else {
        throw Self.failure(size)
      }
      defer { unsafe rothost_unmap(writable, size) }
      var writer = unsafe SealedWriter(base: writable, byteCount: size)
      try fill(&writer)
    } catch {
      close(written)
      throw error
    }
    guard rothost_seal_memory_file(written) == 0 else {
      let error = Self.failure(size)
      close(written)
      throw error
    }
    file = rothost_reopen_for_reading(written)
    // The sealed file keeps its size for ever.
    guard let base = unsafe rothost_map_guarded_file(file, size) else {
      let error = Self.failure(size)
      close(file)
      throw error
    }
    unsafe self.base = base
  }

  deinit {
    // Mapped above with this size; views hold this object, so none is left.
    unsafe rothost_unmap_guarded(base, byteCount)
    close(file)
  }

  private static func failure(_ size: Int) -> RothostError {
    RothostError(
      .memory,
      "\(size) bytes of sealed memory: \(systemMessage()); close results or narrow the range")
  }

  /// The file as a worker maps it.
  var workerFile: WorkerFile {
    WorkerFile(name: name, descriptor: file, byteCount: byteCount, owner: self)
  }

  /// Where numbers of this memory begin in it.
  func offset<Element>(of numbers: SharedArray<Element>) -> Int {
    // Only the addresses are compared.
    unsafe UnsafeRawPointer(numbers.pointer) - UnsafeRawPointer(base)
  }

  /// The `count` numbers at a byte offset that the writer answered.
  func array<Element: BitwiseCopyable & Sendable>(
    of type: Element.Type, at offset: Int, count: Int
  ) -> SharedArray<Element> {
    precondition(offset >= 0 && offset % 8 == 0 && MemoryLayout<Element>.stride == 8)
    precondition(count >= 0 && offset + count * 8 <= byteCount)
    // The range was checked, and the view keeps this object alive.
    return unsafe SharedArray(
      owner: self, base: UnsafePointer((base + offset).assumingMemoryBound(to: Element.self)),
      count: count)
  }
}

/// Fills a `SealedMemory` part by part.
@safe struct SealedWriter: ~Copyable {
  private let base: UnsafeMutableRawPointer
  private let byteCount: Int
  private var end = 0

  @unsafe init(base: UnsafeMutableRawPointer, byteCount: Int) {
    unsafe self.base = base
    self.byteCount = byteCount
  }

  /// Lends room for `count` 8-byte numbers at the next cache line and answers its byte offset.
  ///
  /// - Precondition: they fit, which `SealedMemory.size(of:)` adds up.
  mutating func part<Element: BitwiseCopyable & Sendable>(
    of type: Element.Type, count: Int,
    _ fill: (inout MutableSpan<Element>) throws(RothostError) -> Void
  ) throws(RothostError) -> Int {
    let offset = end
    precondition(MemoryLayout<Element>.stride == 8 && offset + count * 8 <= byteCount)
    // The part was checked to lie inside the mapping, whose bytes are all zero and so initialised.
    let room = unsafe UnsafeMutableBufferPointer(
      start: (base + offset).bindMemory(to: type, capacity: count), count: count)
    var span = unsafe room.mutableSpan
    try fill(&span)
    end += SealedMemory.size(of: count)
    return offset
  }

  /// Appends 8-byte numbers at the next cache line and answers the byte offset; O(n).
  ///
  /// - Precondition: as for `part`.
  mutating func append<Element: BitwiseCopyable & Sendable>(
    _ values: Span<Element>
  ) throws(RothostError) -> Int {
    try part(of: Element.self, count: values.count) { room in
      for index in values.indices { room[index] = values[index] }
    }
  }
}

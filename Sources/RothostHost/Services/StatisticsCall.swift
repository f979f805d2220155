import CRothost
import RothostSeries

/// The checks and conversions that every function of the statistics table shares.
enum StatisticsCall {
  /// Runs `body`, tells the host why it failed, and answers the status.
  static func run(
    _ host: UnsafePointer<rot_host>? = nil, _ body: () throws(RothostError) -> Void
  ) -> rot_status {
    do {
      try body()
      return ROT_OK
    } catch {
      // NULL, or a table that outlives this call.
      unsafe tell(host, error)
      return error.status.rawValue
    }
  }

  /// A call of ours remembers the reason; a table that an embedding program made hears it.
  private static func tell(_ host: UnsafePointer<rot_host>?, _ error: RothostError) {
    // Tables of ours have a context, others leave it NULL.
    if let context = unsafe HostTable.context(host) {
      context.recordHint(error)
    } else if let host = unsafe host, let fail = unsafe host.pointee.fail {
      // By contract fail() copies the text.
      _ = unsafe error.message.withCString { unsafe fail(host, error.status.rawValue, $0) }
    }
  }

  /// `count` elements that the caller vouches for; checked for NULL, alignment and sign.
  static func input<Element: BitwiseCopyable>(
    _ pointer: UnsafePointer<Element>?, _ count: Int64, _ name: String
  ) throws(RothostError) -> UnsafeBufferPointer<Element> {
    // Only the address is looked at.
    try unsafe check(UnsafeRawPointer(pointer), count, name)
    return unsafe UnsafeBufferPointer(start: pointer, count: Int(count))
  }

  static func output(
    _ pointer: UnsafeMutablePointer<Double>?, _ count: Int64, _ name: String
  ) throws(RothostError) -> UnsafeMutableBufferPointer<Double> {
    // Only the address is looked at.
    try unsafe check(UnsafeRawPointer(pointer), count, name)
    return unsafe UnsafeMutableBufferPointer(start: pointer, count: Int(count))
  }

  /// One number to be written.
  static func result(
    _ pointer: UnsafeMutablePointer<Double>?
  ) throws(RothostError) -> UnsafeMutablePointer<Double> {
    // Only the address is looked at.
    try unsafe check(UnsafeRawPointer(pointer), 1, "out")
    guard let pointer = unsafe pointer else { throw isNull("out") }
    return unsafe pointer
  }

  private static func check(
    _ pointer: UnsafeRawPointer?, _ count: Int64, _ name: String
  ) throws(RothostError) {
    guard count >= 0, count < 1 << 48 else {
      throw RothostError(.argument, "\(name) has \(count) values; give 0 or more")
    }
    guard let pointer = unsafe pointer else {
      if count > 0 { throw isNull(name) }
      return
    }
    // Only the address is looked at.
    guard UInt(bitPattern: pointer) % 8 == 0 else {
      throw RothostError(.argument, "\(name) is not aligned to 8 bytes")
    }
  }

  static func isNull(_ name: String) -> RothostError {
    RothostError(.argument, "\(name) is NULL")
  }

  /// 2·max_lag + 1.
  static func lagCount(_ maxLag: Int64) throws(RothostError) -> Int64 {
    guard maxLag >= 0, maxLag < 1 << 40 else {
      throw RothostError(.argument, "max_lag is \(maxLag); give 0 or more")
    }
    return 2 * maxLag + 1
  }

  static func integer(_ value: Int64, _ name: String) throws(RothostError) -> Int {
    guard value >= 0, value < 1 << 48 else {
      throw RothostError(.argument, "\(name) is \(value); give 0 or more")
    }
    return Int(value)
  }

  /// Passes progress to the host and its wish to stop back.
  static func progress(_ host: UnsafePointer<rot_host>?) -> ((Double) -> Bool)? {
    // NULL, or a table that outlives this computation.
    guard let host = unsafe host, let progress = unsafe host.pointee.progress else { return nil }
    // As above.
    return { unsafe progress(host, $0) == 0 }
  }
}

/// An output that may be NULL: then the numbers go into memory of its own, and away with it.
@safe final class OptionalOutput {
  private let buffer: UnsafeMutableBufferPointer<Double>
  private let isOwned: Bool

  init(
    _ pointer: UnsafeMutablePointer<Double>?, _ count: Int64, _ name: String
  ) throws(RothostError) {
    isOwned = unsafe pointer == nil
    if isOwned {
      // Initialised at once and freed in deinit.
      unsafe buffer = .allocate(capacity: Int(count))
      unsafe buffer.initialize(repeating: .nan)
    } else {
      unsafe buffer = try StatisticsCall.output(pointer, count, name)
    }
  }

  deinit {
    // Allocated in `init`, if at all.
    if isOwned { unsafe buffer.deallocate() }
  }

  /// As long as `count`; valid while this object lives.
  @unsafe var numbers: UnsafeMutableBufferPointer<Double> { unsafe buffer }
}

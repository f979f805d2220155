import CRothost

/// The host's numerics, so that no plugin re-writes them; NaN is missing, pairs with one are left out.
///
/// An undefined answer, such as the correlation of a constant leg, is NaN. Every function throws
/// `.tooFew` where the question needs more rows, `.input` for an infinity or legs of unequal length,
/// and says where this host is too old to know it. Formulas, sources and edges: docs/STATISTICS.md.
@safe public struct Statistics: Sendable {
  // Functions that live as long as the process; those that the host does not have are nil.
  let table: rot_statistics
  // Lives as long as the call that these numerics were asked in; nil where nobody listens.
  nonisolated(unsafe) let host: UnsafePointer<rot_host>?

  init(_ given: UnsafePointer<rot_statistics>, host: UnsafePointer<rot_host>?) {
    // A host's table is as long as its first field says; what is past that stays nil.
    var known = rot_statistics()
    let length = unsafe min(Int(given.pointee.struct_size), MemoryLayout<rot_statistics>.size)
    // Both are at least `length` bytes long, and functions are plain bits.
    unsafe withUnsafeMutableBytes(of: &known) { known in
      unsafe known.copyMemory(from: UnsafeRawBufferPointer(start: given, count: length))
    }
    table = known
    unsafe self.host = unsafe host
  }
}

// The shapes that most functions have. Each gives the table pointers to as many elements as it says,
// which live until the call returns: that is why the calls of all extensions of this type hold.
extension Statistics {
  typealias Numbers = UnsafePointer<Double>?
  typealias Output = UnsafeMutablePointer<Double>?

  /// One leg to one number.
  func number(
    _ x: Span<Double>, _ call: (Numbers, Int64, Output) -> rot_status?
  ) throws(Failure) -> Double {
    // See above.
    unsafe try number { out in
      unsafe x.withUnsafeBufferPointer { x in unsafe call(x.baseAddress, Int64(x.count), out) }
    }
  }

  /// Two legs to one number.
  func number(
    _ x: Span<Double>, _ y: Span<Double>, _ call: (Numbers, Numbers, Int64, Output) -> rot_status?
  ) throws(Failure) -> Double {
    // See above.
    unsafe try number { out in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe y.withUnsafeBufferPointer { y in
          unsafe call(x.baseAddress, y.baseAddress, Statistics.rows(x.count, y.count), out)
        }
      }
    }
  }

  func number(_ call: (Output) -> rot_status?) throws(Failure) -> Double {
    // See above.
    unsafe try column(1) { unsafe call($0) }[0]
  }

  /// One leg to as many numbers.
  func column(
    of x: Span<Double>, _ call: (Numbers, Int64, Output) -> rot_status?
  ) throws(Failure) -> [Double] {
    // See above.
    unsafe try column(x.count) { out in
      unsafe x.withUnsafeBufferPointer { x in unsafe call(x.baseAddress, Int64(x.count), out) }
    }
  }

  /// Two legs to `count` numbers, as many as the legs have where that is nil.
  func column(
    of x: Span<Double>, _ y: Span<Double>, count: Int? = nil,
    _ call: (Numbers, Numbers, Int64, Output) -> rot_status?
  ) throws(Failure) -> [Double] {
    // See above.
    unsafe try column(count ?? x.count) { out in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe y.withUnsafeBufferPointer { y in
          unsafe call(x.baseAddress, y.baseAddress, Statistics.rows(x.count, y.count), out)
        }
      }
    }
  }

  func column(_ count: Int, _ call: (Output) -> rot_status?) throws(Failure) -> [Double] {
    var out = [Double](repeating: .nan, count: max(0, count))
    // See above.
    try check(unsafe out.withUnsafeMutableBufferPointer { unsafe call($0.baseAddress) })
    return out
  }

  /// How many pairs two legs make: a count that the table refuses where one is longer.
  static func rows(_ x: Int, _ y: Int) -> Int64 { x == y ? Int64(x) : -1 }

  /// - Parameter hasTold: whether the function tells the host why it fails, better than we can.
  func check(_ status: rot_status?, hasTold: Bool = false) throws(Failure) {
    guard let status else {
      throw Failure(
        status: ROT_ERR_UNSUPPORTED, "this host has no such statistic; use a newer rothost")
    }
    if status == ROT_OK { return }
    if hasTold { throw Failure(status: status, "") }
    throw Failure(status: status, Statistics.reason(status))
  }

  private static func reason(_ status: rot_status) -> String {
    switch status {
    case ROT_ERR_TOO_FEW: "too few values for a statistic; widen the range or ask for less"
    case ROT_ERR_INPUT: "the data hold an infinity, or stamps out of order; clean them"
    case ROT_ERR_ARGUMENT: "a statistic was asked with an argument out of range or unequal legs"
    case ROT_ERR_CANCELLED: "cancelled"
    default: "a statistic failed with status \(status)"
    }
  }
}

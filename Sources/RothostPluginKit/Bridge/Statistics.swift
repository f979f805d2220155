import CRothost

/// The host's numerics, so that no plugin re-writes them; NaN is missing, pairs with one are left out.
///
/// An undefined answer, such as the correlation of a constant leg, is NaN. Formulas and edges of
/// each: docs/STATISTICS.md.
@safe public struct Statistics: Sendable {
  // The table lives as long as the process and is never written to.
  private nonisolated(unsafe) let table: UnsafePointer<rot_statistics>

  init(_ table: UnsafePointer<rot_statistics>) { unsafe self.table = unsafe table }

  /// O(count).
  public func mean(_ x: Span<Double>) throws(Failure) -> Double {
    // The function reads x.count values and writes one; so do all below.
    unsafe try answer { out in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe table.pointee.mean(x.baseAddress, Int64(x.count), out)
      }
    }
  }

  /// With `count - degreesRemoved` in the denominator. O(count).
  public func variance(_ x: Span<Double>, degreesRemoved: Int = 1) throws(Failure) -> Double {
    // As above.
    unsafe try answer { out in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe table.pointee.variance(x.baseAddress, Int64(x.count), Int64(degreesRemoved), out)
      }
    }
  }

  /// Pearson's, of two legs of equal length. O(count).
  public func correlation(_ x: Span<Double>, _ y: Span<Double>) throws(Failure) -> Double {
    guard x.count == y.count else { throw .input("the two legs must be equally long") }
    // As above, for both.
    return unsafe try answer { out in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe y.withUnsafeBufferPointer { y in
          unsafe table.pointee.correlation(x.baseAddress, y.baseAddress, Int64(x.count), out)
        }
      }
    }
  }

  /// Of x with itself `lag` rows later. O(count).
  public func autocorrelation(_ x: Span<Double>, lag: Int) throws(Failure) -> Double {
    // As above.
    unsafe try answer { out in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe table.pointee.autocorrelation(x.baseAddress, Int64(x.count), Int64(lag), out)
      }
    }
  }

  private func answer(
    _ call: (UnsafeMutablePointer<Double>) -> rot_status
  ) throws(Failure) -> Double {
    // `out` outlives the call.
    var out = Double.nan
    let status = unsafe withUnsafeMutablePointer(to: &out) { unsafe call($0) }
    guard status == ROT_OK else {
      throw Failure(status: status, "the data do not allow this statistic (status \(status))")
    }
    return out
  }
}

import CRothost

/// Moments, ranks and pairs.
extension Statistics {
  /// O(count).
  public func mean(_ x: Span<Double>) throws(Failure) -> Double {
    // The shape's pointers, as all below.
    unsafe try number(x) { unsafe table.mean?($0, $1, $2) }
  }

  /// With `count - degreesRemoved` in the denominator. O(count).
  public func variance(_ x: Span<Double>, degreesRemoved: Int = 1) throws(Failure) -> Double {
    // As above.
    unsafe try number(x) { unsafe table.variance?($0, $1, Int64(degreesRemoved), $2) }
  }

  /// - Parameter isAdjusted: unbiased under normality (Joanes & Gill 1998). O(count).
  public func skewness(_ x: Span<Double>, isAdjusted: Bool = false) throws(Failure) -> Double {
    let flags = isAdjusted ? ROT_MOMENT_ADJUSTED : 0
    // As above.
    return unsafe try number(x) { unsafe table.skewness?($0, $1, flags, $2) }
  }

  /// Excess over the normal's. O(count).
  public func kurtosis(_ x: Span<Double>, isAdjusted: Bool = false) throws(Failure) -> Double {
    let flags = isAdjusted ? ROT_MOMENT_ADJUSTED : 0
    // As above.
    return unsafe try number(x) { unsafe table.kurtosis?($0, $1, flags, $2) }
  }

  /// Linear between order statistics. O(count).
  public func quantile(_ x: Span<Double>, _ share: Double) throws(Failure) -> Double {
    // As above.
    unsafe try number(x) { unsafe table.quantile?($0, $1, share, $2) }
  }

  /// 1 for the smallest; ties share their mean. O(count log count).
  public func ranks(_ x: Span<Double>) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: x) { unsafe table.ranks?($0, $1, $2) }
  }

  /// O(count).
  public func covariance(
    _ x: Span<Double>, _ y: Span<Double>, degreesRemoved: Int = 1
  ) throws(Failure) -> Double {
    // As above.
    unsafe try number(x, y) { unsafe table.covariance?($0, $1, $2, Int64(degreesRemoved), $3) }
  }

  /// Pearson's. O(count).
  public func correlation(_ x: Span<Double>, _ y: Span<Double>) throws(Failure) -> Double {
    // As above.
    unsafe try number(x, y) { unsafe table.correlation?($0, $1, $2, $3) }
  }

  /// O(count log count).
  public func spearman(_ x: Span<Double>, _ y: Span<Double>) throws(Failure) -> Double {
    // As above.
    unsafe try number(x, y) { unsafe table.spearman?($0, $1, $2, $3) }
  }

  /// Tau-b. O(count log count).
  public func kendall(_ x: Span<Double>, _ y: Span<Double>) throws(Failure) -> Double {
    // As above.
    unsafe try number(x, y) { unsafe table.kendall?($0, $1, $2, $3) }
  }

  /// Of x with itself `lag` rows later. O(count).
  public func autocorrelation(_ x: Span<Double>, lag: Int) throws(Failure) -> Double {
    // As above.
    unsafe try number(x) { unsafe table.autocorrelation?($0, $1, Int64(lag), $2) }
  }
}

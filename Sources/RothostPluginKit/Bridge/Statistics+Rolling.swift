import CRothost

/// Of the `window` rows that end at each row; missing where fewer than `minPeriods` values (or
/// pairs) are present, which is the whole window unless given. No row looks ahead.
extension Statistics {
  /// O(count).
  public func rollingMean(
    _ x: Span<Double>, window: Int, minPeriods: Int = 0
  ) throws(Failure) -> [Double] {
    // The shape's pointers, as all below.
    unsafe try column(of: x) {
      unsafe table.rolling_mean?($0, $1, Int64(window), Int64(minPeriods), $2)
    }
  }

  /// O(count).
  public func rollingVariance(
    _ x: Span<Double>, window: Int, minPeriods: Int = 0, degreesRemoved: Int = 1
  ) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: x) {
      unsafe table.rolling_variance?(
        $0, $1, Int64(window), Int64(minPeriods), Int64(degreesRemoved), $2)
    }
  }

  /// O(count).
  public func rollingZScore(
    _ x: Span<Double>, window: Int, minPeriods: Int = 0
  ) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: x) {
      unsafe table.rolling_z_score?($0, $1, Int64(window), Int64(minPeriods), $2)
    }
  }

  /// O(count).
  public func rollingMinimum(
    _ x: Span<Double>, window: Int, minPeriods: Int = 0
  ) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: x) {
      unsafe table.rolling_minimum?($0, $1, Int64(window), Int64(minPeriods), $2)
    }
  }

  /// O(count).
  public func rollingMaximum(
    _ x: Span<Double>, window: Int, minPeriods: Int = 0
  ) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: x) {
      unsafe table.rolling_maximum?($0, $1, Int64(window), Int64(minPeriods), $2)
    }
  }

  /// O(count log window).
  public func rollingQuantile(
    _ x: Span<Double>, _ share: Double, window: Int, minPeriods: Int = 0
  ) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: x) {
      unsafe table.rolling_quantile?($0, $1, Int64(window), Int64(minPeriods), share, $2)
    }
  }

  /// O(count).
  public func rollingCovariance(
    _ x: Span<Double>, _ y: Span<Double>, window: Int, minPeriods: Int = 0, degreesRemoved: Int = 1
  ) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: x, y) {
      unsafe table.rolling_covariance?(
        $0, $1, $2, Int64(window), Int64(minPeriods), Int64(degreesRemoved), $3)
    }
  }

  /// O(count).
  public func rollingCorrelation(
    _ x: Span<Double>, _ y: Span<Double>, window: Int, minPeriods: Int = 0
  ) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: x, y) {
      unsafe table.rolling_correlation?($0, $1, $2, Int64(window), Int64(minPeriods), $3)
    }
  }

  /// The slope of y on x. O(count).
  public func rollingBeta(
    of y: Span<Double>, on x: Span<Double>, window: Int, minPeriods: Int = 0
  ) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: y, x) {
      unsafe table.rolling_beta?($0, $1, $2, Int64(window), Int64(minPeriods), $3)
    }
  }

  /// O(count window).
  public func rollingSpearman(
    _ x: Span<Double>, _ y: Span<Double>, window: Int, minPeriods: Int = 0
  ) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: x, y) {
      unsafe table.rolling_spearman?($0, $1, $2, Int64(window), Int64(minPeriods), $3)
    }
  }

  /// Weights (1 - a)^age with a = 2 / (span + 1), over the values so far. O(count).
  public func exponentialMean(_ x: Span<Double>, span: Double) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: x) { unsafe table.exponential_mean?($0, $1, span, $2) }
  }

  /// With the weights of `exponentialMean`. O(count).
  public func exponentialVariance(_ x: Span<Double>, span: Double) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: x) { unsafe table.exponential_variance?($0, $1, span, $2) }
  }
}

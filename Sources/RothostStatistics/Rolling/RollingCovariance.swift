import RothostSeries

/// The covariance of the pairs present in the `window` rows ending at each row.
///
///     Σ (x - x̄)(y - ȳ) / (n - ddof)
///
/// NaN below `minPeriods` pairs (nil: the window) or n ≤ ddof. Throws `.argument`, `.input` for an
/// infinity. Accuracy and cost as `rollingVariance`.
public func rollingCovariance(
  _ x: Span<Double>, _ y: Span<Double>, window: Int, minPeriods: Int? = nil, ddof: Int = 1,
  into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireRollingLegs(x, y, out.count)
  guard ddof >= 0 else {
    throw RothostError(.argument, "ddof is \(ddof); use 1 for a sample, 0 for a population")
  }
  let rolling = try RollingWindow(
    window, minPeriods: minPeriods, rows: x.count, needs: ddof + 1)
  try rollingPairs(.covariance, x, y, rolling, ddof: ddof, names: ("x", "y"), into: &out) {
    (rows) throws(RothostError) in
    try covariance(x.extracting(rows), y.extracting(rows), ddof: ddof)
  }
}

/// The checks that every rolling statistic of two legs makes before its first strip.
func requireRollingLegs(
  _ x: Span<Double>, _ y: Span<Double>, _ outputs: Int
) throws(RothostError) {
  try requireSameCount(x, y)
  try requireLength(outputs, x.count, "the output")
}

import RothostSeries

/// The slope of y on x over the pairs present in the `window` rows ending at each row.
///
///     β = Σ (x - x̄)(y - ȳ) / Σ (x - x̄)²
///
/// NaN below `minPeriods` pairs (nil: the window) or where x is constant in the window. Errors,
/// accuracy and cost as `rollingCorrelation`.
public func rollingBeta(
  of y: Span<Double>, on x: Span<Double>, window: Int, minPeriods: Int? = nil,
  into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireRollingLegs(x, y, out.count)
  let rolling = try RollingWindow(window, minPeriods: minPeriods, rows: x.count, needs: 2)
  try rollingPairs(.beta, x, y, rolling, ddof: 0, names: ("x", "y"), into: &out) {
    (rows) throws(RothostError) in
    let pairs = try CompletePairs(x.extracting(rows), y.extracting(rows))
    let (a, b) = (pairs.x.span, pairs.y.span)
    let square = try variance(a, ddof: 0)
    return square > 0 ? try covariance(a, b, ddof: 0) / square : .nan
  }
}

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
    try slope(CompletePairs(x.extracting(rows), y.extracting(rows)))
  }
}

/// Of y on x, whatever the sizes of either; NaN where x is constant.
private func slope(_ pairs: CompletePairs) throws(RothostError) -> Double {
  let square = try variance(pairs.x.span, ddof: 0)
  let product = try covariance(pairs.x.span, pairs.y.span, ddof: 0)
  if isHeld(square), isHeld(product) { return product / square }
  let scaled = pairs.scaled
  let (x, y) = (scaled.pairs.x, scaled.pairs.y)
  let unit = try variance(x.span, ddof: 0)
  guard unit > 0 else { return .nan }
  return Double(
    sign: .plus, exponent: scaled.exponents.y - scaled.exponents.x,
    significand: try covariance(x.span, y.span, ddof: 0) / unit)
}

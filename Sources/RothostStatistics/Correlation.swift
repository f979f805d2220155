import RothostSeries

/// Pearson's correlation of the pairs without a missing value, each leg about its own mean.
///
///     r = Σ (x - x̄)(y - ȳ) / √(Σ (x - x̄)² · Σ (y - ȳ)²)
///
/// Pearson (1895). Two passes over anchored values, so level and scale cost no digits; the result
/// is clipped to [-1, 1]. NaN for fewer than two pairs or a constant leg. Throws `.argument` for
/// different lengths, `.input` for an infinity. O(n) time, O(n) memory only where pairs are missing.
public func correlation(_ x: Span<Double>, _ y: Span<Double>) throws(RothostError) -> Double {
  try requireSameCount(x, y)
  try requireFinite(x, "x")
  try requireFinite(y, "y")
  return pairCorrelation(x, y, lag: 0)
}

/// Pearson's correlation of `x[t]` with `y[t + lag]` over the pairs both present, in two passes.
func pairCorrelation(_ x: Span<Double>, _ y: Span<Double>, lag: Int) -> Double {
  let first = max(0, -lag)
  let end = min(x.count, y.count - lag)
  guard first < end else { return .nan }
  var (anchorX, anchorY) = (0.0, 0.0)
  var (sumX, sumY, count) = (0.0, 0.0, 0.0)
  for t in first..<end {
    let (a, b) = (x[t], y[t + lag])
    if a.isNaN || b.isNaN { continue }
    if count == 0 { (anchorX, anchorY) = (a, b) }
    sumX += a - anchorX
    sumY += b - anchorY
    count += 1
  }
  guard count >= 2 else { return .nan }
  let (meanX, meanY) = (sumX / count, sumY / count)
  var (xx, yy, xy, restX, restY) = (0.0, 0.0, 0.0, 0.0, 0.0)
  for t in first..<end {
    let a = (x[t] - anchorX) - meanX
    let b = (y[t + lag] - anchorY) - meanY
    if a.isNaN || b.isNaN { continue }
    xx += a * a
    yy += b * b
    xy += a * b
    restX += a
    restY += b
  }
  return correlationOfSums(
    xx - restX * restX / count, yy - restY * restY / count, xy - restX * restY / count)
}

/// `xy / √(xx·yy)` clipped to [-1, 1]; NaN where a leg does not vary.
func correlationOfSums(_ xx: Double, _ yy: Double, _ xy: Double) -> Double {
  guard xx > 0, yy > 0 else { return .nan }
  let r = xy / (xx.squareRoot() * yy.squareRoot())
  return min(1, max(-1, r))
}

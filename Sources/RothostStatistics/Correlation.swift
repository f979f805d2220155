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
  guard let sums = PairSums(x, y, lag: lag, scales: (1, 1)) else { return .nan }
  if isHeld(sums.xx), isHeld(sums.yy) { return correlationOfSums(sums.xx, sums.yy, sums.xy) }
  // A leg that does not vary, or whose squares no double holds.
  let scales = (
    PowerOfTwo(largest: sums.largestX).inverse, PowerOfTwo(largest: sums.largestY).inverse
  )
  guard let scaled = PairSums(x, y, lag: lag, scales: scales) else { return .nan }
  return correlationOfSums(scaled.xx, scaled.yy, scaled.xy)
}

/// Central sums of the pairs `x[t]`, `y[t + lag]`, each leg times a power of two.
private struct PairSums {
  var (xx, yy, xy) = (0.0, 0.0, 0.0)
  /// Sizes of what was paired, without the scales.
  var (largestX, largestY) = (0.0, 0.0)

  /// Nil for fewer than two pairs.
  init?(_ x: Span<Double>, _ y: Span<Double>, lag: Int, scales: (x: Double, y: Double)) {
    let first = max(0, -lag)
    let end = min(x.count, y.count - lag)
    guard first < end else { return nil }
    var (anchorX, anchorY) = (0.0, 0.0)
    var (sumX, sumY, count) = (0.0, 0.0, 0.0)
    for t in first..<end {
      let (a, b) = (x[t] * scales.x, y[t + lag] * scales.y)
      if a.isNaN || b.isNaN { continue }
      if count == 0 { (anchorX, anchorY) = (a, b) }
      sumX += a - anchorX
      sumY += b - anchorY
      count += 1
    }
    guard count >= 2 else { return nil }
    let (meanX, meanY) = (sumX / count, sumY / count)
    var (restX, restY) = (0.0, 0.0)
    for t in first..<end {
      let a = (x[t] * scales.x - anchorX) - meanX
      let b = (y[t + lag] * scales.y - anchorY) - meanY
      if x[t].isNaN || y[t + lag].isNaN { continue }
      xx += a * a
      yy += b * b
      xy += a * b
      restX += a
      restY += b
    }
    xx -= restX * restX / count
    yy -= restY * restY / count
    xy -= restX * restY / count
    guard !isHeld(xx) || !isHeld(yy) else { return }
    for t in first..<end where !x[t].isNaN && !y[t + lag].isNaN {
      largestX = max(largestX, abs(x[t]))
      largestY = max(largestY, abs(y[t + lag]))
    }
  }
}

/// `xy / √(xx·yy)` clipped to [-1, 1]; NaN where a leg does not vary.
func correlationOfSums(_ xx: Double, _ yy: Double, _ xy: Double) -> Double {
  guard xx > 0, yy > 0 else { return .nan }
  let r = xy / (xx.squareRoot() * yy.squareRoot())
  return min(1, max(-1, r))
}

import RothostSeries

/// How many standard deviations each value lies from the mean of the `window` rows ending at it.
///
///     (x_t - x̄) / s,     s² = Σ (x - x̄)² / (n - 1)
///
/// NaN where x_t is missing, below `minPeriods` (nil: the window), or in a constant window. Value and
/// mean are taken relative to an anchor near both, so that a level costs no digits: 1e-9 at a level
/// of 1e9 over a noise of 1e-3. Errors and cost as `rollingVariance`, of which it is two.
public func rollingZScore(
  _ x: Span<Double>, window: Int, minPeriods: Int? = nil, into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireLength(out.count, x.count, "the output")
  let rolling = try RollingWindow(window, minPeriods: minPeriods, rows: x.count, needs: 2)
  let names = ("the series", "the series")
  var means = [Double](repeating: 0, count: x.count)
  var mean = means.mutableSpan
  try rollingPairs(.movedMean, x, x, rolling, ddof: 0, names: names, into: &mean) { _ in .infinity }
  // The same windows are marked, and are computed again below.
  try rollingPairs(.variance, x, x, rolling, ddof: 1, names: names, into: &out) { _ in .infinity }
  var anchor = 0.0
  for t in x.indices {
    if t % rolling.window == 0 {
      anchor = RothostStatistics.anchor(x, start: t, window: rolling.window)
    }
    if out[t] == .infinity {
      out[t] = lastScore(x.extracting(rolling.rows(endingAt: t)))
    } else {
      let deviation = out[t].squareRoot()
      out[t] = deviation > 0 ? ((x[t] - anchor) - means[t]) / deviation : .nan
    }
  }
}

/// The z-score of the last of the values, by two passes relative to the first; NaN where it is missing.
private func lastScore(_ x: Span<Double>) -> Double {
  let last = x[x.count - 1]
  if last.isNaN { return .nan }
  var largest = 0.0
  for t in x.indices where !x[t].isNaN { largest = max(largest, abs(x[t])) }
  let factor = PowerOfTwo(largest: largest).inverse
  var (anchor, sum, count) = (0.0, CompensatedSum(), 0.0)
  for t in x.indices where !x[t].isNaN {
    if count == 0 { anchor = x[t] * factor }
    sum.add(x[t] * factor - anchor)
    count += 1
  }
  let offset = sum.value / count
  var (rest, square) = (CompensatedSum(), CompensatedSum())
  for t in x.indices where !x[t].isNaN {
    let deviation = (x[t] * factor - anchor) - offset
    rest.add(deviation)
    square.add(deviation * deviation)
  }
  // What rounding left of the mean: Chan, Golub & LeVeque (1983).
  let correction = rest.value / count
  let variance = (square.value - rest.value * correction) / (count - 1)
  let score = ((last * factor - anchor) - offset - correction) / variance.squareRoot()
  return variance > 0 ? score : .nan
}

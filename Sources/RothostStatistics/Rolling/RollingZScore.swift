import RothostSeries

/// How many standard deviations each value lies from the mean of the `window` rows ending at it.
///
///     (x_t - x̄) / s,     s² = Σ (x - x̄)² / (n - 1)
///
/// NaN where x_t is missing, below `minPeriods` (nil: the window), or in a constant window. Errors
/// and cost as `rollingVariance`.
public func rollingZScore(
  _ x: Span<Double>, window: Int, minPeriods: Int? = nil, into out: inout MutableSpan<Double>
) throws(RothostError) {
  var means = [Double](repeating: 0, count: x.count)
  var mean = means.mutableSpan
  try rollingMean(x, window: window, minPeriods: minPeriods, into: &mean)
  try rollingVariance(x, window: window, minPeriods: minPeriods, into: &out)
  for t in x.indices {
    let deviation = out[t].squareRoot()
    out[t] = deviation > 0 ? (x[t] - means[t]) / deviation : .nan
  }
}

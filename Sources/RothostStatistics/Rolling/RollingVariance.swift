import RothostSeries

/// The variance of the values present in the `window` rows ending at each row.
///
///     Σ (x - x̄)² / (n - ddof)
///
/// NaN below `minPeriods` (nil: the window) or n ≤ ddof; exactly 0 in a constant window. Errors as
/// `rollingMean`. Anchored per block, again in two passes where digits would cancel: 1e-12
/// relative at a level of 1e9 and after a bad tick. O(n).
public func rollingVariance(
  _ x: Span<Double>, window: Int, minPeriods: Int? = nil, ddof: Int = 1,
  into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireLength(out.count, x.count, "the output")
  guard ddof >= 0 else {
    throw RothostError(.argument, "ddof is \(ddof); use 1 for a sample, 0 for a population")
  }
  let rolling = try RollingWindow(
    window, minPeriods: minPeriods, rows: x.count, needs: ddof + 1)
  try rollingPairs(
    .variance, x, x, rolling, ddof: ddof, names: ("the series", "the series"), into: &out
  ) {
    (rows) throws(RothostError) in
    try variance(x.extracting(rows), ddof: ddof)
  }
}

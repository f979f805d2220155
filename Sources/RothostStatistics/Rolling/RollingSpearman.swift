import RothostSeries

/// Spearman's rank correlation of the pairs present in the `window` rows ending at each row.
///
/// NaN below `minPeriods` pairs (nil: the window) or where a leg is constant in the window. Errors as
/// `rollingCorrelation`. O(n·w·log w).
public func rollingSpearman(
  _ x: Span<Double>, _ y: Span<Double>, window: Int, minPeriods: Int? = nil,
  into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireRollingLegs(x, y, out.count)
  let rolling = try RollingWindow(window, minPeriods: minPeriods, rows: x.count, needs: 2)
  for t in x.indices {
    let rows = rolling.rows(endingAt: t)
    let pairs = try CompletePairs(x.extracting(rows), y.extracting(rows))
    guard pairs.x.count >= rolling.least else {
      out[t] = .nan
      continue
    }
    out[t] = pairCorrelation(ranks(of: pairs.x).span, ranks(of: pairs.y).span, lag: 0)
  }
}

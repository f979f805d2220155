import RothostSeries

/// Pearson's correlation of the pairs present in the `window` rows ending at each row.
///
/// NaN below `minPeriods` pairs (nil: the window) or where a leg is constant in the window; never
/// outside [-1, 1]. Throws `.argument`, `.input` for an infinity. Anchored per block and again in
/// two passes where digits would cancel: 1e-12 absolute. O(n), whatever the window.
public func rollingCorrelation(
  _ x: Span<Double>, _ y: Span<Double>, window: Int, minPeriods: Int? = nil,
  into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireRollingLegs(x, y, out.count)
  let rolling = try RollingWindow(window, minPeriods: minPeriods, rows: x.count, needs: 2)
  try rollingPairs(.correlation, x, y, rolling, ddof: 0, names: ("x", "y"), into: &out) {
    (rows) throws(RothostError) in
    pairCorrelation(x.extracting(rows), y.extracting(rows), lag: 0)
  }
}

import RothostSeries

/// Spearman's rank correlation of the pairs present in the `window` rows ending at each row.
///
/// NaN below `minPeriods` pairs (nil: the window) or where a leg is constant in the window. Errors as
/// `rollingCorrelation`. Ranks are kept and moved by at most one as a pair leaves and another enters:
/// O(n·w), eight ranks at a time, in whole numbers and so exact until the last division.
public func rollingSpearman(
  _ x: Span<Double>, _ y: Span<Double>, window: Int, minPeriods: Int? = nil,
  into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireRollingLegs(x, y, out.count)
  let rolling = try RollingWindow(window, minPeriods: minPeriods, rows: x.count, needs: 2)
  try requireFinite(x, "x")
  try requireFinite(y, "y")
  Kernels.rankWindows(x, y, window: rolling.window, least: rolling.least, into: &out)
}

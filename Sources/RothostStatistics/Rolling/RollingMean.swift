import RothostSeries

/// The mean of the values present in the `window` rows ending at each row.
///
/// `minPeriods` nil is the whole window. `out` is as long as `x`; NaN below `minPeriods`. Throws
/// `.argument`, `.input` for an infinity. Anchored per block: no drift. O(n), whatever the window.
public func rollingMean(
  _ x: Span<Double>, window: Int, minPeriods: Int? = nil, into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireLength(out.count, x.count, "the output")
  try requireFinite(x, "the series")
  let rolling = try RollingWindow(window, minPeriods: minPeriods, rows: x.count)
  var sums = [Double](repeating: 0, count: 6 * rolling.window)
  for start in stride(from: 0, to: x.count, by: rolling.window) {
    let rows = start..<min(x.count, start + rolling.window)
    let base = anchor(x, start: start, window: rolling.window)
    Kernels.windowSums(
      x, x, rows: rows, window: rolling.window, anchors: (base, base), into: &sums)
    for k in 0..<rows.count {
      let count = sums[k]
      let enough = count >= Double(rolling.least)
      out[start + k] = enough ? base + sums[rolling.window + k] / count : .nan
    }
  }
}

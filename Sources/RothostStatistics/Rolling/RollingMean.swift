import RothostSeries

/// The mean of the values present in the `window` rows ending at each row.
///
/// `minPeriods` nil is the whole window. `out` is as long as `x`; NaN below `minPeriods`. Throws
/// `.argument`, `.input` for an infinity. Each window is summed by one fixed tree about an anchor: no
/// drift. O(n log w), eight additions at a time.
public func rollingMean(
  _ x: Span<Double>, window: Int, minPeriods: Int? = nil, into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireLength(out.count, x.count, "the output")
  let rolling = try RollingWindow(window, minPeriods: minPeriods, rows: x.count)
  var scratch = Kernels.stripScratch(window: rolling.window)
  for rows in Kernels.strips(x.count, window: rolling.window) {
    try requireFinite(x, rows: rows, "the series")
    let base = anchor(x, start: rows.lowerBound, window: rolling.window)
    let absent = Kernels.windowMeans(
      x, rows: rows, window: rolling.window, anchor: base, scratch: &scratch, into: &out)
    guard absent > 0 else { continue }
    rolling.countPresent(x, rows) { row, present in
      out[row] = present >= rolling.least ? base + out[row] * (1 / Double(present)) : .nan
    }
  }
}

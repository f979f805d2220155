import RothostSeries

/// The quantile of the values present in the `window` rows ending at each row, as `quantile`.
///
/// NaN below `minPeriods` (nil: the window). Throws `.argument` (q outside 0…1, lengths), `.input` for
/// an infinity. Up to 512 rows the sorted window is moved, eight values at a time: O(w) per row. Wider ones
/// are blocks sorted once and linked, rows taken out and put back in O(1) (Suomela, "Median filtering is
/// equivalent to sorting", 2014): O(log w) per row. Both give the same bits.
public func rollingQuantile(
  _ x: Span<Double>, _ q: Double, window: Int, minPeriods: Int? = nil,
  into out: inout MutableSpan<Double>
) throws(RothostError) {
  guard q >= 0, q <= 1 else {
    throw RothostError(.argument, "quantile \(q) is not between 0 and 1")
  }
  try requireLength(out.count, x.count, "the output")
  try requireFinite(x, "the series")
  let rolling = try RollingWindow(window, minPeriods: minPeriods, rows: x.count)
  Kernels.windowQuantiles(x, window: rolling.window, q, least: rolling.least, into: &out)
}

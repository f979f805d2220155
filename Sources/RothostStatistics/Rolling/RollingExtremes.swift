import RothostSeries

/// The largest of the values present in the `window` rows ending at each row.
///
/// NaN below `minPeriods` (nil: the window). Throws `.argument`, `.input` for an infinity. Van Herk's
/// blocks (1992): three comparisons per row, O(n) whatever the window.
public func rollingMaximum(
  _ x: Span<Double>, window: Int, minPeriods: Int? = nil, into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireLength(out.count, x.count, "the output")
  try requireFinite(x, "the series")
  let rolling = try RollingWindow(window, minPeriods: minPeriods, rows: x.count)
  var block = [Double](repeating: 0, count: rolling.window)
  var present = 0
  for start in stride(from: 0, to: x.count, by: rolling.window) {
    let rows = start..<min(x.count, start + rolling.window)
    Kernels.windowMaximum(x, rows: rows, window: rolling.window, into: &block)
    for k in 0..<rows.count {
      let row = start + k
      present += x[row].isNaN ? 0 : 1
      if row >= rolling.window { present -= x[row - rolling.window].isNaN ? 0 : 1 }
      out[row] = present >= rolling.least ? block[k] : .nan
    }
  }
}

/// The smallest of the values present in the `window` rows ending at each row.
///
/// `rollingMaximum` of the negated series; same rules and cost.
public func rollingMinimum(
  _ x: Span<Double>, window: Int, minPeriods: Int? = nil, into out: inout MutableSpan<Double>
) throws(RothostError) {
  let negated = x.indices.map { -x[$0] }
  try rollingMaximum(negated.span, window: window, minPeriods: minPeriods, into: &out)
  for t in x.indices { out[t] = -out[t] }
}

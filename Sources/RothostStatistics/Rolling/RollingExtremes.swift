import RothostSeries

/// The largest of the values present in the `window` rows ending at each row.
///
/// NaN below `minPeriods` (nil: the window). Throws `.argument`, `.input` for an infinity. Maxima of 1, 2,
/// 4, … rows, each of two of the one before: O(n log w), eight comparisons at a time.
public func rollingMaximum(
  _ x: Span<Double>, window: Int, minPeriods: Int? = nil, into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireLength(out.count, x.count, "the output")
  let rolling = try RollingWindow(window, minPeriods: minPeriods, rows: x.count)
  var scratch = Kernels.stripScratch(window: rolling.window)
  for rows in Kernels.strips(x.count, window: rolling.window) {
    try requireFinite(x, rows: rows, "the series")
    let absent = Kernels.windowMaxima(
      x, rows: rows, window: rolling.window, scratch: &scratch, into: &out)
    guard absent > 0 || rolling.least > rolling.window else { continue }
    rolling.countPresent(x, rows) { row, present in
      if present < rolling.least { out[row] = .nan }
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

import RothostSeries

/// The quantile of the values present in the `window` rows ending at each row, as `quantile`.
///
/// NaN below `minPeriods` (nil: the window). Throws `.argument` (q outside 0…1, lengths), `.input` for
/// an infinity. Keeps the window sorted: O(log w) comparisons and O(w) moved values per row.
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
  var sorted = [Double]()
  sorted.reserveCapacity(rolling.window + 1)
  for t in x.indices {
    if t >= rolling.window, !x[t - rolling.window].isNaN {
      sorted.remove(at: insertionPoint(of: x[t - rolling.window], in: sorted))
    }
    if !x[t].isNaN { sorted.insert(x[t], at: insertionPoint(of: x[t], in: sorted)) }
    out[t] = sorted.count >= rolling.least ? quantileOfSorted(sorted, q) : .nan
  }
}

/// The first index whose value is not below `value`.
private func insertionPoint(of value: Double, in sorted: [Double]) -> Int {
  var (low, high) = (0, sorted.count)
  while low < high {
    let middle = (low + high) / 2
    if sorted[middle] < value { low = middle + 1 } else { high = middle }
  }
  return low
}

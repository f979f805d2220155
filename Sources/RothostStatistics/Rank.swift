import RothostSeries

/// The ranks of the values present, 1 for the smallest, ties sharing their mean rank.
///
/// Missing values stay missing and are not counted. `out` is as long as `x`. Throws `.input` for an
/// infinity, `.argument` for a wrong length. O(n log n).
public func ranks(_ x: Span<Double>, into out: inout MutableSpan<Double>) throws(RothostError) {
  try requireLength(out.count, x.count, "the ranks' output")
  try requireFinite(x, "the series")
  let values = x.indices.map { x[$0] }
  for (i, rank) in ranks(of: values).enumerated() { out[i] = rank }
}

/// Mean ranks; NaN where missing.
func ranks(of values: [Double]) -> [Double] {
  let order = values.indices.filter { !values[$0].isNaN }.sorted { values[$0] < values[$1] }
  var ranks = [Double](repeating: .nan, count: values.count)
  var first = 0
  while first < order.count {
    var end = first + 1
    while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
    // The mean of ranks first + 1 … end.
    let shared = Double(first + 1 + end) / 2
    for k in first..<end { ranks[order[k]] = shared }
    first = end
  }
  return ranks
}

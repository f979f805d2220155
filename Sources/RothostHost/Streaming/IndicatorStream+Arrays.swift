import RothostSeries

/// Feeding a stream with arrays, for those who do not count each allocation.
extension IndicatorStream {
  /// `update` with the row's levels; answers one value per series output.
  func updated(time: Int64, row: [Double]) throws(RothostError) -> [Double] {
    var series = [Double](repeating: .nan, count: max(seriesCount, 1))
    // Both arrays are as long as said, and live through the call.
    try unsafe update(time: time, row: row, count: row.count, series: &series)
    return Array(series.prefix(seriesCount))
  }

  /// `peek` with the row's levels.
  func peeked(time: Int64, row: [Double]) throws(RothostError) -> [Double] {
    var series = [Double](repeating: .nan, count: max(seriesCount, 1))
    // As above.
    try unsafe peek(time: time, row: row, count: row.count, series: &series)
    return Array(series.prefix(seriesCount))
  }

  /// The last advance's rows: stamps, and the values of each series output.
  func advancedRows() throws(RothostError) -> [(time: Int64, series: [Double])] {
    var rows: [(time: Int64, series: [Double])] = []
    for output in 0..<seriesCount {
      // The pointers are valid until the next advance, and `count` long.
      let (times, values, count) = try unsafe self.rows(seriesOutput: output)
      for row in 0..<count {
        // As above.
        if output == 0 { unsafe rows.append((times[row], [])) }
        // As above.
        unsafe rows[row].series.append(values[row])
      }
    }
    return rows
  }
}

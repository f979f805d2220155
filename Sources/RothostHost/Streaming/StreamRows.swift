import RothostSeries

/// The rows of one advance: their stamps, and one column per series output.
struct StreamRows {
  let seriesCount: Int
  private let stamps = GrowableArray<Int64>()
  private let columns: [GrowableArray<Double>]

  init(seriesCount: Int) {
    self.seriesCount = seriesCount
    columns = (0..<seriesCount).map { _ in GrowableArray<Double>() }
  }

  func append(_ stamp: Int64, _ values: [Double]) {
    stamps.append(stamp)
    for (column, value) in zip(columns, values) { column.append(value) }
  }

  var times: SharedArray<Int64> { stamps.shared() }

  func values(_ column: Int) -> SharedArray<Double> { columns[column].shared() }
}

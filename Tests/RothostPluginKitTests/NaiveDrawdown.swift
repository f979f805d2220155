/// Drawdown by its definition, O(rows²): for each row, the largest value up to it.
struct NaiveDrawdown {
  struct Episode: Equatable {
    var peak: Int, trough: Int, recovery: Int?, depth: Double, bars: Int
  }

  let values: [Double]

  /// The record at each row; nil before the first value.
  func record(_ row: Int) -> Double? {
    values[...row].filter { !$0.isNaN }.max()
  }

  var underwater: [Double] {
    values.indices.map { row in
      guard !values[row].isNaN, let record = record(row), record > 0 else { return .nan }
      return (values[row] - record) / record
    }
  }

  /// Rows at which the series stood at its record.
  private var touches: [Int] {
    values.indices.filter { !values[$0].isNaN && values[$0] == record($0) }
  }

  /// Between neighbouring touches with rows below them, and after the last one.
  var episodes: [Episode] {
    let present = values.indices.filter { !values[$0].isNaN }
    let (depths, touches) = (underwater, touches)
    return touches.indices.compactMap { number in
      let peak = touches[number]
      let next = number + 1 < touches.count ? touches[number + 1] : nil
      let below = present.filter { $0 > peak && $0 < (next ?? values.count) }
      guard let depth = below.map({ depths[$0] }).min(), depth < 0 else { return nil }
      return Episode(
        peak: peak, trough: below.first { depths[$0] == depth }!, recovery: next, depth: depth,
        bars: below.count + (next == nil ? 0 : 1))
    }
  }
}

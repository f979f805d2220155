/// Some thousand parsed rows; the last one waits here for rows of the same stamp.
struct RowBlock {
  static let capacity = 8192

  var times: [Int64]
  /// Column after column, each `capacity` long.
  var values: [Double]
  /// Rows taken in; the one behind them may be a repetition that waits for the policy.
  var count = 0

  init(columns: Int) {
    times = [Int64](repeating: 0, count: Self.capacity)
    values = [Double](repeating: 0, count: Self.capacity * columns)
  }

  var columns: Int { values.count / Self.capacity }

  subscript(row: Int, column: Int) -> Double {
    get { values[column * Self.capacity + row] }
    set { values[column * Self.capacity + row] = newValue }
  }

  /// Keeps only the last row, as the first.
  mutating func keepLastRow() {
    let last = count - 1
    times[0] = times[last]
    for column in 0..<columns { self[0, column] = self[last, column] }
    count = 1
  }
}

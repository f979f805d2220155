/// Applies the duplicate policy to a row whose stamp repeats.
struct Repetition {
  /// Rows that were merged or dropped.
  private(set) var count = 0
  private let policy: DuplicatePolicy
  /// For `mean`: the values present and their number, column by column, of the stamp being merged.
  private var sums: [Double]
  private var present: [Int]
  private var time: Int64?

  init(policy: DuplicatePolicy, columns: Int) {
    self.policy = policy
    sums = [Double](repeating: 0, count: columns)
    present = [Int](repeating: 0, count: columns)
  }

  /// Merges the row behind the block's last into that; false where the policy forbids it.
  mutating func merge(_ block: inout RowBlock) -> Bool {
    let last = block.count - 1
    switch policy {
    case .error: return false
    case .first: break
    case .last: for column in sums.indices { block[last, column] = block[last + 1, column] }
    case .mean:
      if time != block.times[last] {
        time = block.times[last]
        for column in sums.indices {
          sums[column] = 0
          present[column] = 0
          add(block[last, column], to: column)
        }
      }
      for column in sums.indices {
        add(block[last + 1, column], to: column)
        block[last, column] =
          present[column] == 0 ? .nan : sums[column] / Double(present[column])
      }
    }
    count += 1
    return true
  }

  private mutating func add(_ value: Double, to column: Int) {
    if value.isNaN { return }
    sums[column] += value
    present[column] += 1
  }
}

/// All values so far in order, to rank the next one among them.
///
/// Blocks of sorted values that split when full: O(n / 1,024 + 1,024) per value.
struct SortedHistory: Sendable {
  private static let capacity = 1024
  private var blocks: [[Double]] = []
  private(set) var count = 0

  /// How many values so far are less than `value`.
  func rank(_ value: Double) -> Int {
    var below = 0
    for block in blocks {
      if let last = block.last, last < value {
        below += block.count
      } else {
        return below + SortedHistory.position(of: value, in: block)
      }
    }
    return below
  }

  mutating func insert(_ value: Double) {
    count += 1
    guard !blocks.isEmpty else {
      blocks = [[value]]
      return
    }
    let index = blocks.firstIndex { ($0.last ?? value) >= value } ?? blocks.count - 1
    blocks[index].insert(value, at: SortedHistory.position(of: value, in: blocks[index]))
    if blocks[index].count == SortedHistory.capacity {
      let half = SortedHistory.capacity / 2
      let upper = Array(blocks[index][half...])
      blocks[index].removeLast(half)
      blocks.insert(upper, at: index + 1)
    }
  }

  /// The first position that is not less than `value`.
  private static func position(of value: Double, in block: [Double]) -> Int {
    var low = 0
    var high = block.count
    while low < high {
      let middle = (low + high) / 2
      if block[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

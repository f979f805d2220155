/// Draws sets of dates that keep a distance, each set as likely as any other.
///
/// With W_0 = 1 and W_k(i) the sum of W_{k-1}(first date more than the gap after j) over all j >= i,
/// W_k(i) counts the sets of k dates from i on, so a set is drawn date by date without rejection.
/// Only ratios within a level matter; each level is scaled to begin at 1 against overflow.
/// O(dates * size) to prepare, O(size * log dates) per draw.
struct SpacedDates: Sendable {
  /// levels[k - 1][i] is W_k(i), and 0 at i = the number of dates.
  private let levels: [[Double]]
  /// The first date more than the gap after each.
  private let next: [Int]

  /// nil where no set of `size` dates keeps the distance.
  init?(_ times: [Int64], size: Int, gap: Int64) {
    var next = [Int](repeating: times.count, count: times.count)
    var later = 0
    for index in times.indices {
      while later < times.count && times[later] - times[index] <= gap { later += 1 }
      next[index] = later
    }
    var levels: [[Double]] = []
    var below = [Double](repeating: 1, count: times.count + 1)
    for _ in 0..<size {
      var level = [Double](repeating: 0, count: times.count + 1)
      for index in times.indices.reversed() {
        level[index] = level[index + 1] + below[next[index]]
      }
      guard let total = level.first, total > 0 else { return nil }
      for index in level.indices { level[index] /= total }
      levels.append(level)
      below = level
    }
    self.levels = levels
    self.next = next
  }

  /// Positions of the dates of one set, ascending.
  func draw(_ random: inout SplitMix, _ body: (Int) -> Void) {
    var start = 0
    for level in levels.reversed() {
      let point = random.uniform() * level[start]
      // The last position whose count exceeds the point.
      var low = start
      var high = level.count - 1
      while high - low > 1 {
        let middle = (low + high) / 2
        if level[middle] > point { low = middle } else { high = middle }
      }
      body(low)
      start = next[low]
    }
  }
}

/// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014).
struct SplitMix: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// In [0, 1), a multiple of 2^-53.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// In 0..<count; the high half of a product, whose bias is below count / 2^64.
  mutating func index(below count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }
}

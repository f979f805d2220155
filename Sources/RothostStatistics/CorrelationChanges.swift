import RothostSeries

/// Every change of the correlation of two legs, by tested binary segmentation.
///
/// Galeano & Wied (Computational Statistics & Data Analysis 76, 2014), their algorithm with
/// `correlationChangeTest` as the test:
///
/// 1. With k changes found, test each of the k + 1 parts; the part of least p is split where its
///    fluctuation is largest if p ≤ 1 - (1 - α)^{1/(k+1)}. Repeat until no part is split.
/// 2. Test each change again on the rows between its neighbours, at the level of k changes; drop it
///    if it fails, move it to the largest fluctuation if not. Repeat until nothing moves.
///
/// The p-value of a change is that of its last test in step 2. Memory and volatility are taken out of
/// each leg once, as a whole; the correlation's influence is computed afresh in each part.
///
/// - `confidence`: 1 - α.
///
/// Returned in the order of rows. Throws as `correlationChangeTest`. O(n·B) per test; a change costs
/// a few tests.
public func correlationChanges(
  _ x: Span<Double>, _ y: Span<Double>, minimumRows: Int = 60, confidence: Double = 0.95,
  resamples: Int = 999, seed: UInt64 = 1, progress: Progress? = nil
) throws(RothostError) -> [CorrelationChange] {
  guard confidence > 0, confidence < 1 else {
    throw RothostError(.argument, "confidence is \(confidence); give a number between 0 and 1")
  }
  let pairs = try FilteredPairs(x, y, minimumRows: minimumRows, resamples: resamples)
  var search = Segmentation(pairs: pairs, confidence: confidence, seed: seed, progress: progress)
  try search.split()
  try search.refine()
  return search.changes
}

/// The changes found so far and the tests that were made for them.
private struct Segmentation {
  let pairs: FilteredPairs
  let confidence: Double
  let seed: UInt64
  let progress: Progress?
  private(set) var changes: [CorrelationChange] = []
  /// Where the parts end, as positions among the pairs.
  private var ends: [Int] = []
  /// A part is tested once.
  private var known: [Range<Int>: CorrelationChange] = [:]

  init(pairs: FilteredPairs, confidence: Double, seed: UInt64, progress: Progress?) {
    self.pairs = pairs
    self.confidence = confidence
    self.seed = seed
    self.progress = progress
  }

  /// 1 - (1 - α)^{1/parts}, by bisection: the root needs no library and agrees everywhere.
  private func level(parts: Int) -> Double {
    var (low, high) = (confidence, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      var power = 1.0
      for _ in 0..<parts { power *= middle }
      if power < confidence { low = middle } else { high = middle }
    }
    return 1 - high
  }

  private mutating func test(_ range: Range<Int>) throws(RothostError) -> CorrelationChange {
    if let answer = known[range] { return answer }
    let answer = try pairs.test(range, seed: seed, progress: progress)
    known[range] = answer
    return answer
  }

  private func position(of change: CorrelationChange) -> Int {
    pairs.rows.firstIndex(of: change.row) ?? 0
  }

  mutating func split() throws(RothostError) {
    while true {
      let bounds = [0] + ends + [pairs.rows.count]
      var best: CorrelationChange?
      for part in 0..<(bounds.count - 1) {
        let answer = try test(bounds[part]..<bounds[part + 1])
        guard !answer.pValue.isNaN else { continue }
        let isBetter =
          best.map { ($0.pValue, -$0.statistic) > (answer.pValue, -answer.statistic) } ?? true
        if isBetter { best = answer }
      }
      // The slack is for levels that 1 / (B + 1) meets exactly.
      guard let best, best.pValue <= level(parts: bounds.count - 1) + 1e-12 else { return }
      ends.append(position(of: best))
      ends.sort()
    }
  }

  mutating func refine() throws(RothostError) {
    // Moves end after a few rounds; changes that push one another to and fro are cut off.
    for _ in 0..<10 {
      let before = ends
      changes = []
      let level = level(parts: max(1, before.count))
      var index = 0
      while index < ends.count {
        let bounds = [0] + ends + [pairs.rows.count]
        let answer = try test(bounds[index]..<bounds[index + 2])
        if answer.pValue <= level + 1e-12 {
          ends[index] = position(of: answer)
          changes.append(answer)
          index += 1
        } else {
          ends.remove(at: index)
        }
      }
      if ends == before { return }
    }
  }
}

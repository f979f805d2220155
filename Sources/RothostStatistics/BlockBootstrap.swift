import RothostSeries

/// Resampling of whole blocks of rows, by the sums of their eighths.
struct BlockBootstrap {
  /// Rows of an eighth; a block is eight neighbouring ones, circularly.
  let part: Int
  let rows: Int
  let parts: Int

  /// Blocks of at least `minimum` rows and n^{1/3} (Hall, Horowitz & Jing, Biometrika 82, 1995).
  init(rows: Int, minimum: Int) throws(RothostError) {
    var root = 1
    while root * root * root < rows { root += 1 }
    part = max(1, (max(minimum, root) + 7) / 8)
    self.rows = rows
    parts = (rows + part - 1) / part
    try requireAtLeast(rows, 4 * 8 * part, "rows for a block bootstrap")
  }

  /// The percentile interval of the resampled argmax over the lags of `family`.
  func interval(
    lags: [Int64], family: LagFamily, confidence: Double, resamples: Int, seed: UInt64,
    progress: Progress?,
    fill: (_ rows: Range<Int>, _ columns: Range<Int>, _ z: inout [Double]) -> Void
  ) throws(RothostError) -> LagInterval {
    guard confidence > 0, confidence < 1, resamples >= 1 else {
      throw RothostError(
        .argument,
        "confidence \(confidence) with \(resamples) resamples; use 0 < confidence < 1 and ≥ 1")
    }
    let families = LeadLagAnswer.families(lags)
    let columns = families[family == .all ? 0 : family == .lead ? 1 : 2]
    try requireAtLeast(columns.count, 1, "lags in the family")
    var best = [(size: Double, lag: Int64)](
      repeating: (-1, lags[columns.lowerBound]), count: resamples)
    let starts = drawStarts(resamples, seed)
    for first in stride(from: columns.lowerBound, to: columns.upperBound, by: Kernels.lanes) {
      let chunk = first..<min(columns.upperBound, first + Kernels.lanes)
      let (sums, squares) = partSums(chunk, fill)
      for (lane, column) in chunk.enumerated() where squares[lane] > 0 {
        let scale = 1 / squares[lane].squareRoot()
        let blocks = blockSums(sums, lane)
        for r in 0..<resamples {
          var sum = 0.0
          for b in 0..<blocksPerResample { sum += blocks[starts[r * blocksPerResample + b]] }
          let size = abs(sum) * scale
          if size > best[r].size { best[r] = (size, lags[column]) }
        }
        try report(
          Double(column + 1 - columns.lowerBound) / Double(columns.count), to: progress)
      }
    }
    let sorted = best.map(\.lag).sorted()
    // The order statistics at the tails, rounded outwards.
    let tail = Int(((1 - confidence) / 2 * Double(resamples)).rounded(.down))
    return LagInterval(
      low: sorted[min(tail, (resamples - 1) / 2)],
      high: sorted[max(resamples - 1 - tail, resamples / 2)], blockLength: 8 * part)
  }

  private var blocksPerResample: Int { (parts + 7) / 8 }

  /// Where each block of each resample starts: the high half of word · parts, SplitMix64.
  private func drawStarts(_ resamples: Int, _ seed: UInt64) -> [Int] {
    var words = [UInt64](repeating: 0, count: resamples * blocksPerResample)
    Kernels.splitMix64(seed: seed, first: 0, into: &words)
    return words.map { Int($0.multipliedFullWidth(by: UInt64(parts)).high) }
  }

  /// The sums of eight neighbouring parts from each part on, in one lane.
  private func blockSums(_ sums: [Double], _ lane: Int) -> [Double] {
    (0..<parts).map { start in
      var sum = 0.0
      for k in 0..<8 { sum += sums[(start + k) % parts * Kernels.lanes + lane] }
      return sum
    }
  }

  /// Σ z per part and lane, and Σ z² per lane.
  private func partSums(
    _ columns: Range<Int>, _ fill: (Range<Int>, Range<Int>, inout [Double]) -> Void
  ) -> ([Double], [Double]) {
    var sums = [Double](repeating: 0, count: parts * Kernels.lanes)
    var squares = [Double](repeating: 0, count: Kernels.lanes)
    var z = [Double](repeating: 0, count: part * Kernels.lanes)
    for p in 0..<parts {
      let range = p * part..<min(rows, (p + 1) * part)
      fill(range, columns, &z)
      Kernels.columnSquares(z, rows: range.count, into: &squares)
      for k in 0..<range.count {
        for lane in 0..<columns.count {
          sums[p * Kernels.lanes + lane] += z[k * Kernels.lanes + lane]
        }
      }
    }
    return (sums, squares)
  }
}

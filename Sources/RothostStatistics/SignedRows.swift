import RothostSeries

/// Rows whose contributions are added up under random signs, for one block of columns at a time.
///
/// Row t of resample r uses bit t mod 64 (1 is +) of word r·W + ⌊t/64⌋, W = ⌈rows/64⌉, of the
/// SplitMix64 stream of the seed; r counts from `firstResample`, so that batches of resamples are
/// the same as all at once.
struct SignedRows {
  var rows: Int
  var resamples: Int
  var seed: UInt64
  var firstResample = 0

  /// Rows handled at a time: 4096 rows of 64 columns are 2 MB.
  private static let blockRows = 4096
  /// Resamples between two looks at the progress callback, and per batch of sign words.
  private static let batch = 512

  /// Adds every row's signed contribution, resample 0 with all signs +; returns Σ z² per lane.
  ///
  /// `fill` as for `WildBootstrap`. O(rows·columns·resamples / 4).
  func addSums(
    to sums: inout SignedSums, _ columns: Range<Int>,
    fill: (_ rows: Range<Int>, _ columns: Range<Int>, _ z: inout [Double]) -> Void,
    progress: (Double) throws(RothostError) -> Void
  ) throws(RothostError) -> [Double] {
    let wordsOfAll = (rows + 63) / 64
    var squares = [Double](repeating: 0, count: Kernels.lanes)
    var z = [Double]()
    var signs = [UInt64]()
    for start in stride(from: 0, to: rows, by: SignedRows.blockRows) {
      let end = min(rows, start + SignedRows.blockRows)
      let words = (end - start + 63) / 64
      z = [Double](repeating: 0, count: words * 64 * Kernels.lanes)
      fill(start..<end, columns, &z)
      Kernels.columnSquares(z, rows: words * 64, into: &squares)
      signs = [UInt64](repeating: ~0, count: max(1, min(SignedRows.batch, resamples)) * words)
      sums.add(z, rows: words * 64, signs: signs, words: words, first: 0, count: 1)
      for first in stride(from: 0, to: resamples, by: SignedRows.batch) {
        let count = min(SignedRows.batch, resamples - first)
        Kernels.splitMix64Rows(
          seed: seed,
          firstWords: { UInt64((firstResample + first + $0) * wordsOfAll + start / 64) },
          width: words, rows: count, into: &signs)
        sums.add(
          z, rows: words * 64, signs: signs, words: words, first: 1 + first, count: count)
        let done = Double(start) + Double(end - start) * Double(first + count) / Double(resamples)
        try progress(done / Double(rows))
      }
    }
    return squares
  }
}

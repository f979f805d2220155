import RothostSeries

/// A studentised maximum test by Rademacher signs: one sign per row, common to all columns.
///
/// Given contributions z_t(c), the statistic of a column and its resample are
///
///     T(c) = Σ_t z_t(c) / √Σ_t z_t(c)²,     T*(c) = Σ_t s_t·z_t(c) / √Σ_t z_t(c)²,   s_t = ±1
///
/// and the p-value of a family of columns is (1 + #{max |T*| ≥ max |T|}) / (B + 1). Since s² = 1
/// the denominators do not move. Wu (1986), Mammen (1993); signs: Liu (1988).
///
/// **Signs.** Row t of resample r uses bit t mod 64 (1 is +) of word r·W + ⌊t/64⌋, W = ⌈n/64⌉, of
/// the SplitMix64 stream of the seed: word w is mix(seed + (w + 1)·0x9E3779B97F4A7C15). Every sign
/// has its own counter, so the answer depends on nothing but seed, n and B, on any machine.
///
/// T itself is computed as the resample whose signs are all +, by the same additions: a resample
/// with the observed signs, or all of them turned, ties exactly.
struct WildBootstrap {
  /// T per column; NaN where a column's contributions are all 0.
  var statistic: [Double]
  /// (1 + #{|T*(c)| ≥ |T(c)|}) / (B + 1) per column, for that column alone.
  var pointwise: [Double]
  /// The family-wise p-value of each family asked for; NaN if its columns are all undefined.
  var families: [Double]

  /// Runs the test on `columns` columns of `rows` rows.
  ///
  /// `fill(rows, columns, z)` writes z_t(c), row-major with `Kernels.lanes` lanes, into the front
  /// of `z`, zeros in lanes past the columns; rows past the range stay 0. O(rows·columns·B / 4).
  init(
    rows: Int, columns: Int, families: [Range<Int>], resamples: Int, seed: UInt64,
    progress: Progress?,
    fill: (_ rows: Range<Int>, _ columns: Range<Int>, _ z: inout [Double]) -> Void
  ) throws(RothostError) {
    guard resamples >= 1 else {
      throw RothostError(.argument, "\(resamples) resamples; at least 1 is needed, 2000 is usual")
    }
    statistic = [Double](repeating: .nan, count: columns)
    pointwise = statistic
    self.families = []
    var maxima = families.map { _ in [Double](repeating: -1, count: resamples + 1) }
    var sums = SignedSums(resamples: resamples + 1)
    let signed = SignedRows(rows: rows, resamples: resamples, seed: seed)
    let chunks = (columns + Kernels.lanes - 1) / Kernels.lanes
    for chunk in 0..<chunks {
      let range = chunk * Kernels.lanes..<min(columns, (chunk + 1) * Kernels.lanes)
      sums.reset()
      let squares = try signed.addSums(to: &sums, range, fill: fill) {
        (part) throws(RothostError) in
        try report((Double(chunk) + part) / Double(chunks), to: progress)
      }
      take(sums, squares, range, resamples)
      for (family, columns) in families.enumerated() {
        WildBootstrap.raise(&maxima[family], by: sums, squares, columns, in: range)
      }
    }
    self.families = maxima.map { maxima in
      guard maxima[0] >= 0 else { return .nan }
      let reached = maxima.dropFirst().reduce(0) { $0 + ($1 >= maxima[0] ? 1 : 0) }
      return Double(1 + reached) / Double(resamples + 1)
    }
  }

  /// Reads one chunk's statistics and pointwise p-values.
  private mutating func take(
    _ sums: borrowing SignedSums, _ squares: [Double], _ columns: Range<Int>, _ resamples: Int
  ) {
    for (lane, column) in columns.enumerated() where squares[lane] > 0 {
      let observed = abs(sums[0, lane])
      statistic[column] = sums[0, lane] / squares[lane].squareRoot()
      var reached = 1
      for r in 1...resamples where abs(sums[r, lane]) >= observed { reached += 1 }
      pointwise[column] = Double(reached) / Double(resamples + 1)
    }
  }

  /// Raises each resample's maximum of |T*| by the family's columns that lie in this chunk.
  private static func raise(
    _ maxima: inout [Double], by sums: borrowing SignedSums, _ squares: [Double],
    _ family: Range<Int>, in chunk: Range<Int>
  ) {
    let columns = family.clamped(to: chunk)
    for column in columns {
      let lane = column - chunk.lowerBound
      guard squares[lane] > 0 else { continue }
      let scale = 1 / squares[lane].squareRoot()
      for r in maxima.indices { maxima[r] = max(maxima[r], abs(sums[r, lane]) * scale) }
    }
  }
}

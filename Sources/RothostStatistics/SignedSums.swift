import CRothostKernels

/// The running signed sums of many resamples, in memory aligned for the vectors that add them.
///
/// Row `r` holds `Kernels.lanes` sums. Not thread-safe; owns its memory.
struct SignedSums: ~Copyable {
  private let resamples: Int
  private var sums: AlignedDoubles
  private let table: AlignedDoubles

  init(resamples: Int) {
    self.resamples = resamples
    sums = AlignedDoubles(resamples * Kernels.lanes)
    table = AlignedDoubles(Int(ROT_SIGN_TABLE))
  }

  /// Sets every sum to 0.
  mutating func reset() { sums.reset() }

  /// Adds `Σ sign(r, t)·z[t]` over `rows` rows of `z` to resamples `first ..< first + count`.
  mutating func add(
    _ z: [Double], rows: Int, signs: [UInt64], words: Int, first: Int, count: Int
  ) {
    precondition(rows % Kernels.rowsPerWord == 0 && z.count >= rows * Kernels.lanes)
    precondition(words * Kernels.rowsPerWord == rows && signs.count >= count * words)
    precondition(first >= 0 && count >= 0 && first + count <= resamples)
    // Sizes are checked above; table holds ROT_SIGN_TABLE values; nothing overlaps.
    unsafe z.withUnsafeBufferPointer { z in
      unsafe signs.withUnsafeBufferPointer { signs in
        guard let z = z.baseAddress, let signs = signs.baseAddress else { return }
        unsafe rot_signed_sums(
          z, rows, signs, words, count, table.pointer, sums.pointer + first * Kernels.lanes)
      }
    }
  }

  /// The sum of resample `row` in column `lane`.
  subscript(row: Int, lane: Int) -> Double {
    precondition(row >= 0 && row < resamples && lane >= 0 && lane < Kernels.lanes)
    return sums[row * Kernels.lanes + lane]
  }
}

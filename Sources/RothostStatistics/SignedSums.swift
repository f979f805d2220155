import CRothostKernels

/// The running signed sums of many resamples, in memory aligned for the vectors that add them.
///
/// Row `r` holds `Kernels.lanes` sums. Not thread-safe; owns its memory.
@safe struct SignedSums: ~Copyable {
  private let resamples: Int
  private let sums: UnsafeMutablePointer<Double>
  private let table: UnsafeMutablePointer<Double>

  init(resamples: Int) {
    self.resamples = resamples
    // 64 is the width of a cache line and of the widest vector: no load straddles two lines.
    unsafe sums = SignedSums.allocate(resamples * Kernels.lanes)
    unsafe table = SignedSums.allocate(Int(ROT_SIGN_TABLE))
    reset()
  }

  deinit {
    // Both were allocated by this value, which nothing else refers to.
    unsafe sums.deallocate()
    unsafe table.deallocate()
  }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
    // Freshly allocated, of that size and alignment, and bound once.
    unsafe UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * 8, alignment: 64)
      .bindMemory(to: Double.self, capacity: count)
  }

  /// Sets every sum to 0.
  mutating func reset() {
    // The allocation holds exactly this many values.
    unsafe sums.initialize(repeating: 0, count: resamples * Kernels.lanes)
  }

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
          z, rows, signs, words, count, table, sums + first * Kernels.lanes)
      }
    }
  }

  /// The sum of resample `row` in column `lane`.
  subscript(row: Int, lane: Int) -> Double {
    precondition(row >= 0 && row < resamples && lane >= 0 && lane < Kernels.lanes)
    // Inside the allocation, checked above.
    return unsafe sums[row * Kernels.lanes + lane]
  }
}

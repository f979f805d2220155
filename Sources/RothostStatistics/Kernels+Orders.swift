import CRothostKernels

/// Calls of the kernels of order statistics; the same rules as in `Kernels.swift`.
extension Kernels {
  /// Up to here moving a window's values is quicker than linking them, see `docs/BENCHMARKS.md`.
  private static let widestMoves = 512

  /// The quantile of each window, NaN below `least` values.
  static func windowQuantiles(
    _ x: Span<Double>, window: Int, _ q: Double, least: Int,
    into out: inout MutableSpan<Double>
  ) {
    precondition(out.count == x.count && window >= 1 && window < Int(Int32.max) - 2 && least >= 1)
    let count = x.count
    let moves = window <= widestMoves
    let scratch = AlignedDoubles(
      moves ? rot_vector_scratch(window) : rot_quantile_scratch(window))
    // x and out hold `count` values, scratch what the kernel asks for.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe out.withUnsafeMutableBufferPointer { out in
        guard let x = x.baseAddress, let out = out.baseAddress else { return }
        if moves {
          unsafe rot_vector_quantiles(x, count, window, q, Int64(least), scratch.pointer, out)
        } else {
          unsafe rot_window_quantiles(x, count, window, q, Int64(least), scratch.pointer, out)
        }
      }
    }
  }

  /// Spearman's correlation of each window, NaN below `least` pairs.
  static func rankWindows(
    _ x: Span<Double>, _ y: Span<Double>, window: Int, least: Int,
    into out: inout MutableSpan<Double>
  ) {
    precondition(x.count == y.count && out.count == x.count && window >= 1)
    let count = x.count
    let scratch = AlignedDoubles(4 * rot_rank_slots(window))
    // x, y and out hold `count` values, scratch what the kernel asks for.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe out.withUnsafeMutableBufferPointer { out in
          guard let x = x.baseAddress, let y = y.baseAddress, let out = out.baseAddress else {
            return
          }
          unsafe rot_rank_windows(x, y, count, window, Double(least), scratch.pointer, out)
        }
      }
    }
  }
}

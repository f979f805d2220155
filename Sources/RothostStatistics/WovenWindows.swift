import CRothostKernels

/// Eight blocks of rolling windows side by side, one per lane of a vector.
///
/// The same additions in the same order as `Kernels.windowSums` makes of each block, so the same bits.
struct WovenWindows: ~Copyable {
  /// Blocks of one strip.
  static let blocks = Int(ROT_WEAVE_BLOCKS)
  /// Up to here the sums of a strip fit the second level of cache.
  static let widest = 1024

  private let window: Int
  private let x, y, sums, answers: AlignedDoubles
  private var anchors: AlignedDoubles

  init(window: Int) {
    precondition(window >= 1 && window <= WovenWindows.widest)
    self.window = window
    let width = (WovenWindows.blocks + 1) * window
    x = AlignedDoubles(width)
    y = AlignedDoubles(width)
    sums = AlignedDoubles(Int(ROT_WINDOW_SUMS) * WovenWindows.blocks * window)
    answers = AlignedDoubles(WovenWindows.blocks * window)
    anchors = AlignedDoubles(2 * WovenWindows.blocks)
  }

  /// Writes the statistic of the windows that end in `rows`, up to eight blocks; +∞ marks those to be
  /// computed again, whose number is returned.
  mutating func finish(
    _ statistic: Kernels.WindowStatistic, _ first: Span<Double>, _ second: Span<Double>,
    rows: Range<Int>, least: Int, ddof: Int, into out: inout MutableSpan<Double>
  ) -> Int {
    let (count, start, window) = (rows.count, rows.lowerBound, window)
    precondition(first.count == second.count && rows.upperBound <= first.count)
    precondition(out.count == first.count && start >= 0 && count <= WovenWindows.blocks * window)
    precondition(start == 0 || start >= window)
    for block in 0..<WovenWindows.blocks {
      let row = start + block * window
      let exists = row < rows.upperBound
      anchors[block] = exists ? anchor(first, start: row, window: window) : 0
      anchors[WovenWindows.blocks + block] =
        exists ? anchor(second, start: row, window: window) : 0
    }
    let stride = WovenWindows.blocks * window
    // Rows start - window ..< start + count exist where start > 0; the scratch is of the kernels' sizes.
    return unsafe first.withUnsafeBufferPointer { first in
      unsafe second.withUnsafeBufferPointer { second in
        unsafe out.withUnsafeMutableBufferPointer { out in
          guard let first = first.baseAddress, let second = second.baseAddress,
            let out = out.baseAddress
          else { return 0 }
          let hasLeft: Int32 = start > 0 ? 1 : 0
          unsafe rot_weave(first + start, hasLeft, count, window, x.pointer)
          unsafe rot_weave(second + start, hasLeft, count, window, y.pointer)
          unsafe rot_woven_sums(
            x.pointer, y.pointer, window, anchors.pointer,
            anchors.pointer + WovenWindows.blocks, sums.pointer)
          let marked = unsafe rot_window_finish(
            statistic.rawValue, sums.pointer, stride, stride, Double(least), Double(ddof),
            answers.pointer)
          unsafe rot_unweave(answers.pointer, count, window, out + start)
          return marked
        }
      }
    }
  }
}

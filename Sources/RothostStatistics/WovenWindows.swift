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
  /// Whether the rows woven last have no gap, which is quicker.
  private var whole: Int32 = 0

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

  /// Lays out both legs' `rows`, up to eight blocks; true where all of them and of the block before are
  /// there and finite. Otherwise the caller looks for infinities.
  mutating func weave(
    _ first: Span<Double>, _ second: Span<Double>, rows: Range<Int>
  ) -> Bool {
    let (count, start) = (rows.count, rows.lowerBound)
    precondition(first.count == second.count && rows.upperBound <= first.count)
    precondition(start >= 0 && count <= WovenWindows.blocks * window)
    precondition(start == 0 || start >= window)
    for block in 0..<WovenWindows.blocks {
      let row = start + block * window
      let exists = row < rows.upperBound
      anchors[block] = exists ? anchor(first, start: row, window: window) : 0
      anchors[WovenWindows.blocks + block] =
        exists ? anchor(second, start: row, window: window) : 0
    }
    let hasLeft: Int32 = start > 0 ? 1 : 0
    // Rows start - window ..< start + count exist where start > 0; the scratch is of the kernel's size.
    whole = unsafe first.withUnsafeBufferPointer { first in
      unsafe second.withUnsafeBufferPointer { second in
        guard let first = first.baseAddress, let second = second.baseAddress else { return 0 }
        let one = unsafe rot_weave(first + start, hasLeft, count, window, x.pointer)
        let other = unsafe rot_weave(second + start, hasLeft, count, window, y.pointer)
        return one & other
      }
    }
    return whole != 0
  }

  /// Writes the statistic of the windows that end in the `rows` of both legs, woven before; +∞ marks
  /// those to be computed again, whose number is returned.
  func finish(
    _ statistic: Kernels.WindowStatistic, _ first: Span<Double>, _ second: Span<Double>,
    rows: Range<Int>, least: Int, ddof: Int, into out: inout MutableSpan<Double>
  ) -> Int {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= out.count)
    precondition(first.count == out.count && second.count == out.count)
    precondition(rows.count <= WovenWindows.blocks * window)
    // The scratch is of the kernels' sizes, `rows` lie in the output and end in or behind the legs.
    return unsafe first.withUnsafeBufferPointer { first in
      unsafe second.withUnsafeBufferPointer { second in
        unsafe out.withUnsafeMutableBufferPointer { out in
          guard let first = first.baseAddress, let second = second.baseAddress,
            let out = out.baseAddress
          else { return 0 }
          let written = unsafe out + rows.lowerBound
          var next = unsafe rot_next_strip(
            x: first + rows.upperBound, y: second + rows.upperBound, out: written)
          let marked = unsafe rot_woven_windows(
            statistic.rawValue, whole, x.pointer, y.pointer, window, anchors.pointer,
            Double(least), Double(ddof), &next, sums.pointer, answers.pointer)
          unsafe rot_unweave(answers.pointer, rows.count, window, written)
          return marked
        }
      }
    }
  }
}

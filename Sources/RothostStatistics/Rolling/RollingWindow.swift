import RothostSeries

/// A window of rows ending at each row, and how many present values make an answer.
///
/// At row t it holds rows t - window + 1 … t, fewer at the start. Where fewer than `least` of them
/// are present the answer is NaN; one NaN leaves again with its row.
struct RollingWindow {
  let window: Int
  let least: Int

  /// `minPeriods` nil is the window; both are checked, and cut to a series shorter than the window.
  init(
    _ window: Int, minPeriods: Int?, rows: Int, needs minimum: Int = 1
  ) throws(RothostError) {
    guard window >= minimum else {
      throw RothostError(
        .argument, "a window of \(window) rows; this statistic needs at least \(minimum)")
    }
    let least = minPeriods ?? window
    guard least >= 1, least <= window else {
      throw RothostError(.argument, "min_periods is \(least); use 1 … \(window), the window")
    }
    // A statistic of fewer values than it needs is NaN whatever min_periods says.
    self.least = max(least, minimum)
    // No window of a shorter series holds more than the series.
    self.window = max(1, min(window, rows))
  }

  /// The rows a window ending at `row` holds.
  func rows(endingAt row: Int) -> Range<Int> { max(0, row - window + 1)..<row + 1 }
}

/// One statistic of two legs in a rolling window, by sums anchored in every block.
///
/// A window is the end of one block and the beginning of the next: its sums are a suffix sum plus a
/// prefix sum, about an anchor close to both. Nothing is subtracted, so neither drift nor a bad
/// tick outlives its window. Windows whose anchor still is too far off (the central sum keeps less
/// than 1/1000 of the raw one) are computed again in two passes by `again`.
func rollingPairs(
  _ statistic: Kernels.WindowStatistic, _ x: Span<Double>, _ y: Span<Double>,
  _ window: RollingWindow, ddof: Int, into out: inout MutableSpan<Double>,
  again: (Range<Int>) throws(RothostError) -> Double
) throws(RothostError) {
  var sums = [Double](repeating: 0, count: 6 * window.window)
  var answers = [Double](repeating: 0, count: window.window)
  for start in stride(from: 0, to: x.count, by: window.window) {
    let rows = start..<min(x.count, start + window.window)
    let anchors = (
      x: anchor(x, start: start, window: window.window),
      y: anchor(y, start: start, window: window.window)
    )
    Kernels.windowSums(
      x, y, rows: rows, window: window.window, anchors: anchors, into: &sums)
    let marked = Kernels.windowFinish(
      statistic, sums, count: rows.count, window: window.window, least: window.least, ddof: ddof,
      into: &answers)
    for k in 0..<rows.count {
      if marked > 0, answers[k] == .infinity {
        out[start + k] = try again(window.rows(endingAt: start + k))
      } else {
        out[start + k] = answers[k]
      }
    }
  }
}

/// What the values of the windows ending at rows `start ..< start + window` are taken relative to.
///
/// The median of the first, middle and last values present in the block before: one bad tick
/// cannot be it, and it looks at no row that a window does not. Without such a block, the first
/// value present, which lies in every window that is not empty.
func anchor(_ x: Span<Double>, start: Int, window: Int) -> Double {
  let before = max(0, start - window)..<start
  guard let first = before.first(where: { !x[$0].isNaN }),
    let last = before.last(where: { !x[$0].isNaN })
  else {
    let block = start..<min(x.count, start + window)
    return block.first { !x[$0].isNaN }.map { x[$0] } ?? 0
  }
  let middle = before.lowerBound + before.count / 2
  let between = (middle..<start).first { !x[$0].isNaN } ?? first
  let (a, b, c) = (x[first], x[between], x[last])
  return max(min(a, b), min(max(a, b), c))
}

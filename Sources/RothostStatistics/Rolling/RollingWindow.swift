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

  /// How many values each window that ends in `rows` holds.
  func countPresent(
    _ x: Span<Double>, _ rows: Range<Int>, _ each: (_ row: Int, _ present: Int) -> Void
  ) {
    var present = 0
    for row in max(0, rows.lowerBound - window)..<rows.lowerBound {
      present += x[row].isNaN ? 0 : 1
    }
    for row in rows {
      present += x[row].isNaN ? 0 : 1
      if row >= window { present -= x[row - window].isNaN ? 0 : 1 }
      each(row, present)
    }
  }
}

/// One statistic of two legs in a rolling window, by sums anchored in every block.
///
/// A window is the end of one block and the beginning of the next: its sums are a suffix sum plus a
/// prefix sum, about an anchor close to both. Nothing is subtracted, so neither drift nor a bad
/// tick outlives its window. Windows whose anchor still is too far off (the central sum keeps less
/// than 1/1000 of the raw one) are computed again in two passes by `again`.
func rollingPairs(
  _ statistic: Kernels.WindowStatistic, _ x: Span<Double>, _ y: Span<Double>,
  _ window: RollingWindow, ddof: Int, names: (String, String), into out: inout MutableSpan<Double>,
  again: (Range<Int>) throws(RothostError) -> Double
) throws(RothostError) {
  guard window.window <= WovenWindows.widest else {
    try requireFinite(x, names.0)
    try requireFinite(y, names.1)
    return try widePairs(statistic, x, y, window, ddof: ddof, into: &out, again: again)
  }
  var woven = WovenWindows(window: window.window)
  for start in stride(from: 0, to: x.count, by: WovenWindows.blocks * window.window) {
    let rows = start..<min(x.count, start + WovenWindows.blocks * window.window)
    if !woven.weave(x, y, rows: rows) {
      try requireFinite(x, rows: rows, names.0)
      try requireFinite(y, rows: rows, names.1)
    }
    let marked = woven.finish(
      statistic, x, y, rows: rows, least: window.least, ddof: ddof, into: &out)
    guard marked > 0 else { continue }
    for row in rows where out[row] == .infinity {
      out[row] = try again(window.rows(endingAt: row))
    }
  }
}

/// `rollingPairs` block by block: eight at a time of so wide a window would not fit the cache.
func widePairs(
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
  if !before.isEmpty {
    // Without a gap at those three, no search.
    let (a, b, c) = (
      x[before.lowerBound], x[before.lowerBound + before.count / 2], x[start - 1]
    )
    if a == a, b == b, c == c { return max(min(a, b), min(max(a, b), c)) }
  }
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

import RothostSeries

/// The mean of the values present in the `window` rows ending at each row.
///
/// `minPeriods` nil is the whole window. `out` is as long as `x`; NaN below `minPeriods`. Throws
/// `.argument`, `.input` for an infinity. Each window is summed by one fixed tree of its own
/// values: no drift, and no trace of a bad tick. O(n log w), eight additions at a time.
public func rollingMean(
  _ x: Span<Double>, window: Int, minPeriods: Int? = nil, into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireLength(out.count, x.count, "the output")
  let rolling = try RollingWindow(window, minPeriods: minPeriods, rows: x.count)
  let window = sameTree(window, rows: x.count)
  var scratch = Kernels.stripScratch(window: window)
  for rows in Kernels.strips(x.count, window: window, rows: Kernels.meanRows) {
    let means = Kernels.windowMeans(x, rows: rows, window: window, scratch: &scratch, into: &out)
    if means.absent > 0 || rolling.least > window {
      try requireFinite(x, rows: rows, "the series")
      rolling.countPresent(x, rows) { row, present in
        out[row] = present >= rolling.least ? out[row] * (1 / Double(present)) : .nan
      }
    }
    if means.allFinite { continue }
    for row in rows where !out[row].isFinite {
      out[row] = scaledMean(x.extracting(rolling.rows(endingAt: row)), least: rolling.least)
    }
  }
}

/// The mean of finite values whose sum may be beyond the largest double; NaN below `least` of them.
private func scaledMean(_ x: Span<Double>, least: Int) -> Double {
  var (sum, count) = (CompensatedSum(), 0)
  // No more rows than 2^64 have a sum of less than 2^1024 when each is divided by 2^64.
  for t in x.indices where !x[t].isNaN {
    sum.add(x[t] * 0x1p-64)
    count += 1
  }
  guard count >= least else { return .nan }
  let (mean, largest) = (sum.value / Double(count) * 0x1p64, Double.greatestFiniteMagnitude)
  // A mean is no larger than what it is the mean of, though rounding may say so.
  return max(-largest, min(largest, mean))
}

/// A window that adds the rows of so short a series in the same order, so that a prefix gives the same bits.
///
/// The newest rows of a window are a full binary tree; where the series has no others, any such tree
/// that holds it will do: the rest of it are zeros.
private func sameTree(_ window: Int, rows: Int) -> Int {
  var tree = 1
  while tree < rows, 2 * tree <= window { tree *= 2 }
  return tree >= rows ? tree : window
}

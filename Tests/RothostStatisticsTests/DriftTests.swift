import Testing

@testable import RothostStatistics

/// Rolling moments after ten million rows, at level 1e9 with noise 1e-3 and bad ticks of 1e6 on the way.
@Suite struct DriftTests {
  private let window = 60
  private let rows = 10_000_000
  /// Long before the end, and half a window before the rows that are compared there.
  private let ticks = [5_000_000, 9_998_970]

  @Test(
    "rolling means are as exact after 1e7 rows as after 1e3, and a bad tick leaves nothing behind")
  func means() throws {
    for level in [0, 1e9] {
      let x = series(level: level)
      var mean = [Double](repeating: 0, count: rows)
      var out = mean.mutableSpan
      try rollingMean(x.span, window: window, into: &out)
      let (early, late) = (worst(x, mean, 59..<1000), worst(x, mean, rows - 1000..<rows))
      #expect(early <= 4e-16 && late <= 4e-16, "level \(level): \(early), \(late)")
      // Windows with the tick, and the first ones without it.
      #expect(worst(x, mean, ticks[0] - 60..<ticks[0] + 120) <= 4e-16)
      #expect(worst(x, mean, ticks[1]..<ticks[1] + 120) <= 4e-16)
    }
  }

  @Test("rolling variances and correlations are within 1e-12 of two passes after 1e7 rows")
  func secondMoments() throws {
    let (x, y) = (series(level: 1e9), series(level: 0))
    var variance = [Double](repeating: 0, count: rows)
    var correlation = variance
    var first = variance.mutableSpan
    try rollingVariance(x.span, window: window, into: &first)
    var second = correlation.mutableSpan
    try rollingCorrelation(x.span, y.span, window: window, into: &second)
    for range in [60..<1000, ticks[0] - 10..<ticks[0] + 130, rows - 1100..<rows] {
      for t in range {
        let (xx, yy, xy) = central(x, y, t)
        let expected = Double(xx / Float80(window - 1))
        #expect(abs(variance[t] - expected) <= 1e-12 * expected, "row \(t)")
        #expect(abs(correlation[t] - Double(xy / (xx * yy).squareRoot())) <= 1e-12, "row \(t)")
      }
    }
  }

  /// Noise of 1e-3 about the level.
  private func series(level: Double) -> [Double] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    var x = [Double](unsafeUninitializedCapacity: rows) { values, count in
      for t in 0..<rows {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        values[t] = level + 2e-3 * (Double(state >> 11) * 0x1p-53 - 0.5)
      }
      count = rows
    }
    for tick in ticks { x[tick] += 1e6 }
    return x
  }

  /// The largest error of a mean, relative to the mean size of its values: what rounding is measured by.
  private func worst(_ x: [Double], _ mean: [Double], _ range: Range<Int>) -> Double {
    range.reduce(0) { worst, t in
      let values = x[t - window + 1...t].map { Float80($0) }
      let exact = values.reduce(0, +) / Float80(window)
      let size = values.reduce(0) { $0 + abs($1) } / Float80(window)
      return max(worst, Double(abs(Float80(mean[t]) - exact) / size))
    }
  }

  /// Central sums of the window that ends at `t`, in two passes.
  private func central(
    _ x: [Double], _ y: [Double], _ t: Int
  ) -> (xx: Float80, yy: Float80, xy: Float80) {
    let rows = t - window + 1...t
    let mx = rows.reduce(Float80(0)) { $0 + Float80(x[$1]) } / Float80(window)
    let my = rows.reduce(Float80(0)) { $0 + Float80(y[$1]) } / Float80(window)
    return rows.reduce((0, 0, 0)) {
      let (a, b) = (Float80(x[$1]) - mx, Float80(y[$1]) - my)
      return ($0.0 + a * a, $0.1 + b * b, $0.2 + a * b)
    }
  }
}

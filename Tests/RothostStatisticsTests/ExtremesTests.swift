import RothostSeries
import Testing

@testable import RothostStatistics

/// Levels far above the noise, and sizes whose squares or sums no double holds.
@Suite struct ExtremesTests {
  @Test(
    "a z-score keeps nine digits at 1e9 ± 1e-3, across gaps, jumps of level and bad ticks",
    arguments: [(20, nil), (7, 4), (400, nil), (1500, 30)] as [(Int, Int?)])
  func zScores(window: Int, minPeriods: Int?) throws {
    for kind in 0...3 {
      var noise = Noise(seed: UInt64(40 + kind))
      var x = noise.normals(1700).map { 1e9 + 1e-3 * $0 }
      switch kind {
      case 1: for t in stride(from: 5, to: 1700, by: 17) { x[t] = .nan }
      case 2: for t in 900..<1700 { x[t] = 1 + (x[t] - 1e9) }
      case 3: (x[300], x[1600]) = (1e6, -3e10)
      default: break
      }
      let scores = try run(x) {
        try rollingZScore($0, window: window, minPeriods: minPeriods, into: &$1)
      }
      for t in x.indices {
        let values = x[max(0, t - window + 1)...t].filter { !$0.isNaN }
        let isThere = !x[t].isNaN && values.count >= minPeriods ?? window
        let expected = isThere ? zScore(of: x[t], in: values) : .nan
        let isNear =
          expected.isNaN
          ? scores[t].isNaN : abs(scores[t] - expected) <= 1e-9 * max(1, abs(expected))
        try #require(isNear, "kind \(kind), row \(t): \(scores[t]) for \(expected)")
      }
    }
  }

  /// In 80 bits, of differences from the first value.
  private func zScore(of value: Double, in values: [Double]) -> Double {
    let base = Float80(values[0])
    let moved = values.map { Float80($0) - base }
    let mean = moved.reduce(0, +) / Float80(values.count)
    let square = moved.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (square / Float80(values.count - 1)).squareRoot()
    return Double((Float80(value) - base - mean) / deviation)
  }

  /// About 1e-163, 1e-160, 1e-90, 1, 1e60, 1e155 and 1e300.
  private static let exponents = [-542, -532, -300, 0, 200, 515, 998]

  @Test(
    "correlation and beta of a window do not depend on either leg's size", arguments: [20, 1100])
  func windowsOfAnySize(window: Int) throws {
    var noise = Noise(seed: 11)
    let (count, exponents) = window > 1000 ? (1300, [-532, 200, 515]) : (400, Self.exponents)
    let x = noise.normals(count)
    let y = zip(x, noise.normals(count)).map { 0.6 * $0 + $1 }
    let r = try run(x) { try rollingCorrelation($0, y.span, window: window, into: &$1) }
    let slopes = try run(x) { try rollingBeta(of: y.span, on: $0, window: window, into: &$1) }
    for first in exponents {
      for second in exponents {
        let (a, b) = (scaled(x, first), scaled(y, second))
        let other = try run(a) { try rollingCorrelation($0, b.span, window: window, into: &$1) }
        expectNear(other, r, "2^\(first) and 2^\(second)")
        guard abs(second - first) < 1000 else { continue }
        let slope = try run(a) { try rollingBeta(of: b.span, on: $0, window: window, into: &$1) }
        expectNear(slope, scaled(slopes, second - first), "2^\(first) and 2^\(second)")
      }
    }
  }

  @Test("correlations, shapes and covariances of series of any size are those of the plain ones")
  func momentsOfAnySize() throws {
    var noise = Noise(seed: 12)
    let x = noise.normals(300)
    let y = zip(x, noise.normals(300)).map { $1 - 0.4 * $0 }
    let r = try correlation(x.span, y.span)
    for first in Self.exponents {
      let a = scaled(x, first)
      expectNear([try skewness(a.span)], [try skewness(x.span)], "skewness at 2^\(first)")
      expectNear([try kurtosis(a.span)], [try kurtosis(x.span)], "kurtosis at 2^\(first)")
      for second in Self.exponents {
        let b = scaled(y, second)
        expectNear([try correlation(a.span, b.span)], [r], "2^\(first) and 2^\(second)")
        guard abs(first + second) < 1000 else { continue }
        let expected = scaled([try covariance(x.span, y.span)], first + second)
        expectNear([try covariance(a.span, b.span)], expected, "2^\(first) and 2^\(second)")
      }
    }
  }

  @Test("a variance is as near as doubles allow where its sum of squares is out of their range")
  func variancesAtTheEnds() throws {
    var noise = Noise(seed: 13)
    let x = noise.normals(300)
    let plain = try variance(x.span)
    expectNear([try variance(scaled(x, 510).span)], scaled([plain], 1020), "2^510")
    let least = try variance(scaled(x, -532).span)
    #expect(abs(least - scaled([plain], -1064)[0]) <= 5e-324, "\(least)")
    #expect(try variance(scaled(x, 600).span) == .infinity)
    #expect(try variance([1e-300, 1e-300, 1e-300].span) == 0)
    let windows = try run(scaled(x, 510)) { try rollingVariance($0, window: 50, into: &$1) }
    let plainly = try run(x) { try rollingVariance($0, window: 50, into: &$1) }
    expectNear(windows, scaled(plainly, 1020), "windows at 2^510")
  }

  @Test("means of windows whose sum no double holds are finite, and leave no trace")
  func largeMeans() throws {
    let largest = Double.greatestFiniteMagnitude
    var x = [Double](repeating: 1e308, count: 40) + [1e308, -1e308, 1.5e308, -1.5e308, largest]
    x += [Double](repeating: largest, count: 12) + (0..<60).map(Double.init)
    x[7] = .nan
    for (window, least) in [(3, 3), (3, 1), (5, 5), (20, 11), (64, 2)] {
      let means = try run(x) {
        try rollingMean($0, window: window, minPeriods: least, into: &$1)
      }
      for t in x.indices {
        let values = x[max(0, t - window + 1)...t].filter { !$0.isNaN }
        guard values.count >= least else {
          #expect(means[t].isNaN)
          continue
        }
        let size = values.reduce(Float80(0)) { $0 + Float80(abs($1)) } / Float80(values.count)
        let expected = values.reduce(Float80(0)) { $0 + Float80($1) } / Float80(values.count)
        #expect(
          abs(Float80(means[t]) - expected) <= 1e-14 * size,
          "window \(window), row \(t): \(means[t]) for \(expected)")
      }
      let prefix = try run(Array(x.prefix(44))) {
        try rollingMean($0, window: window, minPeriods: least, into: &$1)
      }
      #expect(prefix.map(\.bitPattern) == means.prefix(44).map(\.bitPattern))
    }
  }

  @Test("exponential moments stay finite between ±1e308, and forget it as they forget all else")
  func largeExponentialMoments() throws {
    var noise = Noise(seed: 14)
    var x = noise.normals(400)
    for t in 200..<230 { x[t] = t % 2 == 0 ? 1e308 : -1.7e308 }
    for span in [1, 1.5, 3, 20] as [Double] {
      let decay = Float80(span - 1) / Float80(span + 1)
      let means = try run(x) { try exponentialMean($0, span: span, into: &$1) }
      let variances = try run(x) { try exponentialVariance($0, span: span, into: &$1) }
      var (weight, squares, mean, square) = (Float80(0), Float80(0), Float80(0), Float80(0))
      for t in x.indices {
        (weight, squares, square) = (weight * decay, squares * decay * decay, square * decay)
        let gap = Float80(x[t]) - mean
        weight += 1
        squares += 1
        mean += gap / weight
        square += gap * gap / weight * (weight - 1)
        // The noise of 1e-16 of what was there fades as that does.
        let size = t < 200 ? 1 : 1e308 * power(decay, max(0, t - 230)) + 1
        let isNear = abs(Float80(means[t]) - mean) <= 1e-12 * size
        #expect(isNear, "mean of span \(span), row \(t): \(means[t]) for \(mean)")
        let expected = t == 0 ? .nan : Double(square / (weight - squares / weight))
        let isClose =
          expected.isNaN || expected.isInfinite
          ? variances[t].isNaN == expected.isNaN && !(variances[t] < expected)
          : abs(variances[t] / expected - 1) < 1e-9
        #expect(isClose, "variance of span \(span), row \(t): \(variances[t]) for \(expected)")
      }
      for count in [199, 203, 211] {
        let prefix = try run(Array(x.prefix(count))) {
          try exponentialMean($0, span: span, into: &$1)
        }
        #expect(prefix.map(\.bitPattern) == means.prefix(count).map(\.bitPattern))
      }
    }
  }

  private func power(_ base: Float80, _ exponent: Int) -> Float80 {
    (0..<exponent).reduce(1) { power, _ in power * base }
  }

  private func scaled(_ x: [Double], _ exponent: Int) -> [Double] {
    x.map { Double(sign: .plus, exponent: exponent, significand: $0) }
  }

  private func run(
    _ x: [Double], _ statistic: (Span<Double>, inout MutableSpan<Double>) throws -> Void
  ) rethrows -> [Double] {
    var out = [Double](repeating: -7, count: x.count)
    var span = out.mutableSpan
    try statistic(x.span, &span)
    return out
  }

  /// Twelve digits; NaN beside NaN.
  private func expectNear(_ values: [Double], _ expected: [Double], _ what: String) {
    for (value, expected) in zip(values, expected) {
      let isNear =
        expected.isNaN
        ? value.isNaN : value == expected || abs(value - expected) <= 1e-11 * abs(expected)
      guard !isNear else { continue }
      #expect(isNear, "\(what): \(value) for \(expected)")
      return
    }
  }
}

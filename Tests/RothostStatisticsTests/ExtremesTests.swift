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

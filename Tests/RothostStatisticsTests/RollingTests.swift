import RothostSeries
import Testing

@testable import RothostStatistics

@Suite struct RollingTests {
  /// Series that break sums slid for ever: gaps, a constant stretch, 1e9 ± 1e-3, a tick of 1e6.
  private static func hostile(_ noise: inout Noise, _ kind: Int) -> [Double] {
    var x = noise.normals(257)
    switch kind {
    case 1: for t in [0, 3, 40, 41, 42, 43, 44, 45, 46, 47, 48, 120] { x[t] = .nan }
    case 2: for t in 60..<100 { x[t] = 0.1 }
    case 3: x = x.map { 1e9 + 1e-3 * $0 }
    case 4: (x[0], x[70], x[130]) = (1e6, -1e6, 1e6)
    default: break
    }
    return x
  }

  @Test(
    "every window is what two passes in 80 bits say, on series that break slid sums",
    arguments: [(7, nil), (20, 12), (64, 64), (300, 40), (2, nil)] as [(Int, Int?)])
  func windows(window: Int, minPeriods: Int?) throws {
    for kind in 0...4 {
      for otherKind in Set([kind, (kind + 2) % 5]) {
        var noise = Noise(seed: UInt64(100 + 5 * kind + otherKind))
        let x = Self.hostile(&noise, kind)
        let y = Self.hostile(&noise, otherKind)
        let least = minPeriods ?? window
        let single = try [
          run(x) { try rollingMean($0, window: window, minPeriods: minPeriods, into: &$1) },
          run(x) { try rollingVariance($0, window: window, minPeriods: minPeriods, into: &$1) },
        ]
        let pair = try [
          run(x) {
            try rollingCovariance($0, y.span, window: window, minPeriods: minPeriods, into: &$1)
          },
          run(x) {
            try rollingCorrelation($0, y.span, window: window, minPeriods: minPeriods, into: &$1)
          },
          run(x) {
            try rollingBeta(of: y.span, on: $0, window: window, minPeriods: minPeriods, into: &$1)
          },
        ]
        for t in x.indices {
          let rows = max(0, t - window + 1)...t
          let one = Exact(rows.map { x[$0] }, rows.map { x[$0] })
          let two = Exact(rows.map { x[$0] }, rows.map { y[$0] })
          // A mean is as accurate as the sizes it is the mean of: 1e6 and -1e6 may meet in it.
          let meanSize = rows.reduce(0) { $0 + (x[$1].isNaN ? 0 : abs(x[$1])) } / one.n
          expect(single[0][t], one.count >= max(1, least) ? one.mean : .nan, scale: meanSize)
          expect(
            single[1][t], one.count >= max(2, least) ? one.xx / (one.n - 1) : .nan,
            scale: one.xx / (one.n - 1))
          let enough = two.count >= max(2, least)
          let size = (two.xx * two.yy).squareRoot()
          expect(
            pair[0][t], enough ? two.xy / (two.n - 1) : .nan, scale: size / (two.n - 1))
          expect(pair[1][t], enough && size > 0 ? two.xy / size : .nan, scale: 1)
          #expect(!(abs(pair[1][t]) > 1))
          expect(
            pair[2][t], enough && two.xx > 0 ? two.xy / two.xx : .nan, scale: size / two.xx)
        }
      }
    }
  }

  @Test("extremes, quantiles and rank correlations equal those of each window by itself")
  func orderStatistics() throws {
    for kind in 0...2 {
      var noise = Noise(seed: UInt64(kind + 1))
      let x = Self.hostile(&noise, kind).map { ($0 * 8).rounded() / 8 }
      let y = Self.hostile(&noise, 1)
      let most = try run(x) { try rollingMaximum($0, window: 9, minPeriods: 4, into: &$1) }
      let least = try run(x) { try rollingMinimum($0, window: 9, minPeriods: 4, into: &$1) }
      let middle = try run(x) {
        try rollingQuantile($0, 0.3, window: 9, minPeriods: 4, into: &$1)
      }
      let rank = try run(x) {
        try rollingSpearman($0, y.span, window: 9, minPeriods: 4, into: &$1)
      }
      for t in x.indices {
        let rows = max(0, t - 8)...t
        let present = rows.map { x[$0] }.filter { !$0.isNaN }
        let enough = present.count >= 4
        expect(most[t], enough ? present.max()! : .nan, scale: 0)
        expect(least[t], enough ? present.min()! : .nan, scale: 0)
        expect(middle[t], enough ? try quantile(present.span, 0.3) : .nan, scale: 0)
        let legs = (rows.map { x[$0] }, rows.map { y[$0] })
        let pairs = zip(legs.0, legs.1).filter { !$0.isNaN && !$1.isNaN }.count
        expect(
          rank[t], pairs >= 4 ? try spearmanCorrelation(legs.0.span, legs.1.span) : .nan, scale: 0)
      }
    }
  }

  @Test("a constant window has variance 0 and neither z-score, correlation nor beta")
  func constantWindows() throws {
    var noise = Noise(seed: 5)
    let x = Self.hostile(&noise, 2)
    let y = noise.normals(257)
    #expect(try run(x) { try rollingVariance($0, window: 20, into: &$1) }[90] == 0)
    #expect(try run(x) { try rollingZScore($0, window: 20, into: &$1) }[90].isNaN)
    #expect(try run(x) { try rollingCorrelation($0, y.span, window: 20, into: &$1) }[90].isNaN)
    #expect(try run(x) { try rollingBeta(of: y.span, on: $0, window: 20, into: &$1) }[90].isNaN)
    #expect(try run(x) { try rollingBeta(of: $0, on: y.span, window: 20, into: &$1) }[90] == 0)
  }

  @Test("a prefix of the series gives the same bits: no window looks ahead")
  func prefixStability() throws {
    var noise = Noise(seed: 8)
    let x = Self.hostile(&noise, 3)
    let y = Self.hostile(&noise, 1)
    func answers(_ count: Int) throws -> [[Double]] {
      let (a, b) = (Array(x.prefix(count)), Array(y.prefix(count)))
      return try [
        run(a) { try rollingMean($0, window: 20, into: &$1) },
        run(a) { try rollingCorrelation($0, b.span, window: 20, minPeriods: 3, into: &$1) },
        run(a) { try rollingZScore($0, window: 300, minPeriods: 3, into: &$1) },
        run(a) { try rollingMaximum($0, window: 20, into: &$1) },
        run(a) { try rollingQuantile($0, 0.9, window: 20, into: &$1) },
        run(b) { try exponentialMean($0, span: 9, into: &$1) },
        run(b) { try exponentialVariance($0, span: 9, into: &$1) },
      ]
    }
    let whole = try answers(257)
    for count in [1, 19, 20, 21, 100, 211] {
      for (part, full) in zip(try answers(count), whole) {
        #expect(part.map(\.bitPattern) == full.prefix(count).map(\.bitPattern))
      }
    }
  }

  @Test("exponential moments are pandas' adjusted ewm, gaps included")
  func exponential() throws {
    // pandas 3.1.1: the last of s.ewm(span=5).mean(), .var() with s = [nan, 2, 4, nan, 1, 7.5, 3]
    let x: [Double] = [.nan, 2, 4, .nan, 1, 7.5, 3]
    let mean = try run(x) { try exponentialMean($0, span: 5, into: &$1) }
    let variance = try run(x) { try exponentialVariance($0, span: 5, into: &$1) }
    let present = x.map { !$0.isNaN }
    for t in x.indices {
      var (weight, squared, sum) = (0.0, 0.0, 0.0)
      for k in 0...t where present[k] {
        let w = powerOfTwoThirds(t - k)
        weight += w
        squared += w * w
        sum += w * x[k]
      }
      expect(mean[t], weight > 0 ? sum / weight : .nan, scale: 1)
      var square = 0.0
      for k in 0...t where present[k] {
        square += powerOfTwoThirds(t - k) * (x[k] - sum / weight) * (x[k] - sum / weight)
      }
      let enough = present[0...t].filter { $0 }.count > 1
      expect(variance[t], enough ? square / (weight - squared / weight) : .nan, scale: 10)
    }
    expect(mean[6], 3.8920741989881953, scale: 1)
    expect(variance[6], 7.8337053038621285, scale: 10)
  }

  @Test("bad windows, lengths and infinities are refused")
  func refusals() throws {
    let x: [Double] = [1, 2, 3]
    #expect(throws: RothostError.self) {
      try run(x) { try rollingMean($0, window: 0, into: &$1) }
    }
    #expect(throws: RothostError.self) {
      try run(x) { try rollingMean($0, window: 2, minPeriods: 3, into: &$1) }
    }
    #expect(throws: RothostError.self) {
      try run(x) { try rollingVariance($0, window: 1, into: &$1) }
    }
    #expect(throws: RothostError.self) {
      try run([1, .infinity]) { try rollingMaximum($0, window: 1, into: &$1) }
    }
    #expect(throws: RothostError.self) {
      try run(x) { try exponentialMean($0, span: 0.5, into: &$1) }
    }
    #expect(try run([]) { try rollingMean($0, window: 3, into: &$1) }.isEmpty)
  }

  /// Sums about the mean of the pairs present, relative to their first and in 80 bits.
  private struct Exact {
    var count = 0
    var mean, xx, yy, xy: Double
    var n: Double { Double(count) }

    init(_ x: [Double], _ y: [Double]) {
      let pairs = zip(x, y).filter { !$0.isNaN && !$1.isNaN }
      count = pairs.count
      let base = pairs.first ?? (.nan, .nan)
      let moved = pairs.map { (Float80($0.0) - Float80(base.0), Float80($0.1) - Float80(base.1)) }
      let n = Float80(count)
      let a = moved.reduce(0) { $0 + $1.0 } / n
      let b = moved.reduce(0) { $0 + $1.1 } / n
      mean = Double(Float80(base.0) + a)
      xx = Double(moved.reduce(0) { $0 + ($1.0 - a) * ($1.0 - a) })
      yy = Double(moved.reduce(0) { $0 + ($1.1 - b) * ($1.1 - b) })
      xy = Double(moved.reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) })
    }
  }

  private func powerOfTwoThirds(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { power, _ in power * 2 / 3 }
  }

  private func run(
    _ x: [Double], _ statistic: (Span<Double>, inout MutableSpan<Double>) throws -> Void
  ) rethrows -> [Double] {
    var out = [Double](repeating: -7, count: x.count)
    var span = out.mutableSpan
    try statistic(x.span, &span)
    return out
  }

  private func expect(_ value: Double, _ expected: Double, scale: Double) {
    let near = expected.isNaN ? value.isNaN : abs(value - expected) <= 1e-12 * abs(scale)
    #expect(near, "\(value) for \(expected)")
  }
}

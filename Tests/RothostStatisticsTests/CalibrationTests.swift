import Testing

@testable import RothostStatistics

/// A fixed-seed sample of the calibration that docs/STATISTICS.md tables over 2,000 trials.
@Suite struct CalibrationTests {
  /// 240 trials at a true 5 % reject 12; outside 2…26 has probability below 1 in 5,000 (binomial).
  private static let trials = 240
  private static let accepted = 2...26

  @Test("on bars, independent legs of shared volatility are rejected at about the nominal rate")
  func sharedVolatility() throws {
    let rejected = try count { noise in
      var volatility = 0.0
      var (x, y) = ([Double](), [Double]())
      for _ in 0..<200 {
        volatility = 0.95 * volatility + 0.3 * noise.normal()
        // e^(v / 2) to second order is enough to make volatility move several-fold.
        let scale = 1 + volatility / 2 + volatility * volatility / 8
        x.append(scale * noise.normal())
        y.append(scale * noise.normal())
      }
      return try bars(x, y).pValue
    }
    #expect(Self.accepted.contains(rejected), "\(rejected) of \(Self.trials)")
  }

  @Test("on bars, dependence at lag 0 between legs with memory is no lead")
  func contemporaneous() throws {
    let rejected = try count { noise in
      var (x, y) = ([0.0], [0.0])
      for _ in 1..<200 {
        let (e, u) = (noise.normal(), noise.normal())
        x.append(0.5 * x[x.count - 1] + e)
        y.append(0.5 * y[y.count - 1] + 0.6 * e + 0.8 * u)
      }
      return try bars(x, y).pLead
    }
    #expect(Self.accepted.contains(rejected), "\(rejected) of \(Self.trials)")
  }

  @Test("on native clocks, one path seen by two random clocks at no delay is no lead")
  func nativeClocks() throws {
    let lags = (-20...20).map { Int64($0) * 3 }
    let rejected = try count { noise in
      var (level, other) = (0.0, 0.0)
      var (xTimes, yTimes) = ([Int64](), [Int64]())
      var (x, y) = ([Double](), [Double]())
      for step in 0..<800 as Range<Int64> {
        let (e, u) = (noise.normal(), noise.normal())
        level += e
        other += 0.6 * e + 0.8 * u
        if noise.uniform() < 0.25 {
          xTimes.append(step)
          x.append(level)
        }
        if noise.uniform() < 0.25 {
          yTimes.append(step)
          y.append(other)
        }
      }
      var statistic = [Double](repeating: 0, count: lags.count)
      var pointwise = statistic
      var out = statistic.mutableSpan
      var points = pointwise.mutableSpan
      return try hayashiYoshidaTest(
        xTimes: xTimes.span, x: x.span, yTimes: yTimes.span, y: y.span, lags: lags.span,
        resamples: 99, statistic: &out, pointwise: &points
      ).pLead
    }
    #expect(Self.accepted.contains(rejected), "\(rejected) of \(Self.trials)")
  }

  private func count(_ trial: (inout Noise) throws -> Double) rethrows -> Int {
    try (1...Self.trials).filter { seed in
      var noise = Noise(seed: UInt64(seed) << 32)
      return try trial(&noise) <= 0.05
    }.count
  }

  private func bars(_ x: [Double], _ y: [Double]) throws -> LeadLagAnswer {
    var statistic = [Double](repeating: 0, count: 41)
    var pointwise = statistic
    var out = statistic.mutableSpan
    var points = pointwise.mutableSpan
    return try leadLagTest(
      x.span, y.span, maxLag: 20, resamples: 99, statistic: &out, pointwise: &points)
  }
}

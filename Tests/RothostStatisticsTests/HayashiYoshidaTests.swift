import RothostSeries
import Testing

@testable import RothostStatistics

@Suite struct HayashiYoshidaTests {
  @Test("the linear scan equals the double sum over all pairs of intervals, ties included")
  func equalsDoubleSum() throws {
    for seed in 1...4 as ClosedRange<UInt64> {
      var noise = Noise(seed: seed)
      let x = ticks(&noise, 60, every: 9)
      let y = ticks(&noise, 80, every: 7)
      // Whole-number stamps and lags: shifted ticks often coincide exactly.
      let lags = (-70...70).map { Int64($0) * 3 }
      let fast = try profile(x, y, lags)
      let norm = (squares(x.levels) * squares(y.levels)).squareRoot()
      for (k, lag) in lags.enumerated() {
        let slow = doubleSum(x, y, lag)
        #expect(abs(fast.covariance[k] - slow) < 1e-12 * norm, "seed \(seed), lag \(lag)")
        #expect(abs(fast.correlation[k] - slow / norm) < 1e-12)
      }
    }
  }

  @Test("on one common clock it is the sum of products at each shift by whole bars")
  func commonClock() throws {
    var noise = Noise(seed: 4)
    let times = (0..<50).map { Int64($0) * 10 }
    let x = Walk(times: times, levels: walk(&noise, 50))
    let y = Walk(times: times, levels: walk(&noise, 50))
    let lags = (-3...3).map { Int64($0) * 10 }
    let fast = try profile(x, y, lags)
    for shift in -3...3 {
      var sum = 0.0
      for t in 1..<50 where (1..<50).contains(t + shift) {
        sum += (x.levels[t] - x.levels[t - 1]) * (y.levels[t + shift] - y.levels[t + shift - 1])
      }
      #expect(abs(fast.covariance[shift + 3] - sum) < 1e-12)
    }
  }

  @Test("x leading y by a delay peaks at plus that delay, keeps its sign, and tests as a lead")
  func findsDelay() throws {
    var noise = Noise(seed: 8)
    let path = walk(&noise, 40_000)
    let x = sample(&noise, path, delay: 0, every: 20, sign: 1)
    let y = sample(&noise, path, delay: 100, every: 20, sign: -1)
    let lags = (-30...30).map { Int64($0) * 10 }
    let found = try profile(x, y, lags)
    let best = found.correlation.indices.max {
      abs(found.correlation[$0]) < abs(found.correlation[$1])
    }!
    #expect(abs(lags[best] - 100) <= 10)
    #expect(found.correlation[best] < -0.5)
    let answer = try test(x, y, lags)
    #expect(abs(answer.bestLag - 100) <= 10 && answer.bestLead == answer.bestLag)
    #expect(answer.pLead < 0.01)
  }

  @Test("co-movement at lag 0 alone is no lead, although random clocks smear it over small lags")
  func smearIsNoLead() throws {
    var noise = Noise(seed: 13)
    let path = walk(&noise, 30_000)
    let x = sample(&noise, path, delay: 0, every: 20, sign: 1)
    let y = sample(&noise, path, delay: 0, every: 20, sign: 1)
    let answer = try test(x, y, (-30...30).map { Int64($0) * 5 })
    #expect(answer.bestLag == 0 && answer.pValue < 0.01)
    #expect(answer.pLead > 0.02 && answer.pFollow > 0.02)
  }

  @Test("missing ticks are as if they had not come, and bad stamps are named")
  func edges() throws {
    var noise = Noise(seed: 5)
    let x = ticks(&noise, 30, every: 9)
    let y = ticks(&noise, 30, every: 9)
    var gappy = x
    gappy.times.insert(x.times[10] + 1, at: 11)
    gappy.levels.insert(.nan, at: 11)
    let lags: [Int64] = [-9, 0, 4]
    #expect(try profile(gappy, y, lags).covariance == profile(x, y, lags).covariance)
    var repeated = x
    repeated.times[5] = repeated.times[4]
    let bad = #expect(throws: RothostError.self) { try profile(repeated, y, lags) }
    #expect(bad?.status == .input && bad?.message.contains("row 5") == true)
    #expect(throws: RothostError.self) { try profile(x, y, [4, 4]) }
    let still = Walk(times: y.times, levels: y.levels.map { _ in 3 })
    #expect(try profile(x, still, lags).correlation.allSatisfy(\.isNaN))
  }

  struct Walk {
    var times: [Int64]
    var levels: [Double]
  }

  private func walk(_ noise: inout Noise, _ count: Int) -> [Double] {
    var level = 0.0
    return (0..<count).map { _ in
      level += noise.normal()
      return level
    }
  }

  private func ticks(_ noise: inout Noise, _ count: Int, every: Int) -> Walk {
    var time: Int64 = 0
    let times = (0..<count).map { _ in
      time += 1 + Int64(noise.uniform() * Double(2 * every))
      return time
    }
    return Walk(times: times, levels: walk(&noise, count))
  }

  /// The path seen at random times, `delay` late.
  private func sample(
    _ noise: inout Noise, _ path: [Double], delay: Int, every: Int, sign: Double
  ) -> Walk {
    var out = Walk(times: [], levels: [])
    for t in delay..<path.count where noise.uniform() < 1 / Double(every) {
      out.times.append(Int64(t))
      out.levels.append(sign * path[t - delay])
    }
    return out
  }

  private func squares(_ levels: [Double]) -> Double {
    zip(levels.dropFirst(), levels).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// The definition, pair by pair.
  private func doubleSum(_ x: Walk, _ y: Walk, _ lag: Int64) -> Double {
    var sum = 0.0
    for i in 1..<x.times.count {
      for j in 1..<y.times.count {
        let (a, b) = (x.times[i - 1], x.times[i])
        let (c, d) = (y.times[j - 1] - lag, y.times[j] - lag)
        // (a, b] and (c, d] share a point.
        if max(a, c) < min(b, d) {
          sum += (x.levels[i] - x.levels[i - 1]) * (y.levels[j] - y.levels[j - 1])
        }
      }
    }
    return sum
  }

  private func profile(
    _ x: Walk, _ y: Walk, _ lags: [Int64]
  ) throws -> (covariance: [Double], correlation: [Double]) {
    var covariance = [Double](repeating: 0, count: lags.count)
    var correlation = covariance
    var a = covariance.mutableSpan
    var b = correlation.mutableSpan
    try hayashiYoshida(
      xTimes: x.times.span, x: x.levels.span, yTimes: y.times.span, y: y.levels.span,
      lags: lags.span, covariance: &a, correlation: &b)
    return (covariance, correlation)
  }

  private func test(_ x: Walk, _ y: Walk, _ lags: [Int64]) throws -> LeadLagAnswer {
    var statistic = [Double](repeating: 0, count: lags.count)
    var pointwise = statistic
    var a = statistic.mutableSpan
    var b = pointwise.mutableSpan
    return try hayashiYoshidaTest(
      xTimes: x.times.span, x: x.levels.span, yTimes: y.times.span, y: y.levels.span,
      lags: lags.span, resamples: 500, statistic: &a, pointwise: &b)
  }
}

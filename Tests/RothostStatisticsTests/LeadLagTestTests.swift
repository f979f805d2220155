import RothostSeries
import Testing

@testable import RothostStatistics

@Suite struct LeadLagTestTests {
  @Test("the fast signed sums give the p-values of an explicit sign matrix, to the last count")
  func equalsExplicitSigns() throws {
    for (n, maxLag, seed) in [(150, 3, 5), (200, 40, 7), (130, 33, 11)] as [(Int, Int, UInt64)] {
      var noise = Noise(seed: seed)
      let x = noise.normals(n)
      let y = noise.normals(n)
      let (answer, statistic, pointwise) = try run(x, y, maxLag, 400, seed, raw: true)
      let slow = explicit(x, y, maxLag, 400, seed)
      for k in statistic.indices {
        #expect(abs(statistic[k] - slow.statistic[k]) < 1e-12)
        #expect(pointwise[k] == slow.pointwise[k])
      }
      #expect(answer.pValue == slow.families[0])
      #expect(answer.pLead == slow.families[1])
      #expect(answer.pFollow == slow.families[2])
    }
  }

  @Test("orders, statistics and p-values are those of the same null written in numpy")
  func equalsNumpy() throws {
    // tools/references/lead_lag.py, numpy 2.4.6: legs(500, 2026), ±20 lags, 999 resamples, seed 17.
    var noise = Noise(seed: 2026)
    let drawn = (0..<1000).map { _ in noise.uniform() - 0.5 }
    var x = [Double]()
    for t in 0..<500 {
      x.append(drawn[t] + (t > 0 ? 0.5 * x[t - 1] : 0) - (t > 1 ? 0.3 * x[t - 2] : 0))
    }
    let y = (0..<500).map { (t: Int) in drawn[500 + t] + (t >= 3 ? 0.18 * x[t - 3] : 0) }
    let (answer, statistic, _) = try run(x, y, 20, 999, 17)
    #expect(answer.orderX == 2 && answer.orderY == 0)
    #expect(answer.pValue == 0.139 && answer.pLead == 0.074 && answer.pFollow == 0.187)
    #expect(abs(statistic[0] - -0.005078702286460283) < 1e-12)
    #expect(abs(statistic[20] - -2.0845328405175994) < 1e-12)
    #expect(abs(statistic[23] - 2.8678942340674443) < 1e-12)
    #expect(answer.bestLag == 3)
  }

  @Test("a planted lead is found at its lag, as a lead, and reversing the legs makes it a follow")
  func findsPlantedLead() throws {
    var noise = Noise(seed: 3)
    let x = noise.autoregressive(600, 0.4)
    let y = (0..<600).map { (t: Int) in (t >= 7 ? 0.4 * x[t - 7] : 0) + noise.normal() }
    let (lead, _, _) = try run(x, y, 30, 500, 1)
    #expect(lead.bestLag == 7 && lead.bestLead == 7)
    #expect(lead.pLead < 0.01 && lead.pFollow > 0.05)
    let (follow, _, _) = try run(y, x, 30, 500, 1)
    #expect(follow.bestLag == -7)
    #expect(follow.pFollow < 0.01 && follow.pLead > 0.05)
  }

  @Test("missing values leave pairs out and change nothing else")
  func missingPairs() throws {
    var noise = Noise(seed: 9)
    var (x, y) = (noise.normals(300), noise.normals(300))
    for t in 40..<60 { x[t] = .nan }
    for t in [5, 100, 200] { y[t] = .nan }
    let (answer, statistic, _) = try run(x, y, 10, 200, 2, raw: true)
    #expect(answer.count == 277)
    let slow = explicit(x, y, 10, 200, 2)
    for k in statistic.indices { #expect(abs(statistic[k] - slow.statistic[k]) < 1e-12) }
    #expect(answer.pValue == slow.families[0])
  }

  @Test("a constant leg has no statistic and no p-value")
  func constantLeg() throws {
    var noise = Noise(seed: 1)
    let (answer, statistic, pointwise) = try run(
      [Double](repeating: 0.1, count: 100), noise.normals(100), 5, 100, 1)
    #expect(answer.pValue.isNaN && answer.pLead.isNaN && answer.bestStatistic.isNaN)
    #expect(statistic.allSatisfy(\.isNaN) && pointwise.allSatisfy(\.isNaN))
  }

  @Test("level and scale of the legs change no p-value beyond what the doubles given can hold")
  func shiftAndScale() throws {
    var noise = Noise(seed: 21)
    let (x, y) = (noise.normals(250), noise.normals(250))
    let (plain, statistic, _) = try run(x, y, 12, 300, 4)
    let (moved, shifted, _) = try run(x.map { 1e9 + 1e-3 * $0 }, y.map { 5 - 2 * $0 }, 12, 300, 4)
    #expect(plain.orderX == moved.orderX && plain.orderY == moved.orderY)
    for k in statistic.indices { #expect(abs(statistic[k] + shifted[k]) < 1e-3) }
    #expect(abs(plain.pValue - moved.pValue) < 0.01)
  }

  @Test("refusals name the row, the count needed, and cancellation stops the work")
  func refusals() throws {
    var noise = Noise(seed: 2)
    var x = noise.normals(100)
    let y = noise.normals(100)
    #expect(throws: RothostError.self) { try run(x, y, 81, 100, 1) }
    let failure = #expect(throws: RothostError.self) { try run(x, y, 90, 100, 1) }
    #expect(failure?.status == .tooFew && failure?.message.contains("110") == true)
    x[17] = .infinity
    let bad = #expect(throws: RothostError.self) { try run(x, y, 5, 100, 1) }
    #expect(bad?.status == .input && bad?.message.contains("row 17") == true)
    let stopped = #expect(throws: RothostError.self) {
      try run(y, y, 5, 5000, 1) { $0 < 0.3 }
    }
    #expect(stopped?.status == .cancelled)
  }

  private func run(
    _ x: [Double], _ y: [Double], _ maxLag: Int, _ resamples: Int, _ seed: UInt64,
    raw: Bool = false, progress: Progress? = nil
  ) throws -> (LeadLagAnswer, [Double], [Double]) {
    var statistic = [Double](repeating: 0, count: 2 * maxLag + 1)
    var pointwise = statistic
    var a = statistic.mutableSpan
    var b = pointwise.mutableSpan
    let answer = try leadLagTest(
      x.span, y.span, maxLag: maxLag, resamples: resamples, seed: seed, raw: raw,
      progress: progress, statistic: &a, pointwise: &b)
    return (answer, statistic, pointwise)
  }

  /// The definition, sign by sign: no tables, no blocks, no shared sums.
  private func explicit(
    _ x: [Double], _ y: [Double], _ maxLag: Int, _ resamples: Int, _ seed: UInt64
  ) -> (statistic: [Double], pointwise: [Double], families: [Double]) {
    let (x, y) = (centred(x), centred(y))
    let n = x.count
    let words = (n + 63) / 64
    var stream = Noise(seed: seed)
    var profiles: [[Double]] = [profile(x, y, maxLag)]
    for _ in 0..<resamples {
      let bits = (0..<words).map { _ in stream.word() }
      let signed = (0..<n).map { bits[$0 / 64] >> UInt64($0 % 64) & 1 == 1 ? x[$0] : -x[$0] }
      profiles.append(profile(signed, y, maxLag))
    }
    func p(_ columns: [Int]) -> Double {
      let maxima = profiles.map { row in columns.map { abs(row[$0]) }.max() ?? 0 }
      let reached = maxima.dropFirst().filter { $0 >= maxima[0] }.count
      return Double(1 + reached) / Double(resamples + 1)
    }
    let all = Array(0...2 * maxLag)
    return (
      profiles[0], all.map { p([$0]) },
      [p(all), p(all.filter { $0 > maxLag }), p(all.filter { $0 < maxLag })]
    )
  }

  private func profile(_ x: [Double], _ y: [Double], _ maxLag: Int) -> [Double] {
    (-maxLag...maxLag).map { lag in
      var (sum, squares) = (0.0, 0.0)
      for t in x.indices where y.indices.contains(t + lag) {
        let product = x[t] * y[t + lag]
        if product.isNaN { continue }
        sum += product
        squares += product * product
      }
      return sum / squares.squareRoot()
    }
  }

  private func centred(_ x: [Double]) -> [Double] {
    let present = x.filter { !$0.isNaN }
    let mean = present.reduce(0, +) / Double(present.count)
    return x.map { $0 - mean }
  }
}

import RothostSeries
import Testing

@testable import RothostStatistics

@Suite struct CorrelationChangeTests {
  /// Legs whose correlation steps, as `legs` of tools/references/correlation_changes.py draws them.
  private func legs(
    _ count: Int, change: Int, before: Double, after: Double, seed: UInt64
  ) -> (x: [Double], y: [Double]) {
    var words = [UInt64](repeating: 0, count: 2 * count)
    Kernels.splitMix64(seed: seed, first: 0, into: &words)
    let u = words.map { (Double($0 >> 11) + 0.5) * 0x1p-53 - 0.5 }
    let y = (0..<count).map { t in
      let rho = t < change ? before : after
      return rho * u[t] + (1 - rho * rho).squareRoot() * u[count + t]
    }
    return (Array(u[..<count]), y)
  }

  private func noise(
    _ parts: [(count: Int, correlation: Double)], seed: UInt64
  ) -> (x: [Double], y: [Double]) {
    var noise = Noise(seed: seed)
    var (x, y) = ([Double](), [Double]())
    for (count, correlation) in parts {
      for _ in 0..<count {
        let e = noise.normal()
        x.append(e)
        y.append(correlation * e + (1 - correlation * correlation).squareRoot() * noise.normal())
      }
    }
    return (x, y)
  }

  @Test("statistic, p-value, row and block are numpy's, with the same signs")
  func reference() throws {
    // python tools/references/correlation_changes.py
    let (x, y) = legs(500, change: 300, before: 0.2, after: 0.7, seed: 5)
    let found = try correlationChangeTest(x.span, y.span, seed: 17)
    #expect(abs(found.statistic - 2.504538410493271) < 1e-10)
    #expect(found.pValue == 0.001 && found.row == 295 && found.count == 500)
    #expect(found.blockLength == 8)
    let (a, b) = legs(400, change: 200, before: 0.5, after: 0.5, seed: 6)
    let quiet = try correlationChangeTest(a.span, b.span, seed: 17)
    #expect(abs(quiet.statistic - 0.8154048286724574) < 1e-10)
    #expect(quiet.pValue == 0.502 && quiet.row == 313)
  }

  @Test("two steps are found near their rows, and none where there is none")
  func segmentation() throws {
    let (x, y) = noise([(400, 0.1), (400, 0.8), (400, -0.2)], seed: 41)
    let changes = try correlationChanges(x.span, y.span)
    #expect(changes.count == 2)
    for (change, row) in zip(changes, [400, 800]) {
      #expect(abs(change.row - row) < 40 && change.pValue < 0.01, "\(change)")
    }
    let (a, b) = noise([(800, 0.6)], seed: 42)
    #expect(try correlationChanges(a.span, b.span).isEmpty)
  }

  @Test("shift and scale of a leg change nothing, its sign and the legs' order only the words")
  func invariance() throws {
    let (x, y) = noise([(300, 0.1), (300, 0.7)], seed: 43)
    let plain = try correlationChangeTest(x.span, y.span)
    for (a, b) in [
      (x.map { $0 * 1024 }, y), (x.map { -$0 }, y), (y, x), (x.map { $0 * 3 + 100 }, y),
    ] {
      let other = try correlationChangeTest(a.span, b.span)
      #expect(abs(other.statistic - plain.statistic) < 1e-9)
      #expect(other.pValue == plain.pValue && other.row == plain.row)
    }
  }

  @Test("a level of 1e9 with noise of 1e-3 is tested as the noise itself")
  func level() throws {
    let (x, y) = noise([(300, 0.1), (300, 0.7)], seed: 44)
    let plain = try correlationChangeTest(x.span, y.span)
    let lifted = x.map { 1e9 + 1e-3 * $0 }
    let other = try correlationChangeTest(lifted.span, y.span)
    // 1e9 leaves four digits of the noise.
    #expect(abs(other.statistic - plain.statistic) < 1e-2 && other.row == plain.row)
  }

  @Test("gaps, flat legs, copies, bad ticks and few rows are answers")
  func hostile() throws {
    var (x, y) = noise([(300, 0.1), (300, 0.7)], seed: 45)
    for t in stride(from: 0, to: 600, by: 9) { x[t] = .nan }
    for t in 100..<130 { y[t] = .nan }
    let gaps = try correlationChangeTest(x.span, y.span)
    #expect(gaps.pValue < 0.05 && abs(gaps.row - 300) < 60 && gaps.count < 510)
    let flat = [Double](repeating: 5, count: 600)
    #expect(try correlationChangeTest(flat.span, y.span).pValue.isNaN)
    #expect(try correlationChanges(flat.span, y.span).isEmpty)
    #expect(try correlationChangeTest(y.span, y.span).pValue.isNaN)
    y[200] = 1e6
    #expect(try correlationChangeTest(x.span, y.span).pValue > 0)
    #expect(throws: RothostError.self) { try correlationChangeTest([1, 2].span, [1, 2].span) }
    #expect(throws: RothostError.self) {
      try correlationChangeTest(x.span, y.span, minimumRows: 5)
    }
    y[3] = .infinity
    #expect(throws: RothostError.self) { try correlationChangeTest(x.span, y.span) }
    #expect(throws: RothostError.self) {
      try correlationChanges(x.span, x.span, confidence: 1)
    }
  }

  @Test("a constant correlation of volatile legs is rejected at about the nominal rate")
  func calibration() throws {
    // As CalibrationTests: 240 trials at a true 5 % reject 12; outside 2…26 is below 1 in 5,000.
    let rejected = try (1...240).filter { seed in
      var noise = Noise(seed: UInt64(seed) << 32)
      var (calm, wild) = (0.0, 0.0)
      var (x, y) = ([Double](), [Double]())
      for _ in 0..<300 {
        calm = 0.95 * calm + 0.3 * noise.normal()
        wild = 0.95 * wild + 0.3 * noise.normal()
        let e = noise.normal()
        // e^(v / 2) to second order is enough to make volatility move several-fold.
        x.append((1 + calm / 2 + calm * calm / 8) * e)
        y.append((1 + wild / 2 + wild * wild / 8) * (0.7 * e + 0.714 * noise.normal()))
      }
      return try correlationChangeTest(x.span, y.span, resamples: 99).pValue <= 0.05
    }
    #expect((2...26).contains(rejected.count), "\(rejected.count) of 240")
  }

  @Test("the wish to stop is heard")
  func cancellation() throws {
    let (x, y) = noise([(300, 0.1)], seed: 46)
    #expect(throws: RothostError.self) {
      try correlationChanges(x.span, y.span, progress: { _ in false })
    }
  }
}

import RothostSeries
import Testing

@testable import RothostStatistics

@Suite struct CrossCorrelationTests {
  @Test("each lag is the Pearson correlation of its own pairs, with x leading at ℓ > 0")
  func ownSamples() throws {
    var noise = Noise(seed: 6)
    let x = noise.normals(90)
    let y = noise.autoregressive(90, 0.7)
    try expectOwnSamples(x, y, 40, within: 1e-13)
    let shifted = (0..<90).map { $0 >= 4 ? x[$0 - 4] : 0.5 }
    #expect(abs(try profile(x, shifted, 10)[14] - 1) < 1e-15)
  }

  @Test("gaps, constant stretches, a level of 1e9 and one bad tick cost no digits")
  func hostileData() throws {
    var noise = Noise(seed: 7)
    var x = noise.normals(120).map { 1e9 + 1e-3 * $0 }
    var y = noise.normals(120)
    for t in 30..<45 { x[t] = .nan }
    for t in [0, 50, 119] { y[t] = .nan }
    try expectOwnSamples(x, y, 25, within: 1e-12)
    // A bad tick at either end drops out of half the lags, whose own variance is 1e-12 of the whole.
    var spiked = noise.normals(120)
    (spiked[0], spiked[119]) = (1e6, -1e6)
    try expectOwnSamples(spiked, noise.normals(120), 25, within: 1e-12)
    try expectOwnSamples(noise.normals(120), spiked, 25, within: 1e-12)
    // Constant but for the first rows: a lag that leaves those out has no correlation.
    let step = (0..<120).map { $0 < 3 ? Double($0) : 0.1 }
    let lags = try profile(noise.normals(120), step, 5)
    #expect(lags[8].isNaN && lags[9].isNaN && lags[10].isNaN && !lags[7].isNaN)
  }

  @Test("many lags of many rows, which go by transforms, keep twelve digits on the same data")
  func hostileBlocks() throws {
    var noise = Noise(seed: 17)
    var x = noise.normals(3000).map { 1e9 + 1e-3 * $0 }
    var y = noise.normals(3000)
    try expectOwnSamples(x, y, 40, within: 1e-12)
    for t in 30..<145 { x[t] = .nan }
    for t in [0, 50, 2999] { y[t] = .nan }
    try expectOwnSamples(x, y, 40, within: 1e-12)
    var spiked = noise.normals(3000)
    (spiked[2], spiked[1500], spiked[2990]) = (1e6, 1e3, -1e6)
    try expectOwnSamples(spiked, noise.normals(3000), 40, within: 1e-12)
  }

  @Test("the biased form is Box and Jenkins': means and variances of the whole, divided by n")
  func biased() throws {
    // statsmodels 0.15.0, x = [1, 3, 2, 5, 4, 6], y = [2, 1, 4, 3, 6, 5]: lags 0, 1, 2 are
    // ccf(y, x, adjusted=False)[:3]; numpy 2.4.6's sums give -2 and -1 (the pair is a palindrome).
    let expected = [
      -0.14285714285714285, 0.6428571428571429, 0.4857142857142857, 0.6428571428571429,
      -0.14285714285714285,
    ]
    let got = try profile([1, 3, 2, 5, 4, 6], [2, 1, 4, 3, 6, 5], 2, style: .biased)
    for k in expected.indices { #expect(abs(got[k] - expected[k]) < 1e-15) }
  }

  @Test("autocorrelation at lag 0 is 1, of a ramp is NIST's formula, of a constant is missing")
  func autocorrelations() throws {
    let ramp = (0..<1001).map { 1e7 + Double($0) / 8 }
    #expect(try autocorrelation(ramp.span, lag: 0) == 1)
    // The same two sums in whole numbers.
    var (product, square) = (0, 0)
    for t in -500...500 { square += t * t }
    for t in -500...499 { product += t * (t + 1) }
    let expected = Double(product) / Double(square)
    #expect(abs(try autocorrelation(ramp.span, lag: 1) - expected) < 1e-14)
    #expect(try autocorrelation([Double](repeating: 0.1, count: 9).span, lag: 1).isNaN)
    #expect(throws: RothostError.self) { try autocorrelation([1, 2, 3].span, lag: -1) }
  }

  @Test("correlation equals scipy's, is exactly bounded, and refuses what it cannot mean")
  func pearson() throws {
    // scipy 1.17.1: pearsonr([2.5, -1, 0.25, 8, 3, -4.75], [1, 0.5, -2, 6.5, 2, -3]).statistic
    let r = try correlation([2.5, -1, 0.25, 8, 3, -4.75].span, [1, 0.5, -2, 6.5, 2, -3].span)
    #expect(abs(r - 0.9307795293320115) < 1e-14)
    let x = [1e9 + 1e-3, 1e9, 1e9 + 4e-3]
    #expect(abs(try correlation(x.span, x.span)) <= 1)
    #expect(try correlation([1, .nan, 3].span, [2, 5, .nan].span).isNaN)
    #expect(try correlation([0.1, 0.1, 0.1].span, [1, 2, 3].span).isNaN)
    let wrong = #expect(throws: RothostError.self) { try correlation([1, 2].span, [1].span) }
    #expect(wrong?.status == .argument)
    let bad = #expect(throws: RothostError.self) {
      try correlation([1, -.infinity].span, [1, 2].span)
    }
    #expect(bad?.status == .input && bad?.message.contains("row 1") == true)
  }

  @Test("the lead-lag ratio is lead over follow, and leaves out a lag with its mirror image")
  func ratio() throws {
    #expect(try leadLagRatio([0.1, 0.2, 0.9, 0.4, 0.2].span) == 0.2 / 0.05)
    #expect(try leadLagRatio([.nan, 0.2, 0.9, 0.4, 9].span) == 0.4 * 0.4 / (0.2 * 0.2))
    #expect(try leadLagRatio([0, 0.9, 0.4].span).isNaN)
    #expect(throws: RothostError.self) { try leadLagRatio([0.1, 0.2].span) }
  }

  private func profile(
    _ x: [Double], _ y: [Double], _ maxLag: Int, style: CrossCorrelationStyle = .ownSample
  ) throws -> [Double] {
    var out = [Double](repeating: 0, count: 2 * maxLag + 1)
    var span = out.mutableSpan
    try crossCorrelation(x.span, y.span, maxLag: maxLag, style: style, into: &span)
    return out
  }

  private func expectOwnSamples(
    _ x: [Double], _ y: [Double], _ maxLag: Int, within tolerance: Double
  ) throws {
    let fast = try profile(x, y, maxLag)
    for lag in -maxLag...maxLag {
      #expect(abs(fast[lag + maxLag] - slowPearson(x, y, lag)) < tolerance, "lag \(lag)")
    }
  }

  /// Two passes in 80-bit arithmetic over the pairs listed one by one.
  private func slowPearson(_ x: [Double], _ y: [Double], _ lag: Int) -> Double {
    let pairs = x.indices.filter { y.indices.contains($0 + lag) }
      .map { (Float80(x[$0]), Float80(y[$0 + lag])) }.filter { !$0.isNaN && !$1.isNaN }
    let n = Float80(pairs.count)
    let meanX = pairs.reduce(0) { $0 + $1.0 } / n
    let meanY = pairs.reduce(0) { $0 + $1.1 } / n
    let xy = pairs.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let xx = pairs.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
    let yy = pairs.reduce(0) { $0 + ($1.1 - meanY) * ($1.1 - meanY) }
    return Double(xy / (xx * yy).squareRoot())
  }
}

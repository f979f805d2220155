import RothostSeries
import Testing

@testable import RothostStatistics

@Suite struct MomentTests {
  private let x: [Double] = [2.5, -1, 0.25, 8, 3, -4.75, 3, 1.5]
  private let y: [Double] = [1, 0.5, -2, 6.5, 2, -3, 2, 0.5]

  @Test("means, deviations and lag-1 autocorrelations of NIST's NumAcc series, as certified")
  func numericalAccuracy() throws {
    // NIST StRD, univariate: NumAcc1…4. Digits asked for: what the doubles given can hold.
    let one: [Double] = [10_000_001, 10_000_003, 10_000_002]
    #expect(try mean(one.span) == 10_000_002)
    #expect(try variance(one.span) == 1)
    #expect(abs(try autocorrelation(one.span, lag: 1) - -0.5) < 1e-15)
    let cases: [(level: Double, tolerance: Double)] = [
      (1.2, 1e-13), (1_000_000.2, 1e-9), (10_000_000.2, 1e-8),
    ]
    for (level, tolerance) in cases {
      let down = level - 0.1
      let up = level + 0.1
      let series =
        [level]
        + (0..<1000).map { ($0 % 2 == 0 ? (down * 10).rounded() : (up * 10).rounded()) / 10 }
      #expect(abs(try mean(series.span) - level) < 1e-13 * level)
      #expect(abs(try variance(series.span).squareRoot() - 0.1) < 0.1 * tolerance)
      #expect(abs(try autocorrelation(series.span, lag: 1) - -0.999) < tolerance)
    }
  }

  @Test("skewness, kurtosis, quantiles and ranks are those of scipy and numpy")
  func references() throws {
    // scipy 1.17.1: skew(x), skew(x, bias=False), kurtosis(x), kurtosis(x, bias=False), rankdata(x)
    // numpy 2.4.6: quantile(x, [0, .1, .5, .9, 1]); `.nan` added here must change nothing.
    let x = self.x + [.nan]
    #expect(abs(try skewness(x.span) - 0.008970816352637957) < 1e-14)
    #expect(abs(try skewness(x.span, adjusted: true) - 0.011188573757080092) < 1e-14)
    #expect(abs(try kurtosis(x.span) - 0.004588370997330671) < 1e-14)
    #expect(abs(try kurtosis(x.span, adjusted: true) - 1.4096355790943944) < 1e-13)
    for (q, value) in [(0, -4.75), (0.1, -2.125), (0.5, 2), (0.9, 4.499999999999999), (1, 8)] {
      #expect(abs(try quantile(x.span, q) - value) < 1e-14)
    }
    var out = x
    var span = out.mutableSpan
    try ranks(x.span, into: &span)
    #expect(Array(out.dropLast()) == [5, 2, 3, 8, 6.5, 1, 6.5, 4] && out[8].isNaN)
  }

  @Test("covariance, Spearman and Kendall are those of numpy and scipy, ties included")
  func pairs() throws {
    // numpy 2.4.6: cov(x, y)[0, 1] and with ddof=0; scipy 1.17.1: spearmanr, kendalltau.
    let x = self.x + [.nan, 9]
    let y = self.y + [4, .nan]
    #expect(abs(try covariance(x.span, y.span) - 9.825892857142856) < 1e-14)
    #expect(abs(try covariance(x.span, y.span, ddof: 0) - 8.59765625) < 1e-14)
    #expect(abs(try spearmanCorrelation(x.span, y.span) - 0.9575933443918803) < 1e-15)
    #expect(abs(try kendallCorrelation(x.span, y.span) - 0.9058216273156766) < 1e-15)
  }

  @Test("Kendall's merge sort counts what the double loop over pairs counts")
  func kendallByPairs() throws {
    var noise = Noise(seed: 12)
    for count in [2, 3, 17, 60] {
      let x = (0..<count).map { _ in (noise.uniform() * 8).rounded() }
      let y = (0..<count).map { _ in (noise.uniform() * 5).rounded() }
      var (score, freeX, freeY) = (0.0, 0.0, 0.0)
      for i in 0..<count {
        for j in 0..<i {
          let (a, b) = ((x[i] - x[j]).sign01, (y[i] - y[j]).sign01)
          score += a * b
          freeX += a * a
          freeY += b * b
        }
      }
      let tau = try kendallCorrelation(x.span, y.span)
      let expected = score / (freeX * freeY).squareRoot()
      #expect(tau.isNaN == expected.isNaN && !(abs(tau - expected) > 1e-15))
    }
  }

  @Test("a level of 1e9 over a noise of 1e-3 and a tick of 1e6 keep twelve digits")
  func hostileLevels() throws {
    var noise = Noise(seed: 77)
    var series = noise.normals(2000).map { 1e9 + 1e-3 * $0 }
    for spike in [false, true] {
      if spike { series[700] = 1e6 }
      let n = Float80(series.count)
      // 80 bits hold 1e9 ± 1e-3 to 1e-10 only: the reference works on differences from 1e9 too.
      let offset = series.reduce(Float80(0)) { $0 + (Float80($1) - 1e9) } / n
      let center = 1e9 + offset
      let sums = series.reduce((Float80(0), Float80(0), Float80(0))) {
        let d = (Float80($1) - 1e9) - offset
        return ($0.0 + d * d, $0.1 + d * d * d, $0.2 + d * d * d * d)
      }
      expectClose(try mean(series.span), Double(center))
      expectClose(try variance(series.span), Double(sums.0 / (n - 1)))
      let m2 = sums.0 / n
      expectClose(try kurtosis(series.span) + 3, Double(sums.2 / n / (m2 * m2)))
      let skew = Double(sums.1 / n / (m2 * m2.squareRoot()))
      #expect(abs(try skewness(series.span) - skew) < 1e-12 * max(1, abs(skew)))
    }
  }

  @Test("empty, single, constant and infinite series answer or refuse as documented")
  func edges() throws {
    let none: [Double] = [.nan, .nan]
    #expect(try mean(none.span).isNaN && variance(none.span).isNaN)
    #expect(try quantile(none.span, 0.5).isNaN && skewness(none.span).isNaN)
    #expect(try variance([7].span).isNaN && variance([7].span, ddof: 0) == 0)
    let constant = [Double](repeating: 0.1, count: 11)
    #expect(try mean(constant.span) == 0.1 && variance(constant.span) == 0)
    #expect(try skewness(constant.span).isNaN && kurtosis(constant.span).isNaN)
    #expect(try spearmanCorrelation(constant.span, constant.span).isNaN)
    #expect(try kendallCorrelation(constant.span, constant.span).isNaN)
    #expect(throws: RothostError.self) { try mean([1, .infinity].span) }
    #expect(throws: RothostError.self) { try quantile([1].span, 1.5) }
    #expect(throws: RothostError.self) { try variance([1].span, ddof: -1) }
  }

  @Test("adjusted p-values are those of statsmodels' multipletests, NaN left out of the count")
  func multipleTesting() throws {
    // statsmodels 0.15.0: multipletests(p, method="holm")[1], method="fdr_bh".
    let p = [0.01, 0.04, .nan, 0.03, 0.005, 0.5, 0.04]
    var out = p
    var span = out.mutableSpan
    try holm(p.span, into: &span)
    expectEqual(out, [0.05, 0.12, .nan, 0.12, 0.03, 0.5, 0.12])
    span = out.mutableSpan
    try benjaminiHochberg(p.span, into: &span)
    expectEqual(out, [0.03, 0.048, .nan, 0.048, 0.03, 0.5, 0.048])
    #expect(throws: RothostError.self) {
      var span = out.mutableSpan
      try holm([0, 1, 2, 0, 0, 0, 0].span, into: &span)
    }
  }

  private func expectClose(_ value: Double, _ expected: Double) {
    #expect(abs(value - expected) <= 1e-12 * abs(expected), "\(value) for \(expected)")
  }

  private func expectEqual(_ values: [Double], _ expected: [Double]) {
    for (value, want) in zip(values, expected) {
      #expect(value.isNaN == want.isNaN && !(abs(value - want) > 1e-15))
    }
  }
}

extension Double {
  fileprivate var sign01: Double { self > 0 ? 1 : self < 0 ? -1 : 0 }
}

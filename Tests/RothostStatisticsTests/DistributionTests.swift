import Testing

@testable import RothostStatistics

/// Reference values: scipy 1.17.1, `sf`, `cdf`, `ppf` and `pmf` of scipy.stats' t, f, chi2, norm, binom.
@Suite struct DistributionTests {
  @Test("Student's tails and quantiles are scipy's, from one degree of freedom to a million")
  func student() {
    let cases = [
      (1, 2.5, 0.12111894159084341), (3, 0.1, 0.46332617440040297),
      (10, -1.5, 0.9177463367772799), (200, 6, 4.557560174405173e-09),
      (2.5, 1000, 2.274746394830745e-08), (1e6, 3, 0.0013499312707109),
    ]
    for (degrees, x, survival) in cases {
      expectClose(StudentDistribution(degrees: degrees).survival(x), survival)
      expectClose(StudentDistribution(degrees: degrees).cumulative(-x), survival)
    }
    expectClose(StudentDistribution(degrees: 5).quantile(0.975), 2.5705818356363146)
    expectClose(StudentDistribution(degrees: 30).quantile(1e-10), -9.377489780407144)
    expectClose(StudentDistribution(degrees: 1).quantile(0.6), 0.32491969623290634)
    #expect(StudentDistribution(degrees: 0).survival(1).isNaN)
    #expect(StudentDistribution(degrees: 0).quantile(0.3).isNaN)
  }

  @Test("Fisher's and chi-squared's tails and quantiles are scipy's")
  func fisherAndChiSquared() {
    let fisher: [(Double, Double, Double, Double)] = [
      (5, 100, 2.3, 0.050469625280776705), (1, 10, 0.01, 0.9223207185644082),
      (3, 9000, 20, 6.472556518720573e-13), (200, 200, 1.1, 0.2504813806950073),
    ]
    for (numerator, denominator, x, survival) in fisher {
      let f = FisherDistribution(numerator: numerator, denominator: denominator)
      expectClose(f.survival(x), survival)
    }
    let f = FisherDistribution(numerator: 5, denominator: 100)
    expectClose(f.quantile(0.95), 2.3053182416752254)
    let chi: [(Double, Double, Double, Double)] = [
      (1, 3.84, 0.05004352124870519, 0.9499564787512949),
      (10, 2, 0.9963401531726563, 0.003659846827343713),
      (500, 600, 0.001377471877528201, 0.9986225281224718),
      (3, 200, 4.218541107192018e-43, 1),
    ]
    for (degrees, x, survival, cumulative) in chi {
      expectClose(ChiSquaredDistribution(degrees: degrees).survival(x), survival)
      expectClose(ChiSquaredDistribution(degrees: degrees).cumulative(x), cumulative)
    }
    expectClose(ChiSquaredDistribution(degrees: 4).quantile(0.99), 13.276704135987622)
    #expect(ChiSquaredDistribution(degrees: 4).quantile(0) == 0)
  }

  @Test("the normal distribution's tails and quantiles are scipy's, far out too")
  func normal() {
    let z = NormalDistribution()
    expectClose(z.survival(1.96), 0.024997895148220435)
    expectClose(z.survival(10), 7.61985302416047e-24)
    expectClose(z.cumulative(3), 0.9986501019683699)
    expectClose(z.quantile(0.975), 1.959963984540054)
    expectClose(z.quantile(1e-20), -9.262340089798409)
    #expect(abs(z.quantile(0.5)) < 1e-15)
    #expect(z.quantile(0) == -.infinity && z.quantile(1) == .infinity && z.quantile(2).isNaN)
  }

  @Test("binomial probabilities, tails and quantiles are scipy's, from 2 trials to 100,000")
  func binomial() {
    let cases = [
      (2, 0.6, 1, 0.48, 0.64, 0.36),
      (30, 0.31, 7, 0.11010221443539744, 0.2429930853421092, 0.7570069146578908),
      (100_000, 0.5, 50300, 0.0004170729609841715, 0.9713183964058865, 0.028681603594113557),
      (10, 1e-9, 0, 0.99999999, 0.99999999, 9.999999955000002e-09),
    ]
    for (trials, chance, k, exactly, cumulative, survival) in cases {
      let b = BinomialDistribution(trials: trials, probability: chance)
      expectClose(b.probability(of: k), exactly, 1e-11)
      expectClose(b.cumulative(k), cumulative, 1e-11)
      expectClose(b.survival(k), survival, 1e-11)
    }
    #expect(BinomialDistribution(trials: 30, probability: 0.31).quantile(0.9) == 13)
    let two = BinomialDistribution(trials: 2, probability: 0.6)
    #expect(abs(two.survival(1) - 0.36) < 1e-15)
    #expect(two.survival(2) == 0 && two.survival(-1) == 1)
    #expect(BinomialDistribution(trials: 2, probability: 1.5).cumulative(1).isNaN)
  }

  @Test("every quantile turned back through its distribution gives the probability again")
  func roundTrips() {
    let distributions: [any ContinuousDistribution] = [
      NormalDistribution(), StudentDistribution(degrees: 4), ChiSquaredDistribution(degrees: 7),
      FisherDistribution(numerator: 3, denominator: 12),
    ]
    for distribution in distributions {
      for p in [1e-9, 0.003, 0.2, 0.5, 0.77, 0.9999] {
        #expect(abs(distribution.cumulative(distribution.quantile(p)) - p) < 1e-14)
      }
    }
  }

  private func expectClose(_ value: Double, _ expected: Double, _ tolerance: Double = 2e-12) {
    #expect(abs(value - expected) <= tolerance * abs(expected), "\(value) for \(expected)")
  }
}

/// The number of successes in `trials` independent trials of chance `probability`.
///
///     P(X > k) = I_p(k + 1, n - k)       (Abramowitz & Stegun 26.5.24)
public struct BinomialDistribution: Sendable {
  public var trials: Int
  public var probability: Double

  /// A probability outside 0…1, or fewer than 0 trials, makes every answer NaN.
  public init(trials: Int, probability: Double) {
    self.trials = trials
    self.probability = trials >= 0 && probability >= 0 && probability <= 1 ? probability : .nan
  }

  /// P(X = k).
  public func probability(of k: Int) -> Double {
    guard k >= 0, k <= trials else { return probability.isNaN ? .nan : 0 }
    if probability == 0 || probability == 1 {
      return k == (probability == 0 ? 0 : trials) ? 1 : 0
    }
    if trials == 0 { return probability.isNaN ? .nan : 1 }
    return SpecialFunctions.binomial(
      Double(k), Double(trials), probability, 1 - probability)
  }

  /// P(X ≤ k).
  public func cumulative(_ k: Int) -> Double { tails(k).upper }

  /// P(X > k).
  public func survival(_ k: Int) -> Double { tails(k).lower }

  /// The smallest k with P(X ≤ k) ≥ p; nil unless 0 ≤ p ≤ 1. O(log n) tails.
  public func quantile(_ p: Double) -> Int? {
    guard p >= 0, p <= 1, !probability.isNaN else { return nil }
    var (low, high) = (-1, trials)
    while high - low > 1 {
      let middle = (low + high) / 2
      if cumulative(middle) < p { low = middle } else { high = middle }
    }
    return high
  }

  private func tails(_ k: Int) -> (lower: Double, upper: Double) {
    if probability.isNaN { return (.nan, .nan) }
    if k < 0 { return (1, 0) }
    if k >= trials { return (0, 1) }
    return SpecialFunctions.incompleteBeta(
      Double(k + 1), Double(trials - k), probability, complement: 1 - probability)
  }
}

import RothostPluginKit

/// The returns of a sample of events over one horizon, and how they compare.
struct Summary: Sendable {
  let sample: Sample
  let horizon: Int
  /// In the order of the events.
  let returns: [Double]
  private let scores: [Double]
  private let dates: [Int64]
  private let dateReturns: [Double]
  private let dateScores: [Double]
  private(set) var pValue: Double?
  private(set) var low: Double?
  private(set) var high: Double?

  init(
    sample: Sample, horizon: Int, holdings: [Holding], dates: [Int64], dateHoldings: [Holding]
  ) {
    self.sample = sample
    self.horizon = horizon
    returns = holdings.map(\.simpleReturn)
    scores = holdings.map(\.score)
    self.dates = dates
    dateReturns = dateHoldings.map(\.simpleReturn)
    dateScores = dateHoldings.map(\.score)
  }

  var count: Int { returns.count }
  var hits: Int { returns.count { $0 > 0 } }
  var mean: Double? { Summary.mean(returns) }
  var allMean: Double? { Summary.mean(dateReturns) }
  var score: Double? { Summary.mean(scores) }
  var allScore: Double? { Summary.mean(dateScores) }
  var hitRate: Double? { count == 0 ? nil : Double(hits) / Double(count) }
  var risingShare: Double? {
    dates.isEmpty ? nil : Double(dateReturns.count { $0 > 0 }) / Double(dates.count)
  }

  var median: Double? {
    guard count > 0 else { return nil }
    let sorted = returns.sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }

  /// The chance of at least as many rises among independent windows of the target's own share.
  var pSign: Double? {
    guard let share = risingShare, count > 0 else { return nil }
    return binomialSurvival(hits, of: count, probability: share)
  }

  /// What pSign would be had every event risen.
  var smallestPSign: Double? {
    guard let share = risingShare, count > 0 else { return nil }
    return binomialSurvival(count, of: count, probability: share)
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// Compares the mean score with those of random sets of dates; leaves pValue nil where there are
  /// none.
  ///
  /// Scores, not returns: events that fall into wild times have wilder returns than random dates
  /// even where they tell nothing of the direction.
  mutating func test(
    _ study: Study, resamples: Int, _ random: inout SplitMix
  ) throws(Failure) {
    guard let score, let centre = allScore,
      let sets = SpacedDates(dates, size: count, gap: study.gap)
    else { return }
    let distance = abs(score - centre)
    var asFar = 0
    for _ in 0..<resamples {
      var sum = 0.0
      // In ascending order, as `mean` adds, so that the events' own set ties with itself.
      sets.draw(&random) { sum += dateScores[$0] }
      if abs(sum / Double(count) - centre) >= distance { asFar += 1 }
    }
    pValue = Double(1 + asFar) / Double(resamples + 1)
  }

  /// Percentiles of means of events drawn with replacement; none below five events.
  mutating func bound(confidence: Double, resamples: Int, _ random: inout SplitMix) {
    guard count >= 5 else { return }
    var means: [Double] = []
    for _ in 0..<resamples {
      var sum = 0.0
      for _ in 0..<count { sum += returns[random.index(below: count)] }
      means.append(sum / Double(count))
    }
    means.sort()
    low = Summary.quantile(means, (1 - confidence) / 2)
    high = Summary.quantile(means, (1 + confidence) / 2)
  }

  /// Linear between order statistics (Hyndman & Fan 1996, type 7).
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let position = share * Double(sorted.count - 1)
    let below = min(Int(position), sorted.count - 2)
    return sorted[below] + (position - Double(below)) * (sorted[below + 1] - sorted[below])
  }
}

/// P(X >= hits) for X binomial, as a sum of positive terms by Pascal's rule. O(trials^2).
func binomialSurvival(_ hits: Int, of trials: Int, probability: Double) -> Double {
  // tail[k] is P(at least k rises among the trials so far).
  var tail = [Double](repeating: 0, count: trials + 1)
  tail[0] = 1
  for _ in 0..<trials {
    for k in stride(from: trials, to: 0, by: -1) {
      tail[k] = tail[k] * (1 - probability) + tail[k - 1] * probability
    }
  }
  return min(1, tail[hits])
}

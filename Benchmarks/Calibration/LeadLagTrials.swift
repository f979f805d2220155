import Glibc
import RothostStatistics

/// Prints how often the tests of lead and lag reject where there is no lead; docs/STATISTICS.md.
func tableLeadLag(
  _ method: String, trials: Int, _ trial: (Null, inout Draws) throws -> LeadLagAnswer
) throws {
  print("| method | null | trials | p_value 1 / 5 / 10 % | p_lead | p_follow |")
  print("| --- | --- | ---: | --- | --- | --- |")
  for null in Null.allCases {
    let answers = try (0..<trials).map { seed in
      var draws = Draws(seed: UInt64(seed + 1))
      return try trial(null, &draws)
    }
    let cells = [answers.map(\.pValue), answers.map(\.pLead), answers.map(\.pFollow)].map(rates)
    print("| \(method) | \(null.rawValue) | \(trials) | \(cells.joined(separator: " | ")) |")
    fflush(nil)
  }
}

/// n = 500 bars, ±60 lags, 199 resamples: (1 + B)·level is whole at each level.
func barTrial(_ null: Null, _ draws: inout Draws) throws -> LeadLagAnswer {
  let (x, y) = null.legs(500, &draws)
  var statistic = [Double](repeating: 0, count: 121)
  var pointwise = statistic
  var first = statistic.mutableSpan
  var second = pointwise.mutableSpan
  return try leadLagTest(
    x.span, y.span, maxLag: 60, resamples: 199, seed: 7, statistic: &first, pointwise: &second)
}

/// A path of 2,500 steps seen by each leg at its own random fifth of them, ±60 lags of 5 steps.
func tickTrial(_ null: Null, _ draws: inout Draws) throws -> LeadLagAnswer {
  let (x, y) = null.legs(2500, &draws)
  let (first, second) = (sample(x, &draws), sample(y, &draws))
  let lags = (-60...60).map { Int64($0) * 5 }
  var statistic = [Double](repeating: 0, count: lags.count)
  var pointwise = statistic
  var out = statistic.mutableSpan
  var points = pointwise.mutableSpan
  return try hayashiYoshidaTest(
    xTimes: first.times.span, x: first.levels.span, yTimes: second.times.span,
    y: second.levels.span, lags: lags.span, resamples: 199, seed: 7, statistic: &out,
    pointwise: &points)
}

/// The running sum of the returns, seen at random steps.
func sample(_ returns: [Double], _ draws: inout Draws) -> (times: [Int64], levels: [Double]) {
  var (times, levels) = ([Int64](), [Double]())
  var level = 0.0
  for (step, move) in returns.enumerated() {
    level += move
    if draws.uniform() < 0.2 {
      times.append(Int64(step))
      levels.append(level)
    }
  }
  return (times, levels)
}

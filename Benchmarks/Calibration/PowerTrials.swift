import Glibc
import RothostHost
import RothostSeries
import RothostStatistics

/// Prints how strong a lead must be to be found at 5 % in 80 % of cases.
///
///     make calibrate ARGS='[trials] power power-cascade power-events'
///
/// The strength is bisected, the same draws at every strength; 400 trials know 80 % to ±2 points.
func tableLeadPower(trials: Int) throws {
  header()
  for null in [Null.white, .sharedVolatility] {
    for count in [250, 1000, 2500] {
      let strength = try bisect(1, trials) { strength, draws in
        try leadIsFound(null, count, strength, &draws)
      }
      row("lead_lag, ±60 lags", null, count, trials, strength, "correlation")
    }
    for count in [250, 1000, 2500] {
      let strength = try bisect(1, trials) { strength, draws in
        try grangerIsFound(null, count, strength, &draws)
      }
      row("granger, AIC up to 10", null, count, trials, strength, "correlation at one lag")
    }
  }
}

/// The same for a cascade of three links.
func tableCascadePower(trials: Int) throws {
  let plugins = try Plugins()
  header()
  for count in [250, 1000, 2500] {
    let strength = try bisect(1, trials / 2) { strength, draws in
      try cascadeIsFound(plugins, count, strength, &draws)
    }
    row(
      "liquidity_cascade, 3 links, ±60 lags", .white, count, trials / 2, strength,
      "correlation in each link")
  }
}

/// The same for what follows events: the mean shift of the return after them.
func tableEventPower(trials: Int) throws {
  let plugins = try Plugins()
  header()
  for (count, events) in [(250, 2), (1000, 2), (1000, 8), (2500, 2), (2500, 8), (2500, 20)] {
    let strength = try bisect(6, trials) { strength, draws in
      try eventIsFound(plugins, count, events, strength, &draws)
    }
    row(
      "event_study, \(events) events, 20 days", .white, count, trials, strength,
      "deviations of a 20-day return")
  }
}

private func header() {
  print("| indicator | null | n | trials | found in 80 % from |")
  print("| --- | --- | ---: | ---: | --- |")
}

private func row(
  _ indicator: String, _ null: Null, _ count: Int, _ trials: Int, _ strength: Double?,
  _ unit: String
) {
  let shown = strength.map { "\(($0 * 100).rounded() / 100) \(unit)" } ?? "never"
  print("| \(indicator) | \(null.rawValue) | \(count) | \(trials) | \(shown) |")
  fflush(nil)
}

/// The least strength up to `most` that is found in 80 % of trials; nil where none is.
private func bisect(
  _ most: Double, _ trials: Int, _ isFound: (Double, inout Draws) throws -> Bool
) throws -> Double? {
  // Stops early where the share found is beyond doubt: three deviations from 80 %.
  func isEnough(_ strength: Double) throws -> Bool {
    var found = 0.0
    for trial in 1...trials {
      var draws = Draws(seed: UInt64(trial))
      found += try isFound(strength, &draws) ? 1 : 0
      let count = Double(trial)
      let doubt = trial < 40 ? 1 : 3 * (0.8 * 0.2 / count).squareRoot()
      if abs(found / count - 0.8) > doubt { return found / count > 0.8 }
    }
    return found / Double(trials) >= 0.8
  }
  var (low, high) = (0.0, most * 0.98)
  guard try isEnough(high) else { return nil }
  while high - low > most * 0.01 {
    let middle = (low + high) / 2
    if try isEnough(middle) { high = middle } else { low = middle }
  }
  return high
}

private func leadIsFound(
  _ null: Null, _ count: Int, _ strength: Double, _ draws: inout Draws
) throws -> Bool {
  let x: [Double]
  var y: [Double]
  (x, y) = null.legs(count, &draws)
  follow(&y, x, strength: strength)
  var statistic = [Double](repeating: 0, count: 121)
  var pointwise = statistic
  var first = statistic.mutableSpan
  var second = pointwise.mutableSpan
  return try leadLagTest(
    x.span, y.span, maxLag: 60, resamples: 199, seed: 7, statistic: &first, pointwise: &second
  ).pLead <= 0.05
}

private func grangerIsFound(
  _ null: Null, _ count: Int, _ strength: Double, _ draws: inout Draws
) throws -> Bool {
  let x: [Double]
  var y: [Double]
  (x, y) = null.legs(count, &draws)
  follow(&y, x, strength: strength, lag: 1)
  return try grangerTest(
    x.span, causes: y.span, lags: .akaike(upTo: 10), resamples: 199, seed: 7
  ).pValue <= 0.05
}

private func cascadeIsFound(
  _ plugins: Plugins, _ count: Int, _ strength: Double, _ draws: inout Draws
) throws -> Bool {
  var stages = Null.white.paths(4, count, &draws)
  for stage in 1..<4 { follow(&stages[stage], stages[stage - 1], strength: strength) }
  return try cascade(plugins, stages, resamples: 599).real("p_lead") <= 0.05
}

/// Returns of 1 % a day; the 20 days after an event carry a drift of `strength` deviations in all.
private func eventIsFound(
  _ plugins: Plugins, _ count: Int, _ events: Int, _ strength: Double, _ draws: inout Draws
) throws -> Bool {
  let horizon = 20
  let share = count / events
  // One event in each part, where its horizon and the 30 days to the next one fit.
  let starts = (0..<events).map { part in
    part * share + Int(draws.uniform() * Double(share - horizon - 31))
  }
  var returns = Null.white.paths(1, count, &draws)[0].map { 0.01 * $0 }
  let deviation = 0.01 * Double(horizon).squareRoot()
  for start in starts {
    for day in start + 1...start + horizon {
      returns[day] += strength * deviation / Double(horizon)
    }
  }
  var level = 100.0
  let target = returns.map { change in
    level *= exp(change)
    return level
  }
  let answer = try plugins.answer(
    "event_study", [("trigger", target), ("target", target)],
    [
      "dates": starts.map { ISO8601.date(Plugins.day($0)) }.joined(separator: ","),
      "horizons": "\(horizon)", "cooldown_days": "30", "confounders": "", "resamples": "199",
    ])
  return answer.real("p_value") <= 0.05
}

import RothostIndicatorParts
import RothostPluginKit

/// What followed a series' breakouts, or listed dates, and whether random dates did as well.
struct EventStudy: Indicator {
  static let id = "event_study"
  static let summary = "Returns after breakouts or listed dates, against random dates."
  static let documentation = """
    Claim: the small caps' breakouts of 2016 and 2020 preceded bull markets of Bitcoin: n = 2.
    Formula: an event is a breakout of the trigger (a record close more than `cooldown_days` after \
    the previous record close), or each of `dates` where any are given. It enters at the target's \
    first close at or after it, at most 7 days later; the simple return over a horizon of h \
    calendar days ends at the last close at or before entry + h. A horizon beyond the data is \
    missing, not shortened.
    p_value: two-sided, T = |mean of the n scores - mean over all dates|, against sets of n dates \
    drawn evenly among all sets of the trigger's dates in the same span that keep the same \
    cool-down; p = (1 + #{T* >= T}) / (B + 1) with B = `resamples`, splitmix64 from the seed. A \
    score is the log return over the root of the sum of the squared log moves within its window: \
    events that fall into wild times are then no wilder than random dates. \
    p_sign: exact, one-sided binomial chance of at least as many rises among n, each with the \
    target's own share q of rising windows; it cannot fall below q^n, which is smallest_p_sign.
    How to read it: profile has a row for each horizon, with all events and without those within \
    `confounder_days` after a listed confounder (by default Bitcoin's halvings; their random dates \
    leave out the same stretches). The scalars p_value, p_unconfounded and p_sign are the smallest \
    over all horizons times the number of horizons (Bonferroni), so that trying many horizons \
    does not help; mean, median, hit_rate are at the horizon of the smallest p. With n = 2 and \
    q = 0.6 two rises of two give p = 0.36: nothing is proved. Intervals of the mean are \
    percentiles of a bootstrap of the events, from n = 5 on only.
    When not to: horizons longer than the cool-down share days, which the random dates imitate but \
    the bootstrap and p_sign do not; events chosen because of what followed have no valid p. One \
    leap in a window weighs in its score as one in a calm window does: p_value asks for the \
    direction of moves, the mean for their size. How often it rejects where there is nothing to \
    find: docs/STATISTICS.md, Events.
    Source: MacKinlay, Event Studies in Economics and Finance, JEL 35 (1997); Boehmer, Musumeci & \
    Poulsen, Event-study methodology under conditions of event-induced variance, J. Financial \
    Economics 30 (1991), for scores; Davison & Hinkley, Bootstrap Methods and their Application \
    (1997), section 4.2, for p = (1 + #) / (B + 1).
    """
  static let alignments: [Alignment] = [.native]

  let trigger = OptionalInput(
    "its breakouts are the events; not needed with dates", default: "IWM", demo: "DEMO_SMALL")
  let target = Input("what is held after an event", default: "BTC_USD", demo: "DEMO_CRYPTO")
  let horizons = Parameter(
    [30, 90, 180, 365], each: 1...3650, "calendar days from the entry", unit: "days")
  let cooldownDays = Parameter(
    180, in: 1...36500, "a record counts where the one before is older than this", unit: "days")
  let dates = Parameter([Day](), "events instead of the trigger's breakouts")
  let confounders = Parameter(
    EventStudy.halvings, "dates after which something else may explain the returns")
  let confounderDays = Parameter(
    365, in: 0...3650, "how long after a confounder events are marked", unit: "days")
  let resamples = Parameter(1999, in: 99...100_000, "random sets of dates")
  let confidence = Parameter(0.95, in: 0.5...0.999, "of the intervals", unit: "fraction")

  let n = Scalar<Int>("events with an entry")
  let nConfounded = Scalar<Int>("of these, events soon after a confounder")
  let horizonDays = Scalar<Int>("the horizon of the smallest p", unit: "days")
  let mean = Scalar<Double>("mean return there", unit: "fraction")
  let meanLow = Scalar<Double>("lower bound; missing below n = 5", unit: "fraction")
  let meanHigh = Scalar<Double>("upper bound; missing below n = 5", unit: "fraction")
  let median = Scalar<Double>("median return there", unit: "fraction")
  let hitRate = Scalar<Double>("share of rises there", unit: "fraction")
  let pValue = Scalar<Double>("two-sided, against random dates, over all horizons", .pValue)
  let pUnconfounded = Scalar<Double>("the same without confounded events", .pValue)
  let pSign = Scalar<Double>("exact sign test, over all horizons", .pValue)
  let smallestPSign = Scalar<Double>("q^n: the sign test's p if every event had risen")
  let smallestP = Scalar<Double>("1 / (resamples + 1)")
  let generator = Scalar<String>("the random numbers, by name, seed and count")
  let verdict = Scalar<String>("what the events show, and what they cannot")
  let events = Table<Outcome>(
    "each event at each horizon, oldest first",
    Column("time", \.event.time, "the event"),
    Column("horizon_days", \.horizon, "from the entry", unit: "days"),
    Column("entry_time", \.entryTime, "the target's close that is bought"),
    Column("entry", \.entry, "its level"),
    Column("exit_time", \.exitTime, "the target's close that ends it; missing beyond the data"),
    Column("exit", \.exit, "its level"),
    Column("return", \.simpleReturn, "exit / entry - 1", unit: "fraction"),
    Column("is_confounded", \.event.isConfounded, "whether a confounder came shortly before"),
    Column("confounder_time", \.event.confounder, "that confounder"),
    Column("old_high_time", \.event.oldHighTime, "the record that was overcome"))
  let profile = Table<Summary>(
    "each horizon, with and without confounded events",
    Column("events", \.sample, "which events"),
    Column("horizon_days", \.horizon, "calendar days", unit: "days"),
    Column("n", \.count, "events whose horizon is complete"),
    Column("mean", \.mean, "of their returns", unit: "fraction"),
    Column("mean_low", \.low, "lower bound; missing below n = 5", unit: "fraction"),
    Column("mean_high", \.high, "upper bound; missing below n = 5", unit: "fraction"),
    Column("median", \.median, "of their returns", unit: "fraction"),
    Column("hit_rate", \.hitRate, "share of rises", unit: "fraction"),
    Column("all_mean", \.allMean, "mean over all dates of the span", unit: "fraction"),
    Column("score", \.score, "mean log return over the window's own volatility"),
    Column("all_score", \.allScore, "the same over all dates of the span"),
    Column("rising_share", \.risingShare, "q: share of rising windows", unit: "fraction"),
    Column("p_value", \.pValue, "two-sided, against random dates", .pValue),
    Column("p_sign", \.pSign, "exact sign test", .pValue),
    Column("smallest_p_sign", \.smallestPSign, "q^n"))

  /// Blocks 210,000, 420,000, 630,000 and 840,000 of Bitcoin's chain.
  static let halvings = [
    Day(nanoseconds: 1_354_060_800_000_000_000), Day(nanoseconds: 1_468_022_400_000_000_000),
    Day(nanoseconds: 1_589_155_200_000_000_000), Day(nanoseconds: 1_713_571_200_000_000_000),
  ]

  func run(_ run: borrowing Run) throws(Failure) {
    let path = try Path(run.stored(target))
    let trigger = try run.stored(trigger).map { series throws(Failure) in try Path(series) }
    let study = try Study(
      path: path, trigger: trigger, dates: run[dates], cooldownDays: run[cooldownDays],
      confounders: run[confounders], confounderDays: run[confounderDays])
    var answers: [Summary] = []
    let horizons = run[horizons].sorted()
    guard !horizons.isEmpty else { throw .parameter("horizons is empty; give at least one") }
    for (position, horizon) in horizons.enumerated() {
      for sample in Sample.allCases {
        let seed = run.seed &+ UInt64(answers.count) &* 0x9E37_79B9_7F4A_7C15
        var random = SplitMix(seed: seed)
        var summary = study.summary(sample, horizon: horizon)
        try summary.test(study, resamples: run[resamples], &random)
        summary.bound(confidence: run[confidence], resamples: run[resamples], &random)
        answers.append(summary)
      }
      try run.progress(Double(position + 1) / Double(horizons.count))
      if horizon > run[cooldownDays] && run[dates].isEmpty {
        run.warn("a horizon of \(horizon) days exceeds the cool-down: windows may share days")
      }
    }
    report(Answer(study: study, summaries: answers), run, horizons)
  }

  private func report(_ answer: Answer, _ run: borrowing Run, _ horizons: [Int]) {
    run.set(n, answer.study.events.count)
    run.set(nConfounded, answer.study.events.count { $0.isConfounded })
    let best = answer.best
    run.set(horizonDays, best.horizon)
    run.set(mean, best.mean)
    run.set(meanLow, best.low)
    run.set(meanHigh, best.high)
    run.set(median, best.median)
    run.set(hitRate, best.hitRate)
    run.set(pValue, answer.adjusted(.all) { $0.pValue })
    run.set(pUnconfounded, answer.adjusted(.unconfounded) { $0.pValue })
    run.set(pSign, answer.adjusted(.all) { $0.pSign })
    run.set(smallestPSign, best.smallestPSign)
    run.set(smallestP, 1 / Double(run[resamples] + 1))
    run.set(generator, "splitmix64, seed \(run.seed), \(run[resamples]) sets of dates")
    run.set(verdict, answer.verdict)
    for event in answer.study.events {
      for horizon in horizons {
        run.add(Outcome(event: event, horizon: horizon, path: answer.study.path), to: events)
      }
    }
    for summary in answer.summaries { run.add(summary, to: profile) }
  }
}

@c(rot_plugin_entry) public func entry() -> PluginDescriptor? {
  plugin("event_study", EventStudy.self)
}

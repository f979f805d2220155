import RothostSeries

/// The money beside the demo market's prices: a central bank's week, and the flows of a fund.
///
/// - DEMO_ASSETS, on Wednesdays: a random walk that grows by USD 2 billion a week;
/// - DEMO_TREASURY, on Wednesdays: swings around USD 500 billion (an AR(1) of 0.9);
/// - DEMO_REPO, on sessions: next to nothing, then the drain, which later flows back;
/// - DEMO_FLOW, on sessions: goes with DEMO_LARGE's shocks, and against them in the divergence.
///
/// They are related to no other series, but for the flow to DEMO_LARGE.
struct DemoMoney {
  static let names = ["DEMO_ASSETS", "DEMO_TREASURY", "DEMO_REPO", "DEMO_FLOW"]

  /// Sessions in which the repo fills, and those in which it empties.
  static let drainSessions = 1800..<2060
  static let returnSessions = 2400..<2900
  /// USD billions.
  static let drain = 1500.0
  static let divergenceSessions = 2700..<2820

  let seed: UInt64

  func series(largeShocks: [Double]) -> [DemoSeries] {
    [assets, treasury, repo, flow(largeShocks)]
  }

  private var assets: DemoSeries {
    var generator = DemoGenerator(seed: seed, stream: 8)
    var level = 4_000_000.0
    return weekly(Self.names[0], "Synthetic central bank: its assets.") {
      level += 2_000 + 8_000 * generator.normal()
      return level
    }
  }

  private var treasury: DemoSeries {
    var generator = DemoGenerator(seed: seed, stream: 9)
    var distance = 0.0
    return weekly(Self.names[1], "Synthetic treasury: its account at the central bank.") {
      distance = 0.9 * distance + 40_000 * generator.normal()
      return max(500_000 + distance, 20_000)
    }
  }

  private var repo: DemoSeries {
    var generator = DemoGenerator(seed: seed, stream: 10)
    let values = DemoCalendar.standard.sessions.indices.map { session in
      let filled = Self.part(of: Self.drainSessions, passedAt: session)
      let emptied = Self.part(of: Self.returnSessions, passedAt: session)
      return max(5 + Self.drain * (filled - emptied) + 2 * generator.normal(), 0)
    }
    return DemoSeries(
      name: Self.names[2], times: DemoCalendar.standard.sessions, values: values,
      calendar: .weekdays, close: nil,
      summary: "Synthetic reverse repo: what is lent to the central bank overnight.",
      column: "value", unit: "USD billions", publicationDelay: .days(1))
  }

  private func flow(_ largeShocks: [Double]) -> DemoSeries {
    var generator = DemoGenerator(seed: seed, stream: 11)
    let values = DemoCalendar.standard.sessions.indices.map { session in
      let shock = largeShocks[DemoShocks.runIn + session]
      let noise = generator.normal()
      return Self.divergenceSessions.contains(session)
        ? -300 * (0.95 * shock + 0.3 * noise) : 300 * (0.8 * shock + 0.6 * noise)
    }
    return DemoSeries(
      name: Self.names[3], times: DemoCalendar.standard.sessions, values: values,
      calendar: .weekdays, close: .newYork,
      summary: "Synthetic flow of money into funds of DEMO_LARGE.",
      column: "flow", unit: "USD millions")
  }

  /// One value for every Wednesday, in USD millions, known a day later.
  private func weekly(_ name: String, _ summary: String, _ next: () -> Double) -> DemoSeries {
    let wednesdays = DemoCalendar.standard.days.filter {
      CivilDate(containingNanoseconds: $0).weekday == 2
    }
    return DemoSeries(
      name: name, times: wednesdays, values: wednesdays.map { _ in next() }, calendar: .weekly,
      close: nil, summary: summary, column: "value", unit: "USD millions",
      publicationDelay: .days(1))
  }

  /// 0 before `sessions`, 1 after them, in a straight line between.
  private static func part(of sessions: Range<Int>, passedAt session: Int) -> Double {
    min(max(Double(session - sessions.lowerBound) / Double(sessions.count), 0), 1)
  }
}

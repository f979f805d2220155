import RothostSeries

/// Turns shocks into closes: volatility that clusters, and compound growth from 100.
struct DemoPath {
  var dailyVolatility: Double
  /// Mean log growth of a session.
  var dailyGrowth: Double

  private static let alpha = 0.06
  private static let beta = 0.92
  /// A day without sessions moves crypto by this part of a session's volatility.
  private static let weekendVolatility = 0.6
  /// No day loses more than half, however unlikely, so that closes stay positive.
  private static let worstDay = -0.5

  /// The series of the exchange's sessions.
  func series(_ name: String, _ shocks: [Double], _ summary: String) -> DemoSeries {
    var state = State(self)
    var closes = [Double]()
    closes.reserveCapacity(DemoMarket.sessionCount)
    for (index, shock) in shocks.enumerated() {
      state.step(shock, 1, isShown: index >= DemoShocks.runIn)
      if index >= DemoShocks.runIn { closes.append(state.level) }
    }
    return DemoSeries(
      name: name, times: DemoCalendar.standard.sessions, values: closes, calendar: .weekdays,
      close: .newYork, summary: summary)
  }

  /// The series of every calendar day: sessions take their shocks, other days shocks of their own.
  func series(
    _ name: String, _ shocks: [Double], weekends: DemoGenerator, _ summary: String
  ) -> DemoSeries {
    var generator = weekends
    var state = State(self)
    var closes = [Double]()
    closes.reserveCapacity(DemoCalendar.standard.days.count)
    for shock in shocks.prefix(DemoShocks.runIn) { state.step(shock, 1, isShown: false) }
    var session = DemoShocks.runIn
    for isSession in DemoCalendar.standard.isSession {
      if isSession {
        state.step(shocks[session], 1, isShown: true)
        session += 1
      } else {
        state.step(generator.normal(), Self.weekendVolatility, isShown: true)
      }
      closes.append(state.level)
    }
    return DemoSeries(
      name: name, times: DemoCalendar.standard.days, values: closes, calendar: .sevenDay,
      close: .endOfDay, summary: summary)
  }

  /// GARCH(1,1): h' = (1 - α - β) + α h z² + β h, in units of the long-run variance.
  private struct State {
    var path: DemoPath
    var level = 100.0
    private var variance = 1.0

    init(_ path: DemoPath) {
      self.path = path
    }

    mutating func step(_ shock: Double, _ scale: Double, isShown: Bool) {
      let move = path.dailyVolatility * scale * variance.squareRoot() * shock
      // A simple return of mean μ and variance v grows by about μ - v/2 (Itô).
      let growth = path.dailyGrowth + path.dailyVolatility * path.dailyVolatility * variance / 2
      if isShown { level *= 1 + max(scale * scale * growth + move, DemoPath.worstDay) }
      variance =
        (1 - DemoPath.alpha - DemoPath.beta) + DemoPath.alpha * variance * shock * shock
        + DemoPath.beta * variance
    }
  }
}

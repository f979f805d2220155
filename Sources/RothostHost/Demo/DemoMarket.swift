import RothostSeries

/// A synthetic market whose truths are known, for a first run without data and for tests.
///
/// 3,000 sessions from 2014-01-02 on, weekdays less four holidays; DEMO_CRYPTO also trades at
/// weekends and on holidays. `DemoMoney` tells of the series that are no prices.
///
/// Each session's shock of a series is, in units of its volatility,
/// `z = √(1 - s²) core + s shared + selloff`, where
/// - `core` carries the chain: `core_LARGE(t) = 0.3 core_CREDIT(t - 21) + √(1 - 0.3²) noise`, then
///   DEMO_SMALL after DEMO_LARGE by 21 sessions and DEMO_CRYPTO after DEMO_SMALL by 42;
/// - `shared` joins DEMO_LARGE and DEMO_CRYPTO on the same day from session 1,500 on (s² = 0.6,
///   before it s = 0): the correlation break. It is no part of `core`, so nothing follows from it;
/// - `selloff` is -2 for DEMO_LARGE, DEMO_SMALL and DEMO_CRYPTO in six sessions from 2,400 on.
///
/// Volatility is GARCH(1,1) (Bollerslev 1986) with α = 0.06 and β = 0.92, values typical of daily
/// returns, so that tests meet clustered volatility and heavy tails.
public enum DemoMarket {
  /// The seed of the market that `rothost` shows.
  ///
  /// Taken from the first ten after 2000 as one in which no chance finding stands beside the planted
  /// ones; what holds for the generator is tested on 200 other seeds.
  public static let standardSeed: UInt64 = 2004

  static let priceNames = [
    "DEMO_CREDIT", "DEMO_LARGE", "DEMO_SMALL", "DEMO_CRYPTO", "DEMO_NOISE",
  ]

  public static let names = priceNames + DemoMoney.names

  /// What is planted, in plain words.
  public static let truths = [
    "DEMO_CREDIT leads DEMO_LARGE by 21 sessions",
    "DEMO_LARGE leads DEMO_SMALL by 21 sessions",
    "DEMO_SMALL leads DEMO_CRYPTO by 42 sessions",
    "DEMO_NOISE is related to nothing",
    "DEMO_LARGE and DEMO_CRYPTO are uncorrelated on the same day before "
      + "\(ISO8601.date(breakDate)) and correlated by about 0.6 after it",
    "DEMO_LARGE, DEMO_SMALL and DEMO_CRYPTO sell off together in the six sessions from "
      + "\(ISO8601.date(selloffDate)) on",
    "DEMO_REPO takes USD 1,500 billion out of what DEMO_ASSETS less DEMO_TREASURY leave to markets, "
      + "in the \(DemoMoney.drainSessions.count) sessions from \(ISO8601.date(drainDate)) on",
    "DEMO_FLOW goes with DEMO_LARGE, but against it in the \(DemoMoney.divergenceSessions.count) "
      + "sessions from \(ISO8601.date(divergenceDate)) on",
  ]

  /// The first session of the correlated regime, and of the sell-off, as their 00:00 UTC.
  public static let breakDate = DemoCalendar.standard.sessions[breakSession]
  public static let selloffDate = DemoCalendar.standard.sessions[selloffSessions.lowerBound]

  /// The first session of the drain, and of the divergence.
  static let drainDate = DemoCalendar.standard.sessions[DemoMoney.drainSessions.lowerBound]
  static let divergenceDate = DemoCalendar.standard.sessions[
    DemoMoney.divergenceSessions.lowerBound]

  static let sessionCount = 3000
  static let breakSession = 1500
  static let selloffSessions = 2400..<2406
  static let link = 0.3
  static let sharedVariance = 0.6
  static let selloffShock = -2.0

  /// All series of a seed, in the order of `names`. O(days), about a millisecond.
  public static func series(seed: UInt64 = standardSeed) -> [DemoSeries] {
    let shocks = DemoShocks(seed: seed)
    return prices(shocks, seed: seed)
      + DemoMoney(seed: seed).series(largeShocks: shocks.large)
  }

  /// The five with prices.
  static func prices(seed: UInt64 = standardSeed) -> [DemoSeries] {
    prices(DemoShocks(seed: seed), seed: seed)
  }

  private static func prices(_ shocks: DemoShocks, seed: UInt64) -> [DemoSeries] {
    [
      DemoPath(dailyVolatility: 0.005, dailyGrowth: 0.000_15).series(
        priceNames[0], shocks.credit, "Synthetic credit fund: the first mover of the demo market."),
      DemoPath(dailyVolatility: 0.010, dailyGrowth: 0.000_35).series(
        priceNames[1], shocks.large, "Synthetic large caps: follow DEMO_CREDIT by 21 sessions."),
      DemoPath(dailyVolatility: 0.013, dailyGrowth: 0.000_30).series(
        priceNames[2], shocks.small, "Synthetic small caps: follow DEMO_LARGE by 21 sessions."),
      DemoPath(dailyVolatility: 0.035, dailyGrowth: 0.001_0).series(
        priceNames[3], shocks.crypto, weekends: DemoGenerator(seed: seed, stream: 7),
        "Synthetic crypto, seven days a week: follows DEMO_SMALL by 42 sessions."),
      DemoPath(dailyVolatility: 0.012, dailyGrowth: 0.000_20).series(
        priceNames[4], shocks.noise, "Synthetic series related to nothing."),
    ]
  }

  /// One series of a seed by name, or nil where the demo market has none of that name.
  public static func series(named name: String, seed: UInt64 = standardSeed) -> DemoSeries? {
    series(seed: seed).first { $0.name == name }
  }
}

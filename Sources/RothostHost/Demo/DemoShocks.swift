/// The shocks of each session: the chain, the correlation break and the joint sell-off.
struct DemoShocks {
  private(set) var credit: [Double]
  private(set) var large: [Double]
  private(set) var small: [Double]
  private(set) var crypto: [Double]
  private(set) var noise: [Double]

  /// Sessions before the first, so that the chain and the volatility have run in.
  static let runIn = 200

  init(seed: UInt64) {
    let count = Self.runIn + DemoMarket.sessionCount
    func draws(_ stream: UInt64) -> [Double] {
      var generator = DemoGenerator(seed: seed, stream: stream)
      return (0..<count).map { _ in generator.normal() }
    }
    let creditCore = draws(1)
    let largeCore = Self.following(creditCore, lag: 21, noise: draws(2))
    let smallCore = Self.following(largeCore, lag: 21, noise: draws(3))
    let cryptoCore = Self.following(smallCore, lag: 42, noise: draws(4))
    let shared = draws(6)
    credit = creditCore
    large = Self.joined(largeCore, shared)
    small = smallCore
    crypto = Self.joined(cryptoCore, shared)
    noise = draws(5)
    for session in DemoMarket.selloffSessions {
      large[Self.runIn + session] += DemoMarket.selloffShock
      small[Self.runIn + session] += DemoMarket.selloffShock
      crypto[Self.runIn + session] += DemoMarket.selloffShock
    }
  }

  /// A core of variance 1 that repeats a part of the leader's, `lag` sessions later.
  private static func following(_ leader: [Double], lag: Int, noise: [Double]) -> [Double] {
    let own = (1 - DemoMarket.link * DemoMarket.link).squareRoot()
    return leader.indices.map { session in
      session < lag
        ? noise[session] : DemoMarket.link * leader[session - lag] + own * noise[session]
    }
  }

  /// From the break on, a part of each shock is common to those who are joined.
  private static func joined(_ core: [Double], _ shared: [Double]) -> [Double] {
    let own = (1 - DemoMarket.sharedVariance).squareRoot()
    let common = DemoMarket.sharedVariance.squareRoot()
    return core.indices.map { session in
      session < runIn + DemoMarket.breakSession
        ? core[session] : own * core[session] + common * shared[session]
    }
  }
}

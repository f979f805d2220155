import RothostSeries
import Testing

@testable import RothostHost

@Suite("Demo market")
struct DemoMarketTests {
  private let market = DemoMarket.prices()

  /// Log returns on common sessions, one column per series.
  private func returns(_ market: [DemoSeries]) throws -> [[Double]] {
    let inputs = try market.map {
      try FrameInput(
        name: $0.name, role: $0.name, times: $0.times.span, values: $0.values.span, kind: .dates,
        calendar: $0.calendar, close: $0.close, transform: .log)
    }
    let plan = try FrameAssembly.plan(inputs, FrameRules())
    return try inputs.indices.map { try plan.values(column: $0) }
  }

  private func correlation(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>) -> Double {
    let meanX = x.reduce(0, +) / Double(x.count)
    let meanY = y.reduce(0, +) / Double(y.count)
    var (sxy, sxx, syy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      sxy += (a - meanX) * (b - meanY)
      sxx += (a - meanX) * (a - meanX)
      syy += (b - meanY) * (b - meanY)
    }
    return sxy / (sxx * syy).squareRoot()
  }

  @Test("five series of 3,000 sessions, crypto on every day, all labelled synthetic")
  func shape() {
    #expect(market.map(\.name) == DemoMarket.priceNames)
    for series in market {
      #expect(series.name.hasPrefix("DEMO_"))
      #expect(series.summary.hasPrefix("Synthetic"))
      #expect(series.times.count == series.values.count)
      #expect(series.values.allSatisfy { $0.isFinite && $0 > 0 })
      #expect(ISO8601.date(series.times[0]) == "2014-01-02")
      #expect(series.times.last == market[0].times.last)
      #expect(SessionStamps.dates(behind: series.times.span) == series.times)
      #expect(SeriesCalendar.inferred(from: series.times.span, kind: .dates) == series.calendar)
    }
    #expect(market.map(\.times.count) == [3000, 3000, 3000, 4250, 3000])
    #expect(market[3].calendar == .sevenDay)
  }

  @Test("the exchange is closed on Thanksgiving and Christmas, crypto is not")
  func holidays() throws {
    for date in ["2014-11-27", "2014-12-25", "2015-01-01", "2014-07-04"] {
      let time = try ISO8601.parse(date).time
      #expect(!market[0].times.contains(time))
      #expect(market[3].times.contains(time))
    }
  }

  @Test("the same seed gives the same bits for ever")
  func pinned() {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
    for close in market.flatMap(\.values) {
      hash = (hash ^ close.bitPattern) &* 0x100_0000_01B3
    }
    #expect(hash == 11_103_484_462_550_364_069)
    #expect(Array(DemoMarket.series().prefix(5)) == market)
    #expect(DemoMarket.series().map(\.name) == DemoMarket.names)
    #expect(DemoMarket.series(named: "DEMO_SMALL") == market[2])
    #expect(DemoMarket.series(named: "DEMO_GOLD") == nil)
    #expect(DemoMarket.series(seed: 1)[0].values != market[0].values)
  }

  @Test("normal deviates have mean 0, variance 1, no skew and do not depend on the other streams")
  func deviates() {
    var generator = DemoGenerator(seed: 3, stream: 1)
    var other = DemoGenerator(seed: 3, stream: 2)
    let draws = (0..<100_000).map { _ in generator.normal() }
    let others = (0..<100_000).map { _ in other.normal() }
    let count = Double(draws.count)
    // Five standard errors of each moment; the kurtosis of twelve uniforms is 2.9.
    #expect(abs(draws.reduce(0, +) / count) < 5 / count.squareRoot())
    #expect(abs(draws.reduce(0) { $0 + $1 * $1 } / count - 1) < 5 * (1.9 / count).squareRoot())
    #expect(abs(draws.reduce(0) { $0 + $1 * $1 * $1 } / count) < 5 * (15 / count).squareRoot())
    #expect(abs(correlation(draws[...], others[...])) < 5 / count.squareRoot())
    #expect(abs(correlation(draws.dropLast(), draws.dropFirst())) < 5 / count.squareRoot())
  }

  @Test(
    "each link's cross-correlation peaks at its planted lag",
    arguments: [(0, 1, 21), (1, 2, 21), (2, 3, 42)])
  func links(leader: Int, follower: Int, planted: Int) throws {
    let columns = try returns(market)
    let (x, y) = (columns[leader], columns[follower])
    let profile = (-60...60).map { lag in
      (
        lag,
        abs(
          correlation(
            x[max(0, -lag)..<(x.count - max(0, lag))], y[max(0, lag)..<(y.count - max(0, -lag))]))
      )
    }
    #expect(profile.max { $0.1 < $1.1 }?.0 == planted)
  }

  @Test("large caps and crypto are uncorrelated before the break and correlated after it")
  func correlationBreak() throws {
    let columns = try returns(market)
    let split = try #require(market[0].times.firstIndex(of: DemoMarket.breakDate)) - 1
    #expect(abs(correlation(columns[1][..<split], columns[3][..<split])) < 0.13)
    let after = correlation(columns[1][split...], columns[3][split...])
    #expect(after > 0.45 && after < 0.7)
  }

  @Test("large, small and crypto fall together in the sell-off, credit and noise need not")
  func selloff() throws {
    let start = try #require(market[0].times.firstIndex(of: DemoMarket.selloffDate))
    let end = market[0].times[start + 5]
    func change(_ series: DemoSeries) throws -> Double {
      let first = try #require(series.times.firstIndex(of: market[0].times[start - 1]))
      let last = try #require(series.times.firstIndex(of: end))
      return series.values[last] / series.values[first] - 1
    }
    #expect(try change(market[1]) < -0.05)
    #expect(try change(market[2]) < -0.08)
    #expect(try change(market[3]) < -0.15)
  }
}

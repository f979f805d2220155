import RothostSeries
import Testing

@testable import RothostHost

@Suite("Money of the demo market")
struct DemoMoneyTests {
  private func money(_ seed: UInt64) -> [DemoSeries] {
    DemoMoney(seed: seed).series(largeShocks: DemoShocks(seed: seed).large)
  }

  /// The last value before the session's date.
  private func level(_ series: DemoSeries, before session: Int) throws -> Double {
    let time = DemoCalendar.standard.sessions[session]
    return series.values[try #require(series.times.lastIndex { $0 < time })]
  }

  @Test("it has units, calendars and amounts as a central bank and a fund report them")
  func shape() {
    for series in money(DemoMarket.standardSeed) {
      #expect(series.summary.hasPrefix("Synthetic") && series.unit.hasPrefix("USD "))
      #expect(series.times.count == series.values.count)
      #expect(SeriesCalendar.inferred(from: series.times.span, kind: .dates) == series.calendar)
      if series.name != "DEMO_FLOW" { #expect(series.values.allSatisfy { $0 >= 0 }) }
    }
    #expect(money(1).map(\.values) != money(2).map(\.values))
  }

  @Test("over 200 seeds the drain takes USD 1,500 billion, beside what assets and treasury do")
  func drain() throws {
    for seed in 0..<200 as Range<UInt64> {
      let series = money(seed)
      let span = DemoMoney.drainSessions
      func change(_ index: Int) throws -> Double {
        try level(series[index], before: span.upperBound + 1)
          - level(series[index], before: span.lowerBound)
      }
      let anyway = (try change(0) - change(1)) / 1000
      let net = anyway - (try change(2))
      // The repo's own noise is 2 a day: the difference of two days is within 5 deviations of 2.8.
      #expect(abs(net - (anyway - DemoMoney.drain)) < 15, "seed \(seed): \(net), \(anyway) anyway")
    }
  }

  @Test("over 200 seeds flows order sessions against the price in the divergence, with it before")
  func divergence() {
    var (against, with) = (0, 0)
    for seed in 0..<200 as Range<UInt64> {
      let flow = money(seed)[3].values
      let price = DemoMarket.prices(seed: seed)[1].values
      let end = DemoMoney.divergenceSessions.upperBound
      if tau(price, flow, rows: end - 60..<end) < -0.5 { against += 1 }
      let start = DemoMoney.divergenceSessions.lowerBound
      if tau(price, flow, rows: start - 60..<start) > 0 { with += 1 }
    }
    print("demo flows, seeds 0..<200: against the price \(against), with it before \(with)")
    #expect(against >= 180 && with >= 170)
  }

  /// Kendall's tau of the price and the summed flow, pair by pair.
  private func tau(_ price: [Double], _ flow: [Double], rows: Range<Int>) -> Double {
    var sum = 0.0
    let sums = rows.map { row in
      sum += flow[row]
      return sum
    }
    let prices = Array(price[rows])
    var score = 0
    for first in sums.indices {
      for second in sums.indices.dropFirst(first + 1) {
        score += (sums[second] > sums[first]) == (prices[second] > prices[first]) ? 1 : -1
      }
    }
    return Double(score) / Double(sums.count * (sums.count - 1) / 2)
  }
}

import Foundation
import RothostCache
import RothostHost
import RothostSeries
import Testing

@Suite("flow_divergence")
struct FlowDivergenceTests {
  /// Prices and flows of tools/references/flow_divergence.py: small integers, so ties and exact sums.
  private func legs(_ rows: Int, seed: UInt64) -> (price: [Double], flow: [Double]) {
    var generator = Generator(seed: seed)
    let words = (0..<2 * rows).map { _ in Double(generator.next() >> 60) - 7 }
    var level = 100.0
    let price = words[..<rows].map { step in
      level += step
      return level
    }
    return (price, Array(words[rows...]))
  }

  private func running(_ flow: [Double]) -> [Double] {
    var sum = 0.0
    return flow.map { step in
      if !step.isNaN { sum += step }
      return step.isNaN ? .nan : sum
    }
  }

  /// Kendall's tau-b of all pairs of a window, one by one.
  private func tau(
    _ x: [Double], _ y: [Double], _ end: Int, _ window: Int, minPeriods: Int
  ) -> Double {
    let rows = (max(0, end - window + 1)...end).filter { !x[$0].isNaN && !y[$0].isNaN }
    guard rows.last == end, rows.count >= minPeriods else { return .nan }
    var surplus = 0
    var byX = 0
    var byY = 0
    for i in rows {
      for j in rows where j > i {
        let dx = (x[j] - x[i]).sign(0)
        let dy = (y[j] - y[i]).sign(0)
        surplus += dx * dy
        byX += dx * dx
        byY += dy * dy
      }
    }
    return byX == 0 || byY == 0
      ? .nan : Double(surplus) / (Double(byX) * Double(byY)).squareRoot()
  }

  @Test("Rolling tau is scipy's kendalltau of each window")
  func scipy() throws {
    let (price, flow) = legs(200, seed: 2026)
    #expect(Array(price[..<5]) == [106, 106, 109, 108, 113] && price[199] == 233)
    #expect(running(flow)[199] == 26)
    let result = try Lab().run(
      "flow_divergence", [("price", price), ("flow", flow)], [("window", "20")])
    let divergence = result.values("divergence")
    // scipy 1.17.1, printed by tools/references/flow_divergence.py.
    let wanted = [
      19: -0.06451706147427012, 60: 0.5355511103408969, 117: -0.330721691388114,
      199: -0.29042076874109096,
    ]
    for (row, tau) in wanted { #expect(abs(divergence[row] + tau) < 1e-15, "row \(row)") }
    #expect(divergence[18].isNaN && result.integer("n") == 181)
    #expect(result.values("cumulative_flow") == running(flow))
  }

  @Test("Each window's tau is that of all its pairs, on hostile data too, and streams bit for bit")
  func hostile() throws {
    var generator = Generator(seed: 74)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator) {
      let flow = values.map { _ in (generator.normal() * 4).rounded() }
      var gaps = flow
      for row in stride(from: 3, to: flow.count, by: 11) { gaps[row] = .nan }
      for (price, flow) in [(values, flow), (values, gaps), (flow, values)] {
        for minPeriods in [0, 9] {
          let inputs = [("price", price), ("flow", flow)]
          let parameters = [("window", "25"), ("min_periods", "\(minPeriods)")]
          let result = try lab.run("flow_divergence", inputs, parameters)
          let divergence = result.values("divergence")
          let cumulative = result.values("cumulative_flow")
          for row in price.indices {
            let wanted = tau(
              price, cumulative, row, 25, minPeriods: minPeriods == 0 ? 25 : minPeriods)
            #expect([divergence[row]].bits == [-wanted].bits, "\(name) row \(row)")
          }
          try lab.expectStreamEqualsBatch("flow_divergence", inputs, parameters, "\(name)")
        }
      }
    }
    #expect(throws: RothostError.self) {
      try lab.run("flow_divergence", [("price", []), ("flow", [])])
    }
    #expect(throws: RothostError.self) {
      try lab.run(
        "flow_divergence", [("price", [1, 2]), ("flow", [1, 2])],
        [("window", "5"), ("min_periods", "6")])
    }
  }

  @Test("An episode runs from its first window to the last at the threshold, with both changes")
  func byHand() throws {
    // Up with money coming in, up with money going out, then down with money going out.
    let price: [Double] = [
      100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 108, 107, 106, 105, 104,
    ]
    let flow: [Double] = [1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1]
    let result = try Lab().run(
      "flow_divergence", [("price", price), ("flow", flow)],
      [("window", "5"), ("threshold", "0.8")])
    let divergence = result.values("divergence")
    #expect(divergence[4] == -1 && divergence[9] == 1 && divergence[14] == -1)
    // Rows 8 (4 of its window's steps fall) and 9 reach 0.8, row 10 (one step back) does not.
    #expect(result.dates("episodes", "time") == ["2020-01-09"])
    #expect(result.dates("episodes", "since") == ["2020-01-05"])
    #expect(result.dates("episodes", "end_time") == ["2020-01-10"])
    #expect(result.integers("episodes", "length_bars") == [2])
    #expect(result.reals("episodes", "worst") == [1])
    #expect(result.reals("episodes", "price_change") == [5.0 / 104])
    #expect(result.reals("episodes", "flow_change") == [-5])
    // Tau is above 0 in the windows that end at rows 4, 5, 12, 13 and 14.
    #expect(result.real("agreement_share") == 5.0 / 11)
    #expect(
      result.text("verdict").hasPrefix(
        "price and flow agree: tau 1.00 over the 5 bars to 2020-01-15 (100 % of pairs agree); "))
    #expect(
      result.text("verdict").hasSuffix(
        "1 episode of divergence, the last from 2020-01-09 to 2020-01-10"))
  }

  @Test("An unfinished episode stands last, without an end")
  func unfinished() throws {
    let price = (0..<30).map { 100 + Double($0) }
    let result = try Lab().run(
      "flow_divergence", [("price", price), ("flow", price.map { _ in -2 })], [("window", "10")])
    #expect(result.dates("episodes", "end_time") == [""])
    #expect(result.integers("episodes", "length_bars") == [21])
    #expect(result.real("current_tau") == -1 && result.real("divergence_share") == 1)
    #expect(result.text("verdict").contains("price and flow part ways"))
    #expect(result.text("verdict").hasSuffix("the last from 2020-01-10 on, unfinished"))
  }

  @Test("A volume is taken by the price's direction, and verdict and warning say so")
  func volume() throws {
    let lab = try Lab()
    let price: [Double] = [10, 11, 11, .nan, 9, 12]
    let volume: [Double] = [5, 7, 3, 100, 4, .nan]
    let byHand = try lab.run(
      "flow_divergence", [("price", price), ("flow", volume)], [("flow_kind", "volume")])
    #expect(byHand.values("cumulative_flow").bits == ([0, 7, 7, .nan, 3, .nan] as [Double]).bits)
    for name in ["A", "B"] {
      try lab.engine.store().put(
        name,
        SeriesData(
          times: Lab.days(40),
          columns: [
            .init("close", (0..<40).map { 100 + sin(Double($0)) }),
            .init("volume", (0..<40).map { 10 + Double($0) }),
          ], metadata: SeriesMetadata(timeKind: .dates)), mode: .replace)
    }
    func run(_ flow: String, _ column: String, _ kind: String) throws -> EvaluationResult {
      var request = Request(indicator: "flow_divergence")
      request.inputs = [
        InputBinding(role: "price", source: .series(name: "A", column: nil)),
        InputBinding(role: "flow", source: .series(name: flow, column: column)),
      ]
      request.settings = [
        Setting(name: "window", value: .text("10")), Setting(name: "flow_kind", value: .text(kind)),
      ]
      return try lab.engine.evaluate(request)
    }
    let proxy = try run("A", "volume", "auto")
    #expect(proxy.text("verdict").hasSuffix("a proxy that leans to agreement"))
    #expect(proxy.text("flow_source") == "on-balance volume of A, by the direction of A")
    #expect(proxy.warnings.contains { $0.contains("on-balance volume stands in for the flow") })
    #expect(!proxy.warnings.contains { $0.contains("for its own") })
    #expect(try run("B", "volume", "auto").warnings.contains { $0.contains("flow=A:volume") })
    let flow = try run("A", "volume", "flow")
    #expect(
      !flow.text("verdict").contains("proxy") && flow.text("flow_source").hasPrefix("A, summed"))
    #expect(!(try run("B", "close", "auto")).text("verdict").contains("proxy"))
    var generator = Generator(seed: 75)
    try lab.expectStreamEqualsBatch(
      "flow_divergence", [("price", generator.walk(300)), ("flow", generator.walk(300))],
      [("flow_kind", "volume"), ("threshold", "0.1")], "volume")
  }

  @Test("Only the order of prices matters, and money the other way turns each tau round")
  func invariance() throws {
    let lab = try Lab()
    let (price, flow) = legs(400, seed: 76)
    func taus(_ price: [Double], _ flow: [Double]) throws -> [Double] {
      try lab.run("flow_divergence", [("price", price), ("flow", flow)], [("window", "30")])
        .values("divergence")
    }
    let plain = try taus(price, flow)
    #expect(plain.contains { abs($0) > 0.3 })
    #expect(try taus(price.map { exp($0 / 100) }, flow.map { $0 * 8 }).bits == plain.bits)
    #expect(try taus(price, flow.map { -$0 }).bits == plain.map { -$0 }.bits)
    #expect(try taus(price.map { -$0 }, flow.map { -$0 }).bits == plain.bits)
  }

  @Test("IWM's own volume follows its price, as a proxy must")
  func market() throws {
    guard let lab = try MarketFiles.lab("IWM") else { return }
    let result = try lab.engine.evaluate(Request(indicator: "flow_divergence"))
    #expect(result.integer("n").map { $0 > 6000 } == true)
    #expect(result.real("agreement_share") > 0.9)
    print(result.text("verdict"))
  }
}

extension Double {
  /// -1, 0 or 1 against a level.
  fileprivate func sign(_ level: Double) -> Int { self > level ? 1 : self < level ? -1 : 0 }
}

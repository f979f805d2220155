import RothostHost
import RothostSeries
import Testing

@Suite("liquidity_cascade")
struct LiquidityCascadeTests {
  private static let legs = ReferenceLegs()
  private let lab: Lab

  init() throws { lab = try Lab() }

  private static let chain = [
    ReturnLeg("stage", "X", legs.x), ReturnLeg("stage", "Y", legs.y),
    ReturnLeg("stage", "Z", legs.z), ReturnLeg("stage", "U", legs.u),
  ]

  /// A chain in which each stage is its predecessor's returns some bars ago, and noise.
  private static func planted(_ lags: [Int], rows: Int = 900) -> [ReturnLeg] {
    var generator = Generator(seed: 31)
    var stages = [(0..<rows).map { _ in generator.normal() }]
    for lag in lags {
      let before = stages[stages.count - 1]
      stages.append((0..<rows).map { t in (t >= lag ? before[t - lag] : 0) + generator.normal() })
    }
    return stages.enumerated().map { ReturnLeg("stage", "S\($0)", $1) }
  }

  /// Cells of a text column.
  private func texts(_ result: EvaluationResult, _ column: String) -> [String] {
    guard case .texts(let values)? = result.table("links")?.column(column)?.storage else {
      return []
    }
    return (0..<values.count).map { values[$0] ?? "" }
  }

  @Test("p-values are numpy's for each link, corrected as statsmodels' multipletests does")
  func numpy() throws {
    // tools/references/liquidity_cascade.py: p * 1000 with 999 resamples, seed 17.
    let result = try lab.run(
      "liquidity_cascade", returns: Self.chain, [("max_lag", "20")], seed: 17)
    #expect(result.reals("links", "p_lead") == [0.074, 0.001, 0.314])
    #expect(result.reals("links", "p_lead_holm") == [0.148, 0.003, 0.314])
    #expect(result.reals("links", "p_follow") == [0.187, 0.023, 0.946])
    let follow = result.reals("links", "p_follow_holm")
    for (p, expected) in zip(follow, [0.374, 0.069, 0.946]) { #expect(abs(p - expected) < 1e-15) }
    #expect(result.integers("links", "lag") == [3, 5, 2])
    #expect(result.real("p_value") == 0.003 && result.real("p_lead") == 0.314)
    #expect(abs(result.real("p_follow") - 0.069) < 1e-15)
    #expect(result.integer("order_holds") == 0 && result.integer("links_found") == 1)
    #expect(result.integer("total_lag") == nil)
    #expect(
      result.text("verdict")
        == "the order does not hold, 1 of 3 links found: Y leads Z by 5 bars (5 days; p = 0.003); "
        + "no lead from X to Y (p = 0.148), Z to U (p = 0.314)")
    let low = result.reals("links", "lag_low")
    #expect(low[0].isNaN && low[2].isNaN && low[1] <= 5)
    #expect(result.reals("links", "lag_high")[1] >= 5)
  }

  @Test("finds the demo market's 21, 21 and 42 trading days, and that the order holds")
  func demo() throws {
    let result = try lab.engine.evaluate(Request(indicator: "liquidity_cascade"))
    #expect(
      texts(result, "leader") == ["DEMO_CREDIT", "DEMO_LARGE", "DEMO_SMALL"]
        && texts(result, "follower") == ["DEMO_LARGE", "DEMO_SMALL", "DEMO_CRYPTO"])
    #expect(result.integers("links", "lag") == [21, 21, 42])
    #expect(result.integer("total_lag") == 84 && result.integer("order_holds") == 1)
    #expect(result.real("total_lag_low") <= 84 && result.real("total_lag_high") >= 84)
    #expect(result.real("p_lead") <= 0.01 && result.real("p_follow") > 0.05)
    #expect(result.text("verdict").hasPrefix("the order holds: DEMO_CREDIT leads DEMO_LARGE by 21"))
    #expect(result.text("verdict").hasSuffix("; in all 84 bars (119 days)"))
  }

  @Test("a link's answer is lead_lag's for that pair")
  func pairs() throws {
    let result = try lab.run("liquidity_cascade", returns: Self.chain, [("max_lag", "15")])
    for link in 0..<3 {
      let pair = try lab.run(
        "lead_lag",
        returns: [
          ReturnLeg("leader", "A", Self.chain[link].values),
          ReturnLeg("follower", "B", Self.chain[link + 1].values),
        ], [("max_lag", "15")])
      #expect(result.reals("links", "p_lead")[link] == pair.real("p_lead"))
      #expect(result.reals("links", "p_follow")[link] == pair.real("p_follow"))
      let lag = result.integers("links", "lag")[link]
      let correlation = pair.reals("profile", "correlation")[Int(lag) + 15]
      #expect(result.reals("links", "correlation")[link] == correlation)
    }
  }

  @Test("a chain the wrong way round does not hold, and the words say which way it runs")
  func reversed() throws {
    let chain = Self.planted([4, 9])
    let forward = try lab.run("liquidity_cascade", returns: chain, [("max_lag", "20")])
    #expect(forward.integer("order_holds") == 1 && forward.integer("total_lag") == 13)
    #expect(forward.real("total_lag_days") == 13)
    let backward = try lab.run(
      "liquidity_cascade", returns: chain.reversed(), [("max_lag", "20")])
    #expect(backward.integer("order_holds") == 0 && backward.integer("links_found") == 0)
    #expect(backward.real("p_follow") == 0.002)
    #expect(
      backward.text("verdict").contains("against the order, S1 leads S2 (p = 0.002)"))
    #expect(backward.integer("total_lag") == nil)
  }

  @Test("the order fails by its weakest link, however strong the others are")
  func weakest() throws {
    let strong = Self.planted([3, 7])
    var generator = Generator(seed: 37)
    let noise = (0..<900).map { _ in generator.normal() }
    let result = try lab.run(
      "liquidity_cascade", returns: strong + [ReturnLeg("stage", "NOISE", noise)],
      [("max_lag", "20")])
    #expect(result.integer("links_found") == 2 && result.integer("order_holds") == 0)
    #expect(result.real("p_value") == 0.003 && result.real("p_lead") > 0.05)
    #expect(result.text("verdict").contains("no lead from S2 to NOISE"))
  }

  @Test("units do not matter, nor do stages after a link change it before Holm's correction")
  func invariance() throws {
    let chain = Self.planted([5, 2], rows: 400)
    let scaled = chain.enumerated().map { position, leg in
      ReturnLeg(leg.role, leg.name, leg.values.map { $0 * (position == 1 ? -1e5 : 3e-4) })
    }
    let one = try lab.run("liquidity_cascade", returns: chain, [("max_lag", "10")])
    let other = try lab.run("liquidity_cascade", returns: scaled, [("max_lag", "10")])
    #expect(one.reals("links", "p_lead") == other.reals("links", "p_lead"))
    #expect(one.integers("links", "lag") == other.integers("links", "lag"))
    #expect(other.text("verdict").contains("inversely"))
    let two = try lab.run("liquidity_cascade", returns: Array(chain[..<2]), [("max_lag", "10")])
    #expect(two.reals("links", "p_lead") == Array(one.reals("links", "p_lead")[..<1]))
  }

  @Test("hostile stages give p-values, a missing one or a refusal that says what to do")
  func hostile() throws {
    var generator = Generator(seed: 41)
    let (before, after) = (generator.walk(400), generator.walk(400))
    for (name, values) in Hostile.series(&generator) {
      do {
        let result = try lab.run(
          "liquidity_cascade", [("stage", before), ("stage", values), ("stage", after)],
          [("max_lag", "10"), ("resamples", "99")])
        for p in result.reals("links", "p_lead_holm") {
          #expect(p.isNaN || (p > 0 && p <= 1), "\(name)")
        }
        if name == "constant" {
          #expect(result.text("verdict").contains("cannot be tested: one does not move"))
          #expect(result.real("p_lead").isNaN && result.integer("order_holds") == 0)
        }
      } catch let error as RothostError {
        #expect([.input, .tooFew].contains(error.status), "\(name): \(error.message)")
        let advice = ["lower", "choose", "are needed"]
        #expect(advice.contains { error.message.contains($0) }, "\(name): \(error.message)")
      }
    }
  }

  @Test("takes two to six stages and says how many rows it needs")
  func refusals() throws {
    #expect(throws: RothostError.self) {
      try lab.run("liquidity_cascade", returns: Array(Self.chain[..<1]))
    }
    #expect(throws: RothostError.self) {
      try lab.run("liquidity_cascade", returns: Self.chain + Self.chain)
    }
    do {
      let short = Self.chain.map { ReturnLeg($0.role, $0.name, Array($0.values[..<70])) }
      _ = try lab.run("liquidity_cascade", returns: short)
      Issue.record("70 rows are too few for 63 lags")
    } catch let error as RothostError {
      #expect(error.status == .tooFew && error.message.contains("max_lag + 20"))
    }
  }

  @Test("finds no link of the story's chain in the market's own data")
  func market() throws {
    guard let lab = try MarketFiles.lab("SPY", "IWM", "BTC_USD") else { return }
    let result = try lab.run(
      "liquidity_cascade", series: [("stage", "SPY"), ("stage", "IWM"), ("stage", "BTC_USD")],
      from: "2014-01-01", to: "2026-02-28")
    #expect(result.integer("order_holds") == 0)
    #expect(result.reals("links", "p_lead_holm")[1] > 0.05)
    #expect(result.text("verdict").contains("IWM to BTC_USD (p = "))
    #expect(result.warnings.contains { $0.contains("close at different hours") })
  }
}

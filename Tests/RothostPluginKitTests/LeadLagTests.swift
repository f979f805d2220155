import Glibc
import RothostCache
import RothostHost
import RothostSeries
import Testing

@Suite("lead_lag, through the host")
struct LeadLagTests {
  private let engine: Engine

  init() throws { engine = try Engine.forTests() }

  /// The message of the error that a call throws, with its status; nil where it does not throw.
  private func refusal(_ call: () throws(RothostError) -> EvaluationResult) -> RothostError? {
    do {
      _ = try call()
      return nil
    } catch {
      return error
    }
  }

  @Test("finds a planted lag, with its days, its interval and plain words")
  func planted() throws {
    let result = try engine.leadLag(
      .planted(seed: 11, rows: 700, lag: 7, share: 0.5), ["max_lag": "30"])
    #expect(result.integer("best_lag") == 7)
    #expect(abs(try #require(result.real("best_lag_days")) - 7) < 1e-9)
    #expect(try #require(result.real("correlation")) > 0.3)
    #expect(result.real("p_lead") == 0.001 && result.real("p_value") == 0.001)
    #expect(try #require(result.real("p_follow")) > 0.05)
    #expect(try #require(result.real("llr")) > 1)
    #expect(try #require(result.real("lag_low")) <= 7)
    #expect(try #require(result.real("lag_high")) >= 7)
    #expect(result.text("verdict") == "LEADER leads FOLLOWER by 7 bars (7 days; p_lead = 0.001)")
    #expect(result.text("resampling").contains("seed 1, 999 resamples"))
  }

  @Test("turns the words round when the legs are swapped, and gives no interval then")
  func follows() throws {
    let result = try engine.leadLag(
      Legs.planted(seed: 11, rows: 700, lag: 7, share: 0.5).swapped, ["max_lag": "30"])
    #expect(result.integer("best_lag") == -7)
    #expect(result.real("p_follow") == 0.001)
    #expect(result.scalar("lag_low") == nil && result.scalar("lag_high") == nil)
    #expect(
      result.text("verdict") == "no lead; FIRST follows SECOND by 7 bars (7 days; p_follow = 0.001)"
    )
  }

  @Test("calls dependence at lag 0 no lead, and finds nothing in an unrelated pair")
  func noLead() throws {
    let together = try engine.leadLag(
      .planted(seed: 13, rows: 600, lag: 0, share: 0.5), ["max_lag": "20"])
    #expect(together.text("verdict") == "dependence at lag 0, no lead")
    #expect(together.real("p_value") == 0.001)
    let apart = try engine.leadLag(
      .planted(seed: 17, rows: 600, lag: 0, share: 0), ["max_lag": "20"])
    #expect(apart.text("verdict").hasPrefix("no dependence found at any lag (p = "))
    #expect(apart.scalar("lag_low") == nil)
  }

  @Test("finds a planted lag on the series' own stamps by Hayashi and Yoshida")
  func hayashiYoshida() throws {
    var legs = Legs.planted(seed: 19, rows: 600, lag: 4, share: 0.6)
    // Every third row of the follower is missing: no common clock is left to correlate on.
    for row in legs.follower.values.indices where row % 3 == 1 { legs.follower.values[row] = .nan }
    let result = try engine.leadLag(
      legs, ["method": "hayashi_yoshida", "max_lag": "15", "step": "1d"], alignment: .native)
    #expect(result.integer("best_lag") == 4)
    #expect(result.real("best_lag_days") == 4)
    #expect(try #require(result.real("p_lead")) <= 0.01)
    #expect(result.text("verdict").hasPrefix("LEADER leads FOLLOWER by 4 steps (4 days; p_lead"))
    let halved = try engine.leadLag(
      legs, ["method": "hayashi_yoshida", "max_lag": "15", "step": "2d"], alignment: .native)
    #expect(halved.integer("best_lag") == 2 && halved.real("best_lag_days") == 4)
  }

  @Test("gives the profile lag by lag, and the scalars agree with it")
  func profile() throws {
    let result = try engine.leadLag(
      .planted(seed: 23, rows: 500, lag: 3, share: 0.5), ["max_lag": "10"])
    #expect(result.integers("profile", "lag") == Array(-10...10))
    let statistic = result.reals("profile", "statistic")
    let best = try #require(statistic.indices.max { abs(statistic[$0]) < abs(statistic[$1]) })
    #expect(result.integer("best_lag") == Int64(best - 10))
    let correlation = result.reals("profile", "correlation")
    #expect(result.real("correlation") == correlation[best])
    let squares = correlation.map { $0 * $0 }
    let ratio = squares[11...].reduce(0, +) / squares[..<10].reduce(0, +)
    #expect(abs(try #require(result.real("llr")) / ratio - 1) < 1e-12)
    #expect(result.reals("profile", "p_pointwise").allSatisfy { $0 > 0 && $0 <= 1 })
  }

  @Test("shows when a lead began, window by window")
  func throughTime() throws {
    let result = try engine.leadLag(
      .planted(seed: 29, rows: 801, lag: 5, share: 0.7, from: 400),
      ["max_lag": "10", "window": "200", "window_step": "200"])
    let leads = result.reals("through_time", "p_lead")
    #expect(leads.count == 4)
    #expect(leads[0] > 0.05 && leads[1] > 0.05 && leads[2] <= 0.01 && leads[3] <= 0.01)
    #expect(result.integers("through_time", "best_lag").suffix(2) == [5, 5])
    #expect(result.integers("through_time", "time").last == Int64(18_262 + 800) * Legs.day)
  }

  @Test("says what to type where method and alignment do not fit, and how many rows it needs")
  func refusals() throws {
    let legs = Legs.planted(seed: 31, rows: 50, lag: 0, share: 0)
    let wrongMethod = refusal { () throws(RothostError) in
      try engine.leadLag(legs, ["method": "hayashi_yoshida"])
    }
    #expect(wrongMethod?.status == .parameter)
    #expect(wrongMethod?.message.contains("add --align native") == true)
    let wrongAlignment = refusal { () throws(RothostError) in
      try engine.leadLag(legs, alignment: .native)
    }
    #expect(wrongAlignment?.message.contains("--param method=hayashi_yoshida") == true)
    let few = refusal { () throws(RothostError) in try engine.leadLag(legs) }
    #expect(few?.status == .tooFew)
    #expect(few?.message.contains("max_lag + 20") == true)
    let window = refusal { () throws(RothostError) in
      try engine.leadLag(legs, ["max_lag": "5", "window": "60"])
    }
    #expect(window?.status == .tooFew)
  }

  @Test("names the row where a logarithm has no meaning")
  func logarithm() throws {
    var legs = Legs.planted(seed: 37, rows: 100, lag: 0, share: 0)
    legs.follower.values[41] = 0
    let native = refusal { () throws(RothostError) in
      try engine.leadLag(
        legs, ["method": "hayashi_yoshida", "max_lag": "5"], alignment: .native)
    }
    #expect(native?.status == .input)
    #expect(native?.message.contains("FOLLOWER row 41 is 0") == true)
  }

  @Test("gives the same bits again, and others with another seed")
  func determinism() throws {
    let legs = Legs.planted(seed: 41, rows: 300, lag: 2, share: 0.1)
    let first = try engine.leadLag(legs, ["max_lag": "10"]).json()
    #expect(try engine.leadLag(legs, ["max_lag": "10"]).json() == first)
  }

  @Test("finds the demo market's 42 bars where the cache is empty")
  func demo() throws {
    let result = try engine.leadLag(nil)
    #expect(result.integer("best_lag") == 42)
    #expect(result.text("verdict").hasPrefix("DEMO_SMALL leads DEMO_CRYPTO by 42 bars"))
    #expect(result.warnings.contains { $0.contains("synthetic") })
  }

  @Test("finds that IWM and Bitcoin depend at lag 0 and at no lag above it")
  func market() throws {
    let shared = getenv("ROTHOST_SHARED_DATA").map { String(cString: $0) } ?? "../shared/data"
    guard access(shared + "/yahoo/IWM.csv", R_OK) == 0 else {
      print("SKIPPED: \(shared) is absent, so the fact about IWM and Bitcoin is not checked")
      return
    }
    for name in ["IWM", "BTC_USD"] {
      _ = try engine.store().importFile("\(shared)/yahoo/\(name).csv")
    }
    let start = CivilDate(year: 2014, month: 1, day: 1)?.startNanoseconds
    let result = try engine.leadLag(nil, from: start)
    #expect(result.integer("best_lag") == 0)
    #expect(try #require(result.real("p_value")) <= 0.005)
    #expect(try #require(result.real("p_lead")) > 0.05)
    #expect(result.scalar("lag_low") == nil)
    #expect(result.text("verdict").hasPrefix("dependence at lag 0, no lead"))
    #expect(result.warnings.contains { $0.contains("close at different hours") })
  }
}

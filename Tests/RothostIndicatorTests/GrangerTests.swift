import RothostHost
import RothostSeries
import Testing

@Suite("granger")
struct GrangerTests {
  private static let legs = ReferenceLegs()
  private let lab: Lab

  init() throws { lab = try Lab() }

  private func ask(
    _ x: [Double], _ y: [Double], _ parameters: [(String, String)] = [], seed: UInt64 = 1
  ) throws -> EvaluationResult {
    try lab.run(
      "granger", returns: [ReturnLeg("leader", "X", x), ReturnLeg("follower", "Y", y)], parameters,
      seed: seed)
  }

  /// The error that a call throws; nil where it throws none of ours.
  private func refusal(_ call: () throws -> EvaluationResult) -> RothostError? {
    do {
      _ = try call()
      return nil
    } catch {
      return error as? RothostError
    }
  }

  @Test("F and the classical p are statsmodels' grangercausalitytests, order by order, both ways")
  func statsmodels() throws {
    // tools/references/granger.py, statsmodels 0.15.0: ssr_ftest.
    let lead = [
      (1.3492709972107062, 0.2459642729332849), (3.6488726683909016, 0.02672570019680003),
      (4.653857440463365, 0.0032198731935194035), (3.425579456361037, 0.008914679586638061),
      (3.2586628011530574, 0.006634457520668713), (2.7738305970346686, 0.011626264775103147),
    ]
    let follow = [
      (1.4844688417431267, 0.2236558441293922), (0.828569458077559, 0.4372806718446176),
      (0.876763696430503, 0.4529618148636181), (0.8864221185611779, 0.4718094508840468),
      (0.8030340231129349, 0.5478367475618462), (1.8142784171130384, 0.09446418052776165),
    ]
    let result = try ask(Self.legs.x, Self.legs.y, [("max_lag", "6"), ("resamples", "99")])
    let f = result.reals("orders", "f")
    let p = result.reals("orders", "p_classical")
    for (row, (statistic, pValue)) in (lead + follow).enumerated() {
      #expect(abs(f[row] / statistic - 1) < 1e-9, "row \(row)")
      #expect(abs(p[row] / pValue - 1) < 1e-9, "row \(row)")
    }
    #expect(result.integers("orders", "lags") == Array(1...6) + Array(1...6))
    #expect(result.integers("orders", "direction") == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    #expect(result.integers("orders", "chosen") == [0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0])
    #expect(result.real("f") == f[2] && result.real("p_classical") == p[2])
    #expect(result.integer("lag_order") == 3 && result.integer("lag_order_follow") == 2)
    #expect(result.integer("n") == 497)
  }

  @Test("p-values by wild bootstrap are those of the same written in numpy, by AIC, BIC and fixed")
  func numpy() throws {
    // tools/references/granger.py, numpy 2.4.6: p * 500 with 499 resamples, seed 17.
    for (criterion, most, lead, follow) in [
      ("aic", 6, 5.0, 221.0), ("bic", 6, 112, 180), ("fixed", 3, 2, 210),
    ] {
      let result = try ask(
        Self.legs.x, Self.legs.y,
        [("max_lag", "\(most)"), ("criterion", criterion), ("resamples", "499")], seed: 17)
      #expect(result.real("p_lead") == lead / 500, "\(criterion)")
      #expect(result.real("p_follow") == follow / 500, "\(criterion)")
      #expect(result.real("p_value") == min(1, 2 * min(lead, follow) / 500), "\(criterion)")
      #expect(result.text("resampling").contains("seed 17, 499 resamples"))
    }
  }

  @Test("says which lags help, with their signs, and the answer in words")
  func words() throws {
    let result = try ask(
      Self.legs.x, Self.legs.y, [("max_lag", "6"), ("criterion", "aic"), ("resamples", "499")],
      seed: 17)
    #expect(
      result.text("verdict")
        == "the past of X helps to predict Y (3 lags, p_lead = 0.01); not in reverse "
        + "(p_follow = 0.442)")
    #expect(result.integers("profile", "lag") == [1, 2, 3, 1, 2])
    let p = result.reals("profile", "p_pointwise")
    #expect(p[2] < 0.01 && result.reals("profile", "coefficient")[2] > 0.1)
    #expect(result.reals("profile", "error").allSatisfy { $0 > 0 })
    let none = try ask(Self.legs.x, Self.legs.u, [("max_lag", "4"), ("resamples", "99")])
    #expect(
      none.text("verdict").hasPrefix(
        "no evidence that the last 4 bars (4 days) of X help to predict Y (p_lead = "))
    #expect(none.text("verdict").contains(", nor in reverse (p_follow = "))
  }

  @Test("swapping the legs swaps the answers, and units do not matter")
  func symmetry() throws {
    let parameters = [("max_lag", "5"), ("resamples", "199")]
    let one = try ask(Self.legs.x, Self.legs.y, parameters)
    let other = try ask(Self.legs.y, Self.legs.x, parameters)
    for (a, b) in [
      ("p_lead", "p_follow"), ("f", "f_follow"), ("p_classical", "p_classical_follow"),
      ("p_unit_root_leader", "p_unit_root_follower"), ("p_value", "p_value"),
    ] {
      #expect(one.real(a) == other.real(b) && one.real(b) == other.real(a), "\(a)")
    }
    let scaled = try ask(Self.legs.x.map { $0 * 1e6 + 7 }, Self.legs.y.map { -3 * $0 }, parameters)
    #expect(scaled.real("p_lead") == one.real("p_lead"))
    #expect(abs(scaled.real("f") / one.real("f") - 1) < 1e-9)
  }

  @Test(
    "hostile data give a p-value or a refusal that says what to do, never a number from nothing")
  func hostile() throws {
    var generator = Generator(seed: 67)
    let walk = generator.walk(400)
    for (name, values) in Hostile.series(&generator) {
      for pair in [[values, walk], [walk, values]] {
        let inputs = [("leader", pair[0]), ("follower", pair[1])]
        do {
          let result = try lab.run("granger", inputs, [("max_lag", "3"), ("resamples", "99")])
          for output in ["p_lead", "p_follow", "p_value", "p_classical"] {
            #expect(result.real(output) > 0 && result.real(output) <= 1, "\(output): \(name)")
          }
        } catch let error as RothostError {
          #expect([.input, .tooFew].contains(error.status), "\(name): \(error.message)")
          #expect(error.message.contains("choose") || error.message.contains("lower"), "\(name)")
        }
      }
    }
  }

  @Test("refuses random walks unless told otherwise, constants, twins and too few rows, in words")
  func refusals() throws {
    var generator = Generator(seed: 71)
    let (walk, other) = (generator.walk(300), generator.walk(300))
    let level = refusal { try ask(walk, other) }
    #expect(level?.status == .input)
    #expect(level?.message.contains("X looks like a random walk") == true)
    #expect(level?.message.contains("--param unit_root=allow") == true)
    let allowed = try ask(walk, other, [("unit_root", "allow")])
    #expect(allowed.real("p_unit_root_leader") > 0.05 && allowed.real("p_lead") > 0)
    let constant = refusal { try ask(Self.legs.x, Self.legs.x.map { _ in 0.5 }) }
    #expect(constant?.message.contains("Y does not move") == true)
    let twins = refusal { try ask(Self.legs.x, Self.legs.x) }
    #expect(twins?.status == .input && twins?.message.contains("cannot be told apart") == true)
    let few = refusal { try ask(Array(Self.legs.x[..<60]), Array(Self.legs.y[..<60])) }
    #expect(few?.status == .tooFew && few?.message.contains("at least 70") == true)
    #expect(refusal { try ask([], []) }?.status == .tooFew)
  }

  @Test("reproduces that the past of IWM does not help to predict Bitcoin")
  func market() throws {
    guard let lab = try MarketFiles.lab("IWM", "BTC_USD") else { return }
    let result = try lab.run("granger", series: [], from: "2014-01-01", to: "2026-02-28")
    #expect(result.real("p_lead") > 0.05)
    #expect(result.text("verdict").hasPrefix("no evidence that the last 10 bars"))
    #expect(result.integer("n").map { $0 > 3000 } == true)
  }
}

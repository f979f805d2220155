import Foundation
import RothostHost
import RothostSeries
import Testing

@Suite("contagion")
struct ContagionTests {
  private let quick = [("resamples", "99")]

  /// Prices from 100 whose log returns are the given ones.
  private func prices(_ returns: [Double]) -> [Double] {
    var logarithm = log(100.0)
    return [100]
      + returns.map { step in
        logarithm += step
        return exp(logarithm)
      }
  }

  private func members(_ legs: [[Double]]) -> [(String, [Double])] {
    legs.map { ("member", prices($0)) }
  }

  /// The returns of tools/references/contagion.py.
  private func legs(_ rows: Int, seed: UInt64) -> [[Double]] {
    var generator = Generator(seed: seed)
    let u = (0..<3 * rows).map { _ in (Double(generator.next() >> 11) + 0.5) * 0x1p-53 - 0.5 }
    return [1, 2].map { leg in
      (0..<rows).map { row in
        let wild = row / 100 % 3 == 2 ? 0.06 : 0.02
        return wild * ((u[row] < -0.3 ? 1.6 : 1) * u[row] + u[leg * rows + row])
      }
    }
  }

  @Test("Tails, correlations and the binomial p are those of numpy and scipy")
  func reference() throws {
    let result = try Lab().run("contagion", members(legs(1500, seed: 2026)), quick)
    // numpy 2, scipy 1.17.1, printed by tools/references/contagion.py.
    let counts: [(String, Int64)] = [
      ("joint_days", 54), ("joint_up_days", 27), ("big_days", 81), ("n", 1500),
    ]
    for (name, wanted) in counts { #expect(result.integer(name) == wanted, "\(name)") }
    let wanted = [
      "expected_days": 5.28, "expected_given_sizes": 28.512, "p_value": 8.327572090269753e-09,
      "downside_correlation": 0.06878381009505191, "upside_correlation": 0.20898670630812777,
      "calm_correlation": 0.6575330268460117, "turbulent_correlation": 0.6671824019105838,
      "adjusted_correlation": 0.4398729312065783,
    ]
    for (name, value) in wanted {
      #expect(abs(result.real(name) / value - 1) < 1e-9, "\(name) \(result.real(name))")
    }
    #expect(abs(result.reals("pairs", "delta")[0] - 2.343921081456412) < 1e-9)
    #expect(result.integers("pairs", "n_calm") == [1184])
    #expect(result.integers("pairs", "n_turbulent") == [296])
    #expect(
      abs(
        result.real("difference")
          - (result.real("downside_correlation") - result.real("upside_correlation"))) < 1e-15)
    #expect(
      result.text("verdict").hasPrefix("they fall together: both fell hard on 54 of 1500 rows"))
    #expect(result.text("resampling").contains("blocks of mean length 12; SplitMix64, seed 1, 99"))
  }

  @Test("The bootstrap's interval holds the value, and the same seed gives the same answer")
  func interval() throws {
    let inputs = members(legs(1500, seed: 2027))
    let first = try Lab().run("contagion", inputs, quick)
    for name in ["difference", "excess"] {
      #expect(first.real("\(name)_low") < first.real(name), "\(name)")
      #expect(first.real("\(name)_high") > first.real(name), "\(name)")
    }
    #expect(try Lab().run("contagion", inputs, quick).asText == first.asText)
  }

  @Test("Shared volatility alone makes joint falls, but is not taken for contagion")
  func calibration() throws {
    let lab = try Lab()
    var generator = Generator(seed: 77)
    let trials = 200
    var rejected = 0
    var ratio = 0.0
    for _ in 0..<trials {
      var logarithm = 0.0
      var x: [Double] = []
      var y: [Double] = []
      for _ in 0..<600 {
        logarithm = 0.97 * logarithm + 0.25 * generator.normal()
        let volatility = 0.01 * exp(logarithm)
        x.append(volatility * generator.normal())
        y.append(volatility * generator.normal())
      }
      let result = try lab.run("contagion", members([x, y]), quick)
      if result.real("p_value") <= 0.05 { rejected += 1 }
      ratio += Double(result.integer("joint_days") ?? 0) / result.real("expected_days")
    }
    print(
      "rejected \(rejected) of \(trials) at 5 %; \(ratio / Double(trials)) times as many joint falls"
    )
    // Twice as many joint falls as independence lets expect, and still no more than 5 % rejections.
    #expect(ratio / Double(trials) > 2)
    #expect(rejected <= trials * 8 / 100)
  }

  @Test("A link through falls alone is found, with the rows it came from")
  func planted() throws {
    var generator = Generator(seed: 78)
    var legs = (0..<3).map { _ in (0..<800).map { _ in 0.01 * generator.normal() } }
    for row in [200, 202, 500] { for leg in legs.indices { legs[leg][row] = -0.08 } }
    legs[2][202] = -0.2
    let result = try Lab().run("contagion", members(legs), quick)
    #expect(result.real("p_value") < 0.05)
    let days = result.integers("episodes", "days")
    let times = result.integers("episodes", "time")
    // Returns begin a row after the prices.
    let first = try #require(times.firstIndex(of: Lab.days(802)[201]))
    #expect(days[first] == 2)
    #expect(result.integers("episodes", "end_time")[first] == Lab.days(802)[203])
    #expect(times.contains(Lab.days(802)[501]))
    let name = try #require(result.table("episodes")?.column("worst_member")?.storage)
    guard case .texts(let members) = name else {
      Issue.record("members are no texts")
      return
    }
    #expect(members[first] == "member")
    #expect(result.reals("episodes", "worst_return")[first] < -0.25)
  }

  @Test("The demo market's joint sell-off of April 2023 is the worst that is found")
  func demo() throws {
    var request = Request(indicator: "contagion")
    request.settings = [Setting(name: "resamples", value: .text("99"))]
    let result = try Lab().engine.evaluate(request)
    let means = result.reals("episodes", "mean_return")
    let worst = try #require(means.indices.min { means[$0] < means[$1] })
    #expect(result.dates("episodes", "time")[worst] == "2023-04-24")
    #expect(result.text("verdict").contains("from 2023-04-24 to"))
    #expect(result.real("p_value") <= 0.05)
    print(result.text("verdict"))
  }

  @Test("The members' order and scale move no joint fall; turned upside down, falls are rises")
  func symmetry() throws {
    let lab = try Lab()
    let legs = legs(900, seed: 79)
    let plain = try lab.run("contagion", members(legs), quick)
    let swapped = try lab.run("contagion", members([legs[1], legs[0]]), quick)
    for name in ["p_value", "expected_given_sizes", "expected_days"] {
      #expect(abs(plain.real(name) / swapped.real(name) - 1) < 1e-12, "\(name)")
    }
    #expect(plain.integers("episodes", "time") == swapped.integers("episodes", "time"))
    #expect(
      abs(plain.real("downside_correlation") - swapped.real("downside_correlation")) < 1e-12)
    let scaled = try lab.run(
      "contagion", members(legs).map { ($0.0, $0.1.map { $0 * 64 }) }, quick)
    #expect(scaled.asText == plain.asText)
    let mirrored = try lab.run("contagion", members(legs.map { $0.map { -$0 } }), quick)
    #expect(mirrored.integer("joint_days") == plain.integer("joint_up_days"))
    #expect(
      abs(mirrored.real("downside_correlation") - plain.real("upside_correlation")) < 1e-9)
    #expect(
      abs(mirrored.real("adjusted_correlation") - plain.real("adjusted_correlation")) < 1e-9)
  }

  @Test("Hostile members give numbers in range or none, and words for what cannot be said")
  func hostile() throws {
    var generator = Generator(seed: 80)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator) where values.count > 1 && name != "all missing"
    {
      let result = try lab.run(
        "contagion", [("member", values), ("member", generator.walk(values.count))], quick)
      for output in ["downside", "upside", "calm", "turbulent", "adjusted"] {
        let value = result.real("\(output)_correlation")
        #expect(value.isNaN || abs(value) <= 1, "\(name) \(output) \(value)")
      }
      let p = result.real("p_value")
      #expect(p.isNaN || (p > 0 && p <= 1), "\(name) \(p)")
      if name == "constant" {
        #expect(p.isNaN && result.real("calm_correlation").isNaN)
        #expect(
          result.text("verdict")
            == "joint falls cannot be judged: on none of 399 rows did both move hard; too few "
            + "joint falls or rises (10 are needed) to compare their correlations; calm and "
            + "turbulent rows cannot be compared")
      }
    }
  }

  @Test("Too few rows, and one member alone, are refused with what is needed")
  func tooFew() throws {
    var generator = Generator(seed: 81)
    let lab = try Lab()
    func refusal(_ inputs: [(String, [Double])], _ tail: String) -> RothostError? {
      do {
        _ = try lab.run("contagion", inputs, [("tail", tail)])
        return nil
      } catch { return error as? RothostError }
    }
    let short = [("member", generator.walk(100)), ("member", generator.walk(100))]
    #expect(refusal(short, "0.05")?.status == .tooFew)
    #expect(refusal(short, "0.05")?.message.contains("99 rows that all members have") == true)
    #expect(refusal(short, "0.01")?.message.contains("at least 500") == true)
    let missing = [Double](repeating: .nan, count: 300)
    #expect(refusal([("member", generator.walk(300)), ("member", missing)], "0.05") != nil)
    #expect(
      refusal([("member", generator.walk(300))], "0.05")?.message.contains("at least 2") == true)
    #expect(refusal([("member", []), ("member", [])], "0.05") != nil)
  }

  @Test("Bitcoin and stocks fell together in March 2020, far more often than by chance")
  func market() throws {
    guard let lab = try MarketFiles.lab("BTC_USD", "IWM", "QQQ") else { return }
    let result = try lab.run("contagion", series: [], quick, from: "2014-01-01")
    #expect(result.real("p_value") < 0.001)
    #expect(
      zip(result.dates("episodes", "time"), result.dates("episodes", "end_time")).contains {
        $0.0 >= "2020-03-01" && $0.0 <= "2020-03-12" && $0.1 >= "2020-03-12"
      })
    print(result.text("verdict"))
  }
}

import Foundation
import RothostHost
import RothostSeries
import Testing

@Suite("event_study")
struct EventStudyTests {
  private func texts(_ dates: [Int]) -> String {
    dates.map { ISO8601.date(Lab.days(1)[0] + Int64($0) * Lab.day) }.joined(separator: ",")
  }

  @Test("enters and leaves by the rule, and a horizon beyond the data is missing, not shortened")
  func byHand() throws {
    // Closes on days 0, 1, 2, 5, 6, 8, 9; the event of day 3 enters on day 5.
    let days: [Int64] = [0, 1, 2, 5, 6, 8, 9]
    let times = days.map { Lab.days(1)[0] + $0 * Lab.day }
    let result = try Lab().run(
      "event_study", [("target", [10, 11, 12, 20, 22, 15, 30])],
      [
        ("dates", texts([1, 3, 8])), ("horizons", "1,2,4"), ("confounders", ""),
        ("resamples", "99"), ("cooldown_days", "1"),
      ], times: times)
    #expect(result.integers("events", "horizon_days") == [1, 2, 4, 1, 2, 4, 1, 2, 4])
    let none = Double.nan
    #expect(
      result.reals("events", "return").bits
        == [
          (12.0 - 11) / 11, (12.0 - 11) / 11, (20.0 - 11) / 11, (22.0 - 20) / 20, (22.0 - 20) / 20,
          (30.0 - 20) / 20, 1, none, none,
        ].bits)
    #expect(result.dates("events", "entry_time")[3] == "2020-01-06")
    #expect(result.dates("events", "exit_time")[5] == "2020-01-10")
    #expect(result.dates("events", "exit_time")[8] == "")
    #expect(result.integers("profile", "n") == [3, 3, 2, 2, 2, 2])
    #expect(result.reals("profile", "hit_rate").allSatisfy { $0 == 1 })
    #expect(result.reals("profile", "mean_low").allSatisfy { $0.isNaN })
  }

  @Test("Two hits of two prove nothing, and the words say so with the floor q^n")
  func twoOfTwo() throws {
    var generator = Generator(seed: 41)
    var target = generator.walk(600)
    for index in 200..<600 { target[index] *= 1.5 }
    let result = try Lab().run(
      "event_study", [("target", target)],
      [("dates", texts([150, 199])), ("horizons", "60"), ("cooldown_days", "30")])
    let q = result.reals("profile", "rising_share")[0]
    #expect(abs(result.real("smallest_p_sign") - q * q) < 1e-15)
    #expect(result.real("p_sign") >= q * q && result.integer("n") == 2)
    #expect(result.text("verdict").contains("n = 2 proves nothing"))
    #expect(result.real("mean_low").isNaN && result.real("mean_high").isNaN)
    #expect(result.real("smallest_p") == 1.0 / 2000)
  }

  @Test("The p-value is that of a plain sampler that draws dates and throws away crowded sets")
  func reference() throws {
    var generator = Generator(seed: 42)
    let target = generator.walk(500)
    let events = [40, 140, 250, 330]
    let result = try Lab().run(
      "event_study", [("target", target)],
      [
        ("dates", texts(events)), ("horizons", "20"), ("cooldown_days", "60"),
        ("resamples", "4999"), ("confounders", ""),
      ])
    let returns = (0..<480).map { (target[$0 + 20] - target[$0]) / target[$0] }
    let scores = (0..<480).map { start in
      let moves = (start..<start + 20).map { log(target[$0 + 1] / target[$0]) }
      return moves.reduce(0, +) / sqrt(moves.reduce(0) { $0 + $1 * $1 })
    }
    let centre = scores.reduce(0, +) / 480
    let observed = abs(events.map { scores[$0] }.reduce(0, +) / 4 - centre)
    var asFar = 0
    var draws = 0
    while draws < 4000 {
      let set = (0..<4).map { _ in Int(generator.uniform() * 480) }.sorted()
      guard zip(set.dropFirst(), set).allSatisfy({ $0 - $1 > 60 }) else { continue }
      draws += 1
      if abs(set.map { scores[$0] }.reduce(0, +) / 4 - centre) >= observed { asFar += 1 }
    }
    let p = result.real("p_value")
    #expect(abs(p - Double(asFar) / 4000) < 0.035, "\(p) against \(Double(asFar) / 4000)")
    #expect(abs(result.reals("profile", "all_score")[0] - centre) < 1e-12)
    let mean = returns.reduce(0, +) / 480
    #expect(abs(result.reals("profile", "all_mean")[0] - mean) < 1e-14)
    let hits = events.count { returns[$0] > 0 }
    let q = Double(returns.count { $0 > 0 }) / 480
    var sign = 0.0
    for outcome in 0..<16 where outcome.nonzeroBitCount >= hits {
      let ups = outcome.nonzeroBitCount
      sign += pow(q, Double(ups)) * pow(1 - q, Double(4 - ups))
    }
    #expect(abs(result.real("p_sign") - sign) < 1e-14)
  }

  @Test("Confounded events are marked, and the second half of the profile leaves them out")
  func confounders() throws {
    var generator = Generator(seed: 43)
    let target = generator.walk(700)
    let result = try Lab().run(
      "event_study", [("target", target)],
      [
        ("dates", texts([50, 150, 250, 350, 450, 550])), ("horizons", "10"),
        ("cooldown_days", "30"), ("confounders", texts([140, 440])), ("confounder_days", "20"),
      ])
    #expect(result.integers("events", "is_confounded") == [0, 1, 0, 0, 1, 0])
    #expect(result.dates("events", "confounder_time")[1] == texts([140]))
    #expect(result.integers("profile", "n") == [6, 4] && result.integer("n_confounded") == 2)
    let returns = result.reals("events", "return")
    let left = [0, 2, 3, 5].map { returns[$0] }.reduce(0, +) / 4
    #expect(abs(result.reals("profile", "mean")[1] - left) < 1e-15)
    // With six events there is an interval around the mean, with the other four there is none.
    let mean = result.reals("profile", "mean")[0]
    #expect(result.reals("profile", "mean_low")[0] < mean)
    #expect(result.reals("profile", "mean_high")[0] > mean)
    #expect(result.reals("profile", "mean_low")[1].isNaN)
  }

  @Test("On dates that mean nothing the p-value rejects as often as it says")
  func calibration() throws {
    var generator = Generator(seed: 44)
    let lab = try Lab()
    var rejections = [0, 0, 0]
    let trials = 400
    for _ in 0..<trials {
      let target = generator.walk(400)
      var set: [Int] = []
      while set.isEmpty || !zip(set.dropFirst(), set).allSatisfy({ $0 - $1 > 40 }) {
        set = (0..<4).map { _ in Int(generator.uniform() * 380) }.sorted()
      }
      let result = try lab.run(
        "event_study", [("target", target)],
        [
          ("dates", texts(set)), ("horizons", "20"), ("cooldown_days", "40"), ("resamples", "199"),
          ("confounders", ""),
        ])
      for (position, level) in [0.01, 0.05, 0.1].enumerated()
      where result.real("p_value") <= level { rejections[position] += 1 }
    }
    print("rejected \(rejections) of \(trials) at 1, 5 and 10 %")
    // Three deviations of a binomial count on either side.
    #expect(rejections[0] <= 10 && (7...33).contains(rejections[1]))
    #expect((22...58).contains(rejections[2]))
  }

  @Test("Scale of the target and shift of the trigger move nothing; the seed moves p alone")
  func invariance() throws {
    var generator = Generator(seed: 45)
    let lab = try Lab()
    let trigger = generator.walk(1500)
    let target = generator.walk(1500)
    let parameters = [("cooldown_days", "25"), ("horizons", "20,40"), ("resamples", "199")]
    let plain = try lab.run(
      "event_study", [("trigger", trigger), ("target", target)], parameters)
    let again = try lab.run(
      "event_study", [("trigger", trigger), ("target", target)], parameters)
    #expect(plain.asText == again.asText)
    let moved = try lab.run(
      "event_study", [("trigger", trigger.map { $0 + 256 }), ("target", target.map { $0 * 32 })],
      parameters)
    #expect(plain.integer("n").map { $0 > 1 } == true)
    #expect(moved.reals("events", "return").bits == plain.reals("events", "return").bits)
    #expect(moved.reals("profile", "p_value").bits == plain.reals("profile", "p_value").bits)
    #expect(plain.warnings.contains { $0.contains("40 days exceeds the cool-down") })
  }

  @Test("Hostile data give finite answers or a refusal that says what is needed")
  func hostile() throws {
    var generator = Generator(seed: 46)
    let lab = try Lab()
    let parameters = [("cooldown_days", "5"), ("horizons", "3,10"), ("resamples", "99")]
    var answers = 0
    for (name, values) in Hostile.series(&generator) {
      for inputs in [
        [("trigger", generator.walk(values.count)), ("target", values)],
        [("trigger", values), ("target", generator.walk(values.count))],
      ] {
        do {
          let result = try lab.run("event_study", inputs, parameters)
          let p = result.reals("profile", "p_value")
          #expect(p.allSatisfy { $0.isNaN || ($0 > 0 && $0 <= 1) }, "\(name)")
          #expect(result.reals("profile", "mean").allSatisfy { !$0.isInfinite }, "\(name)")
          answers += 1
        } catch let error as RothostError {
          #expect([.tooFew, .input].contains(error.status), "\(name): \(error)")
        }
      }
    }
    #expect(answers > 4)
    #expect(throws: RothostError.self) {
      try lab.run("event_study", [("target", [1, 0, 1])], [("dates", texts([0]))])
    }
    #expect(throws: RothostError.self) {
      try lab.run("event_study", [("target", [1, 2, 3])], [("dates", texts([50]))])
    }
  }

  @Test(
    "Bitcoin rose 156 and 201 % and fell 37 % in the 180 days after the last three it is told of")
  func market() throws {
    guard let lab = try MarketFiles.lab("IWM", "BTC_USD") else { return }
    let series = [("trigger", "IWM"), ("target", "BTC_USD")]
    let result = try lab.run("event_study", series: series, [("horizons", "180")])
    let dates = result.dates("events", "time")
    #expect(dates.count == 6 && result.integer("n") == 6)
    let returns = result.reals("events", "return")
    for (date, expected) in [("2016-11-14", 1.56), ("2020-11-13", 2.01), ("2025-09-18", -0.37)] {
      let position = try #require(dates.firstIndex(of: date))
      #expect(abs(returns[position] - expected) < 0.005, "\(date): \(returns[position])")
    }
    print(result.text("verdict"))
    let two = try lab.run(
      "event_study", series: series, [("horizons", "180"), ("dates", "2016-11-14,2020-11-13")])
    print(two.text("verdict"))
    #expect(two.integer("n") == 2 && two.text("verdict").contains("n = 2 proves nothing"))
    #expect(two.real("p_sign") > 0.3)
  }
}

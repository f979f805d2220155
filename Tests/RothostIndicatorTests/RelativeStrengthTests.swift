import Foundation
import RothostHost
import RothostSeries
import Testing

@Suite("relative_strength")
struct RelativeStrengthTests {
  @Test("wins, runs and years equal a plain reference on random walks")
  func reference() throws {
    var generator = Generator(seed: 31)
    let asset = generator.walk(2200)
    let benchmark = generator.walk(2200)
    let result = try Lab().run(
      "relative_strength", [("asset", asset), ("benchmark", benchmark)], [("threshold", "0.04")])
    var run = 0
    var expected: [Double] = [.nan]
    for i in 1..<asset.count {
      let isWon = asset[i] / asset[i - 1] > benchmark[i] / benchmark[i - 1]
      run = isWon ? max(run, 0) + 1 : min(run, 0) - 1
      expected.append(Double(run))
    }
    #expect(result.values("run").bits == expected.bits)
    #expect(result.integer("longest") == Int64(expected.dropFirst().max() ?? 0))
    // 2020-01-01 and 2,200 days: years 2021 to 2026, the last unfinished.
    #expect(result.integers("years", "year") == [2021, 2022, 2023, 2024, 2025, 2026])
    let lengths = [366, 365, 365, 365, 366, 365, 365]
    var first = 0
    for (position, length) in lengths.dropLast().enumerated() {
      first += length
      let last = min(first + lengths[position + 1], asset.count) - 1
      let spreads = (first...last).map {
        asset[$0] / asset[first - 1] - benchmark[$0] / benchmark[first - 1]
      }
      #expect(abs(result.reals("years", "spread")[position] - (spreads.last ?? 0)) < 1e-12)
      let reached = spreads.firstIndex { $0 >= 0.04 }
      let time = reached.map { Lab.days(2200)[first + $0] } ?? .min
      #expect(result.integers("years", "reached_time")[position] == time)
      let isHeld: Int64 = (spreads.last ?? 0) > 0 ? 1 : 0
      let held = reached == nil || position == 5 ? Int64.min : isHeld
      #expect(result.integers("years", "held")[position] == held)
    }
  }

  @Test("The chance to hold is the share of driftless walks that do, and by_day drops late leads")
  func holdChance() throws {
    var generator = Generator(seed: 32)
    var asset = [Double](repeating: 100, count: 700)
    for index in 1..<700 { asset[index] = asset[index - 1] * exp(0.01 * generator.normal()) }
    let flat = [Double](repeating: 100, count: 700)
    let lab = try Lab()
    let inputs = [("asset", asset), ("benchmark", flat)]
    let result = try lab.run("relative_strength", inputs, [("threshold", "0.03")])
    let reached = result.integers("years", "reached_time")[0]
    try #require(reached != .min)
    let position = try #require(Lab.days(700).firstIndex(of: reached))
    let lead = log(asset[position] / asset[365])
    let squares = (1...position).map { pow(log(asset[$0] / asset[$0 - 1]), 2) }
    let step = (squares.reduce(0, +) / Double(position)).squareRoot()
    var held = 0
    for _ in 0..<4000 {
      var level = lead
      for _ in position..<(365 + 365) { level += step * generator.normal() }
      if level > 0 { held += 1 }
    }
    let chance = result.reals("years", "hold_chance")[0]
    #expect(abs(chance - Double(held) / 4000) < 0.04, "\(chance) against \(held)")
    let early = try lab.run(
      "relative_strength", inputs, [("threshold", "0.03"), ("by_day", "1")])
    #expect(early.integers("years", "reached_time")[0] == .min)
    #expect(early.integer("years_reached") == 0)
  }

  @Test("Years held are judged by the exact sum of unequal coins")
  func years() throws {
    var generator = Generator(seed: 33)
    let asset = generator.walk(3700)
    let benchmark = generator.walk(3700)
    let result = try Lab().run(
      "relative_strength", [("asset", asset), ("benchmark", benchmark)], [("threshold", "0.02")])
    let pairs = zip(result.reals("years", "hold_chance"), result.integers("years", "held"))
      .filter { $0.1 != .min }
    try #require(pairs.count > 3)
    var sum = 0.0
    let held = pairs.filter { $0.1 == 1 }.count
    for outcome in 0..<(1 << pairs.count) where outcome.nonzeroBitCount >= held {
      sum += pairs.indices.reduce(1.0) {
        $0 * (outcome >> $1 & 1 == 1 ? pairs[$1].0 : 1 - pairs[$1].0)
      }
    }
    #expect(result.integer("years_held") == Int64(held))
    #expect(abs(result.real("p_years") - sum) < 1e-12)
    let expected = pairs.map(\.0).reduce(0, +)
    #expect(abs(result.real("expected_held") - expected) < 1e-12)
  }

  @Test("Equal returns are ties whatever the scale, and scale moves nothing")
  func invariance() throws {
    var generator = Generator(seed: 34)
    let lab = try Lab()
    let walk = generator.walk(500)
    let same = try lab.run(
      "relative_strength", [("asset", walk.map { $0 * 4 }), ("benchmark", walk)])
    #expect(same.values("run").dropFirst().allSatisfy { $0 == 0 })
    #expect(same.real("win_rate") == 0 && same.real("p_value").isNaN)
    let other = generator.walk(500)
    let plain = try lab.run("relative_strength", [("asset", walk), ("benchmark", other)])
    let scaled = try lab.run(
      "relative_strength", [("asset", walk.map { $0 * 16 }), ("benchmark", other.map { $0 / 8 })])
    #expect(plain.values("run").bits == scaled.values("run").bits)
    #expect(plain.values("year_spread").bits == scaled.values("year_spread").bits)
    let swapped = try lab.run("relative_strength", [("asset", other), ("benchmark", walk)])
    #expect(plain.values("run").map { -$0 }.bits == swapped.values("run").bits)
  }

  @Test("Hostile data give finite answers, the same bits row by row and in one batch")
  func hostile() throws {
    var generator = Generator(seed: 35)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator, count: 800) {
      let other = Array(generator.walk(800).prefix(values.count))
      try lab.expectStreamEqualsBatch(
        "relative_strength", [("asset", values), ("benchmark", other)], [("threshold", "0.01")],
        "\(name)")
      try lab.expectStreamEqualsBatch(
        "relative_strength", [("asset", other), ("benchmark", values)], [("threshold", "0.01")],
        "\(name), as the benchmark")
    }
    #expect(throws: RothostError.self) {
      try lab.run("relative_strength", [("asset", [1, 0, 2]), ("benchmark", [1, 1, 1])])
    }
  }

  @Test("IWM beat SPY on eleven sessions in a row to 2026-01-16, and rose 9.6 % to 2026-01-22")
  func market() throws {
    guard let lab = try MarketFiles.lab("IWM", "SPY") else { return }
    let series = [("asset", "IWM"), ("benchmark", "SPY")]
    let result = try lab.run("relative_strength", series: series, to: "2026-01-16")
    #expect(result.integer("current") == 11)
    #expect(result.integer("current_time") == Lab.date("2026-01-02"))
    let later = try lab.run("relative_strength", series: series, to: "2026-01-22")
    #expect(later.integer("current") == 14)
    let fall = try lab.run("relative_strength", series: [("asset", "IWM"), ("benchmark", "SPY")])
    #expect(fall.integer("years_reached") == 16 && fall.integer("years_held") == 12)
    // Against a benchmark that stands still the year's spread is the asset's own return.
    try lab.putFlat("FLAT", like: "IWM")
    let rise = try lab.run(
      "relative_strength", series: [("asset", "IWM"), ("benchmark", "FLAT")], to: "2026-01-22")
    #expect(abs((rise.values("year_spread").last ?? 0) - 0.096) < 0.0005)
  }
}

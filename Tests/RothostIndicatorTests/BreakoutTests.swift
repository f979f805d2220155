import RothostHost
import RothostSeries
import Testing

@Suite("breakout")
struct BreakoutTests {
  /// The plain reference: every row looks at all rows before it.
  private func reference(_ values: [Double], _ times: [Int64], days: Double) -> [Int] {
    var found: [Int] = []
    for i in values.indices where !values[i].isNaN {
      let earlier = (0..<i).filter { !values[$0].isNaN }
      guard let top = earlier.map({ values[$0] }).max(), values[i] > top else { continue }
      let lastRecord = earlier.first { values[$0] == top } ?? 0
      if Double(times[i] - times[lastRecord]) > days * Double(Lab.day) { found.append(i) }
    }
    return found
  }

  @Test("finds the breakouts of a plain reference on random walks with gaps")
  func reference() throws {
    var generator = Generator(seed: 11)
    let lab = try Lab()
    var total = 0
    for cooldown in [1, 10, 60] {
      var values = generator.walk(1500)
      for index in stride(from: 3, to: 1500, by: 11) { values[index] = .nan }
      let times = Lab.days(values.count)
      let result = try lab.run(
        "breakout", [("series", values)], [("cooldown_days", "\(cooldown)")])
      let expected = reference(values, times, days: Double(cooldown))
      #expect(result.integers("events", "time") == expected.map { times[$0] })
      #expect(result.reals("events", "value") == expected.map { values[$0] })
      #expect(result.integer("breakouts") == Int64(expected.count))
      total += expected.count
    }
    #expect(total > 3)
  }

  @Test("tells distance, days and discovery of a series done by hand")
  func byHand() throws {
    let values: [Double] = [10, 8, 9, 12, 11, 9, .nan, 13]
    let result = try Lab().run("breakout", [("series", values)], [("cooldown_days", "2")])
    let none = Double.nan
    #expect(
      result.values("distance").bits
        == [0, -0.2, -0.1, 0, (11.0 - 12) / 12, -0.25, none, 0].bits)
    #expect(result.values("in_discovery").bits == [0, 0, 0, 1, 1, 0, none, 1].bits)
    #expect(result.values("days_since_record").bits == [0, 1, 2, 0, 1, 2, none, 0].bits)
    #expect(result.reals("events", "old_high") == [10, 12])
    #expect(result.reals("events", "days_since") == [3, 4])
    #expect(result.integer("n") == 7 && result.real("record") == 13)
    #expect(
      result.text("verdict")
        == "2 breakouts, the last on 2020-01-08 above 12.00 of 2020-01-04; now at a record")
  }

  @Test("A level reached again is no record, and exactly the cool-down is not more than it")
  func edges() throws {
    let lab = try Lab()
    let touch = try lab.run("breakout", [("series", [5, 4, 4, 5, 5])], [("cooldown_days", "1")])
    #expect(touch.integer("breakouts") == 0 && touch.real("current_distance") == 0)
    #expect(touch.text("verdict").hasPrefix("no breakout"))
    let exact = try lab.run("breakout", [("series", [5, 4, 6])], [("cooldown_days", "2")])
    #expect(exact.integer("breakouts") == 0)
    let negative = try lab.run("breakout", [("series", [-5, -6, -4])], [("cooldown_days", "1")])
    #expect(negative.integer("breakouts") == 1 && negative.real("current_distance").isNaN)
  }

  @Test("Scale and shift move no breakout, and a scale of two no bit of the distance")
  func invariance() throws {
    var generator = Generator(seed: 12)
    let lab = try Lab()
    let values = generator.walk(900)
    let parameters = [("cooldown_days", "20")]
    let plain = try lab.run("breakout", [("series", values)], parameters)
    let scaled = try lab.run("breakout", [("series", values.map { $0 * 4 })], parameters)
    let shifted = try lab.run("breakout", [("series", values.map { $0 + 1024 })], parameters)
    #expect(!plain.integers("events", "time").isEmpty)
    #expect(plain.integers("events", "time") == scaled.integers("events", "time"))
    #expect(plain.integers("events", "time") == shifted.integers("events", "time"))
    #expect(plain.values("distance").bits == scaled.values("distance").bits)
  }

  @Test("Hostile data give finite answers, the same bits row by row and in one batch")
  func hostile() throws {
    var generator = Generator(seed: 13)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator) {
      let result = try lab.run("breakout", [("series", values)], [("cooldown_days", "5")])
      #expect(result.values("distance").allSatisfy { $0.isNaN || ($0 <= 0 && $0 >= -1) }, "\(name)")
      try lab.expectStreamEqualsBatch(
        "breakout", [("series", values)], [("cooldown_days", "5")], "\(name)")
    }
    let tick = try lab.run("breakout", [("series", [1, 1e6, 1.1])])
    #expect(tick.real("current_distance") == (1.1 - 1e6) / 1e6)
  }

  @Test("No rows are refused by the host with words, not answered with numbers")
  func noRows() throws {
    let lab = try Lab()
    #expect(throws: RothostError.self) { try lab.run("breakout", [("series", [])]) }
  }

  @Test("IWM's breakouts include 2016-11-14, 2020-11-13 and 2025-09-18: three of six, not of two")
  func market() throws {
    guard let lab = try MarketFiles.lab("IWM") else { return }
    let result = try lab.run("breakout", series: [("series", "IWM")])
    let dates = result.dates("events", "time")
    for date in ["2016-11-14", "2020-11-13", "2025-09-18"] { #expect(dates.contains(date)) }
    #expect(dates.filter { $0 >= "2010-08-18" }.count == 6)
    #expect(dates.count == 10)
  }
}

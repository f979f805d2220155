import RothostHost
import RothostIndicatorParts
import RothostSeries
import Testing

@Suite("trend")
struct TrendTests {
  /// The plain reference in the machine's widest type.
  private func mean(_ values: [Double], _ end: Int, _ window: Int, minPeriods: Int) -> Double {
    let part = values[max(0, end - window + 1)...end].filter { !$0.isNaN }
    guard part.count >= minPeriods && end + 1 >= min(window, minPeriods) else { return .nan }
    return Double(part.reduce(Float80(0)) { $0 + Float80($1) } / Float80(part.count))
  }

  @Test("The average is that of the plain sum, on hostile data too, with gaps and min_periods")
  func reference() throws {
    var generator = Generator(seed: 51)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator) where values.count > 1 {
      for minPeriods in [0, 10] {
        let result = try lab.run(
          "trend", [("series", values)], [("window", "20"), ("min_periods", "\(minPeriods)")])
        let averages = result.values("average")
        for index in values.indices {
          let wanted = mean(
            values, index, 20, minPeriods: minPeriods == 0 ? 20 : minPeriods)
          #expect(averages[index].isNaN == wanted.isNaN, "\(name) row \(index)")
          if !wanted.isNaN {
            #expect(
              abs(averages[index] - wanted) <= wanted.magnitude * 2.3e-16, "\(name) row \(index)")
          }
        }
      }
    }
  }

  @Test("A million rows and a bad tick leave no drift in the average")
  func drift() {
    var generator = Generator(seed: 52)
    var rolling = RollingMean(window: 50)
    var last: [Double] = []
    var average = 0.0
    for row in 0..<1_000_000 {
      let value = row == 999_900 ? 1e15 : 1e9 + 1e-3 * generator.uniform()
      average = rolling.take(value)
      if row >= 999_950 { last.append(value) }
    }
    let wanted = Double(last.reduce(Float80(0)) { $0 + Float80($1) } / 50)
    #expect(average == wanted)
  }

  @Test("tells touches, their ends and crossings of a series done by hand")
  func byHand() throws {
    // The average of two bars; distance = (x_t - x_{t-1}) / (x_t + x_{t-1}), band 5 %.
    let values: [Double] = [100, 120, 124, 150, 153, 130, 130, 160, 120]
    let result = try Lab().run(
      "trend", [("series", values)], [("window", "2"), ("threshold", "0.05")])
    #expect(result.values("average").dropFirst().first == 110)
    #expect(result.integers("episodes", "side") == [0, 0, 1, 0])
    // Held at 150; broke to 130 from above; left upwards at 160, so a resistance broke; leapt to 120.
    #expect(result.integers("episodes", "outcome") == [0, 1, 1, 1])
    #expect(result.integers("episodes", "length_bars") == [1, 1, 1, 0])
    #expect(
      result.dates("episodes", "end_time") == [
        "2020-01-04", "2020-01-06", "2020-01-08", "2020-01-09",
      ])
    #expect(result.values("crossing").map { $0.isNaN ? 0 : $0 } == [0, 0, 0, 0, 0, -1, 0, 1, -1])
    #expect(result.integer("crossings") == 3 && result.integer("n") == 8)
    #expect(result.integer("supports") == 3 && result.integer("supports_held") == 1)
    #expect(result.integer("resistances") == 1 && result.integer("resistances_held") == 0)
    #expect(
      result.text("verdict")
        == "14.3 % below its 2-bar average of 140.00, which fell 3.45 % over the last bar; "
        + "met from above 3 times: 1 held, 2 broke, from below 1 time: 0 held, 1 broke")
  }

  @Test("Scale moves no touch and, by a power of two, no bit; a shift moves no crossing")
  func invariance() throws {
    var generator = Generator(seed: 53)
    let lab = try Lab()
    let values = generator.walk(900)
    let parameters = [("window", "30")]
    let plain = try lab.run("trend", [("series", values)], parameters)
    let scaled = try lab.run("trend", [("series", values.map { $0 * 64 })], parameters)
    let shifted = try lab.run("trend", [("series", values.map { $0 + 64 })], parameters)
    #expect(plain.integers("episodes", "time").count > 5)
    #expect(plain.values("distance").bits == scaled.values("distance").bits)
    #expect(plain.values("slope").bits == scaled.values("slope").bits)
    #expect(plain.integers("episodes", "outcome") == scaled.integers("episodes", "outcome"))
    #expect(plain.values("crossing").bits == shifted.values("crossing").bits)
  }

  @Test("Hostile data give the same bits row by row and in one batch")
  func hostile() throws {
    var generator = Generator(seed: 54)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator) {
      try lab.expectStreamEqualsBatch(
        "trend", [("series", values)], [("window", "15"), ("min_periods", "5")], "\(name)")
    }
    #expect(throws: RothostError.self) { try lab.run("trend", [("series", [])]) }
    #expect(throws: RothostError.self) {
      try lab.run("trend", [("series", [1, 2])], [("window", "5"), ("min_periods", "6")])
    }
  }

  @Test("On a walk without drift most touches hold, as the manual warns")
  func caution() throws {
    var generator = Generator(seed: 55)
    let result = try Lab().run("trend", [("series", generator.walk(20_000))], [("window", "200")])
    let over = (result.integer("supports") ?? 0) + (result.integer("resistances") ?? 0)
    let held = (result.integer("supports_held") ?? 0) + (result.integer("resistances_held") ?? 0)
    print("held \(held) of \(over)")
    #expect(over > 100 && Double(held) > 0.5 * Double(over))
  }

  @Test("Bitcoin's 200-week average stood near 58,000 to 60,000 dollars in early 2026")
  func market() throws {
    guard let lab = try MarketFiles.lab("BTC_USD") else { return }
    let result = try lab.run(
      "trend", series: [("series", "BTC_USD")], from: "2020-01-01", to: "2026-02-06",
      clock: try SamplingClock(parsing: "1w"))
    #expect((55_000...63_000).contains(result.real("current_average")))
    #expect(!result.values("average")[0].isNaN)
    print(result.text("verdict"))
  }
}

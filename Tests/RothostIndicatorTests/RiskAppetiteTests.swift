import Foundation
import RothostHost
import RothostSeries
import Testing

@Suite("risk_appetite")
struct RiskAppetiteTests {
  private let settings = [("formulas", "1/2,-3,+4"), ("min_periods", "20")]

  private func inputs(_ values: [[Double]]) -> [(String, [Double])] {
    values.map { ("component", $0) }
  }

  private func run(
    _ values: [[Double]], _ parameters: [(String, String)]? = nil
  ) throws -> EvaluationResult {
    try Lab().run("risk_appetite", inputs(values), parameters ?? settings, alignment: .inner)
  }

  /// Scores row by row over the values up to it, each in two passes of 80 bits about the first.
  private func scores(_ values: [Double], minPeriods: Int) -> [Double] {
    values.indices.map { row in
      let past = values[...row].filter { !$0.isNaN }
      guard !values[row].isNaN, past.count >= minPeriods, let anchor = past.first else {
        return .nan
      }
      let moves = past.map { Float80($0) - Float80(anchor) }
      let mean = moves.reduce(0, +) / Float80(moves.count)
      let squares = moves.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      guard squares > 0 else { return .nan }
      let deviation = (squares / Float80(moves.count - 1)).squareRoot()
      return Double((Float80(values[row]) - Float80(anchor) - mean) / deviation)
    }
  }

  private func composite(_ parts: [[Double]]) -> [Double] {
    parts[0].indices.map { row in
      let known = parts.map { $0[row] }.filter { !$0.isNaN }
      return known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
    }
  }

  private func expectNear(_ found: [Double], _ wanted: [Double], _ comment: Comment) {
    #expect(found.count == wanted.count)
    for row in wanted.indices {
      #expect(found[row].isNaN == wanted[row].isNaN, "row \(row): \(comment)")
      if !wanted[row].isNaN {
        #expect(
          abs(found[row] - wanted[row]) < 1e-11 * max(1, abs(wanted[row])),
          "row \(row), \(found[row]) for \(wanted[row]): \(comment)")
      }
    }
  }

  @Test("The composite is that of plain two-pass moments at every row, on hostile data too")
  func reference() throws {
    var generator = Generator(seed: 74)
    for (name, values) in Hostile.series(&generator) where values.count > 1 {
      let (a, b, c) = (generator.walk(400), generator.walk(400), generator.walk(400))
      let result = try run([a, b, values, c])
      let ratio = zip(a, b).map { log1p(($0 - $1) / $1) }
      let parts = [
        scores(ratio, minPeriods: 20), scores(values, minPeriods: 20).map { -$0 },
        scores(c, minPeriods: 20),
      ]
      expectNear(result.values("composite"), composite(parts), "\(name)")
      let regimes = result.values("composite").map { value in
        value.isNaN ? Double.nan : value > 0.5 ? 2 : value < -0.5 ? 0 : 1
      }
      #expect(result.values("regime").bits == regimes.bits, "\(name)")
      let known = parts[0].indices.map { row in Double(parts.count { !$0[row].isNaN }) }
      #expect(result.values("parts_known") == known, "\(name)")
    }
  }

  @Test("With change=k the parts are the moves over k rows, missing where either end is")
  func change() throws {
    var generator = Generator(seed: 75)
    var values = generator.walk(200)
    values[50] = .nan
    let result = try run(
      [values], [("formulas", "1"), ("min_periods", "10"), ("change", "5")])
    let moves = values.indices.map { $0 < 5 ? .nan : values[$0] - values[$0 - 5] }
    expectNear(result.values("composite"), scores(moves, minPeriods: 10), "change")
    #expect(result.values("composite")[55].isNaN)
  }

  @Test("The table and the words tell what the last row says")
  func words() throws {
    var rising = (0..<60).map { Double($0 % 7) }
    rising[59] = 40
    let falling = rising.map { -$0 }
    let result = try run([rising, falling], [("formulas", "1,2,-2"), ("min_periods", "5")])
    #expect(result.reals("parts", "contribution")[0] == -result.reals("parts", "contribution")[1])
    #expect(result.reals("parts", "contribution")[0] == result.reals("parts", "contribution")[2])
    #expect(result.reals("parts", "value") == [40, -40, -40])
    #expect(result.integers("parts", "n") == [60, 60, 60])
    #expect(result.integer("current_regime") == 2)
    #expect(abs(result.real("agreement") - 2.0 / 3) < 1e-15)
    #expect(result.text("verdict").hasPrefix("risk on since 2020-02-29: composite "))
    #expect(result.text("verdict").contains("2 of 3 parts on its side"))
    let early = try run([Array(rising.prefix(4))], [("formulas", "1"), ("min_periods", "5")])
    #expect(early.text("verdict").contains("needs 5 values") && early.integer("n") == 0)
    #expect(early.integer("current_regime") == nil)
    let flat = try run(
      [[Double](repeating: 3, count: 50)], [("formulas", "1"), ("min_periods", "5")])
    #expect(flat.integer("n") == 0 && flat.text("verdict").contains("not all equal"))
  }

  @Test("Scale and shift of parts move nothing, signs turn the composite, order is indifferent")
  func invariance() throws {
    var generator = Generator(seed: 76)
    let walks = (0..<4).map { _ in generator.walk(500) }
    let plain = try run(walks)
    let scaled = try run([
      walks[0].map { $0 * 8 }, walks[1].map { $0 * 0.5 }, walks[2].map { $0 * 4 },
      walks[3].map { $0 * 1024 },
    ])
    expectNear(scaled.values("composite"), plain.values("composite"), "scale")
    let turned = try run(walks, [("formulas", "2/1,3,-4"), ("min_periods", "20")])
    expectNear(turned.values("composite").map { -$0 }, plain.values("composite"), "signs")
    let shuffled = try run(walks, [("formulas", "4,1/2,-3"), ("min_periods", "20")])
    expectNear(shuffled.values("composite"), plain.values("composite"), "order")
  }

  @Test("Hostile data give the same bits row by row and in one batch, and nothing looks ahead")
  func stream() throws {
    var generator = Generator(seed: 77)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator) {
      let walks = (0..<3).map { _ in generator.walk(values.count) }
      for more in [("change", "0"), ("change", "7")] {
        try lab.expectStreamEqualsBatch(
          "risk_appetite", inputs([walks[0], walks[1], values, walks[2]]), settings + [more],
          "\(name), \(more)", alignment: .inner)
      }
    }
  }

  @Test("Formulas that fit nothing, ratios without a logarithm and no rows are told in words")
  func refusals() throws {
    let values = [1.0, 2, 3, 4]
    for formulas in ["5", "X/1", "1/2/3", "-", "1/"] {
      #expect(throws: RothostError.self, "\(formulas)") {
        try run([values, values], [("formulas", formulas)])
      }
    }
    do {
      _ = try run([values, [1, 0, 1, 1]], [("formulas", "1/2")])
      Issue.record("a ratio to 0 was taken")
    } catch let error as RothostError {
      #expect(error.status == .input && error.message.contains("2020-01-02"))
    }
    #expect(throws: RothostError.self) { try run([[]], [("formulas", "1")]) }
    #expect(try run([[7]], [("formulas", "1")]).integer("n") == 0)
  }

  @Test("Without formulas, parts of series that are not there are left out, others are added")
  func standard() throws {
    let lab = try Lab()
    let result = try lab.run(
      "risk_appetite",
      series: [
        ("component", "DEMO_SMALL"), ("component", "DEMO_LARGE"), ("component", "DEMO_NOISE"),
      ])
    #expect(result.table("parts")?.rowCount == 2)
    #expect(result.text("verdict").contains("on its side, without DEMO_CREDIT; over 21 rows"))
    #expect(result.inputs.map(\.series) == ["DEMO_SMALL", "DEMO_LARGE", "DEMO_NOISE"])
  }

  /// `tools/references/risk_appetite.py` prints the numbers: pandas on the same files.
  @Test("On the market's files it is pandas' composite: deep risk off in 2008 and March 2020")
  func market() throws {
    let names = ["IWM", "SPY", "BAMLH0A0HYM2", "VIXCLS", "DTWEXBGS", "DFII10"]
    guard
      let lab = try MarketFiles.lab(
        "IWM", "SPY", "BAMLH0A0HYM2", "VIXCLS", "DTWEXBGS", "DFII10")
    else { return }
    let wanted = [
      "2008-11-20": -3.1245569909511297, "2013-12-31": 0.674047806343416,
      "2020-03-16": -2.7820117265204622, "2025-12-26": -0.6246536809194458,
    ]
    let delays = Dictionary(uniqueKeysWithValues: names.suffix(4).map { ($0, TimeSpan.zero) })
    let result = try lab.run(
      "risk_appetite", series: names.map { ("component", $0) }, alignment: .inner, delays: delays)
    let composite = try #require(result.series("composite"))
    #expect(composite.times.count == 5028 && result.integer("n") == 4777)
    for (date, value) in wanted {
      let row = try #require(
        composite.times.indices.first { composite.times[$0] == Lab.date(date) })
      #expect(abs(composite.values[row] - value) < 1e-12, "\(date): \(composite.values[row])")
    }
    let asKnown = try lab.run("risk_appetite", series: names.map { ("component", $0) })
    print(asKnown.text("verdict"))
    let late = try lab.run(
      "risk_appetite", series: names.map { ("component", $0) }, from: "2025-01-01")
    #expect(late.real("current") == asKnown.real("current"))
    #expect(late.integer("regime_time") == asKnown.integer("regime_time"))
  }
}

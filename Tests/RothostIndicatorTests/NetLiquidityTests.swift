import RothostCache
import RothostHost
import RothostSeries
import Testing

@Suite("net_liquidity")
struct NetLiquidityTests {
  private let units = [("fed_assets_unit", "millions"), ("reverse_repo_unit", "billions")]

  private func weekly(_ count: Int) -> [Int64] {
    (0..<Int64(count)).map { (18_262 + 7 * $0) * Lab.day }
  }

  /// The message of the error that a run must end in.
  private func refusal(_ call: () throws -> EvaluationResult) -> String {
    do {
      _ = try call()
      Issue.record("it was not refused")
      return ""
    } catch { return "\(error)" }
  }

  /// The plain reference in the machine's widest type: (x - mean) / s of the rows present.
  private func zScore(_ values: [Double], _ end: Int, _ window: Int, minPeriods: Int) -> Double {
    // Less the last value, which is exact, so that a high level costs even this type no digits.
    let part = values[max(0, end - window + 1)...end].filter { !$0.isNaN }
      .map { Float80($0) - Float80(values[end]) }
    guard !values[end].isNaN, part.count >= max(minPeriods, 2) else { return .nan }
    let mean = part.reduce(0, +) / Float80(part.count)
    let squares = part.reduce(Float80(0)) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Float80(part.count - 1)).squareRoot()
    return deviation > 0 ? Double(-mean / deviation) : .nan
  }

  @Test("Millions less billions are billions, and changes are those of 28 and 91 days before")
  func byHand() throws {
    let fed = (0..<20).map { 7_000_000 + 10_000 * Double($0) }
    let repo = (0..<20).map { 500 - 5 * Double($0) }
    let result = try Lab().run(
      "net_liquidity", [("fed_assets", fed), ("reverse_repo", repo)],
      units + [("window", "8")], times: weekly(20))
    let level = result.values("level")
    // 7000 + 10 t - (500 - 5 t) = 6500 + 15 t.
    #expect(level == (0..<20).map { 6500 + 15 * Double($0) })
    #expect(
      result.values("change_4w")[3].isNaN
        && result.values("change_4w")[4...].allSatisfy { $0 == 60 })
    #expect(
      result.values("change_13w")[12].isNaN
        && result.values("change_13w")[13...].allSatisfy { $0 == 195 })
    // The last of 8 equal steps lies 3.5 steps above the mean; s² = 8 · 9 / 12 = 6.
    #expect(abs(result.real("current_z_score") - 3.5 / 6.0.squareRoot()) < 1e-14)
    #expect(result.real("fed_assets_level") == 7190 && result.real("reverse_repo_level") == 405)
    #expect(result.integer("n") == 20 && result.scalar("tga_level") == nil)
    #expect(
      result.text("verdict")
        == "liquidity is rising: USD 6785 billion as known on 2020-05-13, +60.0 over 4 weeks, "
        + "+195.0 over 13 weeks; 1.4 deviations above its mean of 8 bars; without the Treasury's "
        + "account")
    #expect(
      result.text("formula").hasPrefix("fed_assets - reverse_repo, USD billions; the Treasury"))
  }

  @Test("The Treasury's account is taken off, in its own unit, and no longer missed in words")
  func treasury() throws {
    let inputs = [
      ("fed_assets", [7e12, 7e12]), ("tga", [0.5, 0.75]), ("reverse_repo", [100_000, 100_000]),
    ]
    let result = try Lab().run(
      "net_liquidity", inputs,
      [
        ("fed_assets_unit", "dollars"), ("tga_unit", "trillions"),
        ("reverse_repo_unit", "millions"),
      ], times: weekly(2))
    #expect(result.values("level") == [6400, 6150])
    #expect(result.real("tga_level") == 750)
    #expect(!result.text("verdict").contains("Treasury"))
    #expect(result.text("verdict").hasPrefix("too few weeks to tell a direction"))
  }

  @Test(
    "A unit comes with the series in many spellings; none, or another, is refused with the way out")
  func unitWords() throws {
    let lab = try Lab()
    func put(_ name: String, _ unit: String) throws {
      try lab.engine.store().put(
        name,
        SeriesData(
          times: weekly(3), columns: [.init("value", unit: unit, [2, 4, 6])],
          metadata: SeriesMetadata(timeKind: .dates)), mode: .replace)
    }
    func run() throws -> EvaluationResult {
      try lab.run("net_liquidity", series: [("fed_assets", "F"), ("reverse_repo", "R")])
    }
    try put("R", "usd")
    let spellings = [
      ("USD billions", 2.0), ("Billions of U.S. Dollars", 2), ("$ bn", 2), ("US$ mn", 0.002),
      ("Thousands of dollars", 2e-6), ("TRILLIONS USD", 2000), ("$", 2e-9),
    ]
    for (unit, billions) in spellings {
      try put("F", unit)
      let level = try run().values("level")[0]
      #expect(abs(level + 2e-9 - billions) <= 1e-12 * billions, "\(unit)")
    }
    for unit in ["percent", "EUR millions", "billions", "USD million billions", "Index"] {
      try put("F", unit)
      let words = refusal(run)
      #expect(words.contains("\"\(unit)\", which is no amount of US dollars"), "\(unit)")
      #expect(words.contains("--param fed_assets_unit=dollars, thousands"))
    }
    try put("F", "")
    #expect(refusal(run).contains("fed_assets F has no unit: set --param fed_assets_unit="))
    try put("F", "USD billions")
    try put("R", "percent")
    #expect(refusal(run).contains("set --param reverse_repo_unit="))
  }

  @Test("Rows carry the day on which they were known, and the answer says after how long")
  func publication() throws {
    let lab = try Lab()
    for name in ["F", "R"] {
      try lab.engine.store().put(
        name,
        SeriesData(
          times: weekly(20),
          columns: [.init("value", unit: "USD billions", [Double](repeating: 3, count: 20))],
          metadata: SeriesMetadata(timeKind: .dates, calendar: .weekly)), mode: .replace)
    }
    var request = Request(indicator: "net_liquidity")
    request.inputs = [("fed_assets", "F"), ("reverse_repo", "R")].map { role, name in
      InputBinding(role: role, source: .series(name: name, column: nil))
    }
    request.delays = ["F": .days(1), "R": .days(1)]
    let result = try lab.engine.evaluate(request)
    #expect(result.inputs.map(\.delay) == [.days(1), .days(1)])
    #expect(result.json().contains("\"delay\": \"1d\""))
    // 2020-01-01 was a Wednesday.
    #expect(result.series("level")?.times[0] == Lab.date("2020-01-02"))
  }

  @Test("After a gap a change is missing rather than one over some other time")
  func gap() throws {
    var days = Array(0..<40) + Array(60..<100)
    days.removeAll { $0 % 7 > 4 }
    let values = days.map { Double($0) }
    let result = try Lab().run(
      "net_liquidity", [("fed_assets", values), ("reverse_repo", days.map { _ in 0 })],
      [("fed_assets_unit", "billions"), ("reverse_repo_unit", "billions"), ("window", "8")],
      times: days.map { (18_262 + Int64($0)) * Lab.day })
    let changes = result.values("change_4w")
    for (row, day) in days.enumerated() {
      // The last day known 28 days before, less than a week older.
      let base = days.last { $0 <= day - 28 && $0 > day - 35 }
      #expect(base.map { changes[row] == Double(day - $0) } ?? changes[row].isNaN, "day \(day)")
    }
    #expect(changes.contains { $0.isNaN } && changes.contains { $0 > 28 })
  }

  @Test("The z-score is that of two plain passes, on hostile data too, and streams bit for bit")
  func hostile() throws {
    var generator = Generator(seed: 71)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator) {
      let inputs = [("fed_assets", values), ("reverse_repo", values.map { _ in 0.0 })]
      let parameters = [
        ("fed_assets_unit", "billions"), ("reverse_repo_unit", "billions"), ("window", "30"),
        ("min_periods", "12"),
      ]
      let scores = try lab.run("net_liquidity", inputs, parameters).values("z_score")
      for row in values.indices {
        let wanted = zScore(values, row, 30, minPeriods: 12)
        #expect(scores[row].isNaN == wanted.isNaN, "\(name) row \(row)")
        if !wanted.isNaN {
          #expect(abs(scores[row] - wanted) <= 1e-12 * max(1, abs(wanted)), "\(name) row \(row)")
        }
      }
      try lab.expectStreamEqualsBatch("net_liquidity", inputs, parameters, "\(name)")
    }
    #expect(throws: RothostError.self) {
      try lab.run("net_liquidity", [("fed_assets", []), ("reverse_repo", [])], units)
    }
    #expect(throws: RothostError.self) {
      try lab.run(
        "net_liquidity", [("fed_assets", [1, 2]), ("reverse_repo", [1, 2])],
        units + [("window", "8"), ("min_periods", "9")])
    }
  }

  @Test("Streaming with all three parts and the whole window equals batch bit for bit")
  func stream() throws {
    var generator = Generator(seed: 72)
    let inputs = ["fed_assets", "tga", "reverse_repo"].map { ($0, generator.walk(600)) }
    try Lab().expectStreamEqualsBatch(
      "net_liquidity", inputs, units + [("tga_unit", "billions")], "three parts")
  }

  @Test("A shift moves no change, and a scale by a power of two no z-score")
  func invariance() throws {
    let lab = try Lab()
    var generator = Generator(seed: 73)
    let walk = (0..<300).map { _ in (generator.uniform() * 1000).rounded() }
    let repo = walk.map { _ in 100.0 }
    func run(_ fed: [Double], _ repo: [Double]) throws -> EvaluationResult {
      try lab.run(
        "net_liquidity", [("fed_assets", fed), ("reverse_repo", repo)],
        [("fed_assets_unit", "billions"), ("reverse_repo_unit", "billions"), ("window", "50")])
    }
    let plain = try run(walk, repo)
    let shifted = try run(walk.map { $0 + 4096 }, repo)
    let scaled = try run(walk.map { $0 * 64 }, repo.map { $0 * 64 })
    #expect(plain.values("change_4w").bits == shifted.values("change_4w").bits)
    #expect(plain.values("z_score").bits == shifted.values("z_score").bits)
    #expect(plain.values("z_score").bits == scaled.values("z_score").bits)
    #expect(plain.values("z_score").contains { !$0.isNaN })
  }

  @Test("The Fed's own figures: assets peaked in April 2022, and the answer knows them a day later")
  func market() throws {
    guard let lab = try MarketFiles.lab("WALCL", "RRPONTSYD") else { return }
    let peak = try lab.run("net_liquidity", series: [], from: "2013-10-01", to: "2022-04-14")
    // H.4.1 of 14 April 2022: total assets 8,965,487 millions on Wednesday the 13th, the most ever.
    #expect(abs(peak.real("fed_assets_level") - 8965.487) < 1e-9)
    #expect(peak.integer("current_time") == Lab.date("2022-04-14"))
    let last = try lab.run("net_liquidity", series: [])
    #expect(last.real("fed_assets_level") < 8965.487)
    #expect(last.text("formula").hasPrefix("WALCL - RRPONTSYD, USD billions"))
    print(last.text("verdict"))
  }
}

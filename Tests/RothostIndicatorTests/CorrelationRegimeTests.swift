import Foundation
import RothostHost
import RothostSeries
import Testing

@Suite("correlation_regime")
struct CorrelationRegimeTests {
  private func run(
    _ lab: Lab, _ x: [Double], _ y: [Double], _ parameters: [(String, String)] = []
  ) throws -> EvaluationResult {
    try lab.run("correlation_regime", [("x", x), ("y", y)], parameters, transform: .level)
  }

  /// Correlation with weights and Kish's effective number, in 80 bits; NaN where a leg is constant.
  private func slow(_ x: [Double], _ y: [Double], _ weights: [Float80]) -> (Double, Double) {
    let rows = x.indices.filter { !x[$0].isNaN && !y[$0].isNaN }
    var (all, squares, sumX, sumY): (Float80, Float80, Float80, Float80) = (0, 0, 0, 0)
    for t in rows {
      all += weights[t]
      squares += weights[t] * weights[t]
      sumX += weights[t] * Float80(x[t])
      sumY += weights[t] * Float80(y[t])
    }
    var (xx, yy, xy): (Float80, Float80, Float80) = (0, 0, 0)
    for t in rows {
      let a: Float80 = Float80(x[t]) - sumX / all
      let b: Float80 = Float80(y[t]) - sumY / all
      xx += weights[t] * a * a
      yy += weights[t] * b * b
      xy += weights[t] * a * b
    }
    guard xx > 0, yy > 0 else { return (.nan, .nan) }
    return (Double(xy / (xx.squareRoot() * yy.squareRoot())), Double(all * all / squares))
  }

  /// (1 - 2 / (span + 1))^age, the last row's age being 0.
  private func decaying(_ count: Int, span: Float80) -> [Float80] {
    var weights = [Float80](repeating: 1, count: count)
    for t in (0..<max(0, count - 1)).reversed() {
      weights[t] = weights[t + 1] * (span - 1) / (span + 1)
    }
    return weights
  }

  @Test("Rolling and weighted correlations are those of 80-bit sums, on hostile data too")
  func reference() throws {
    var generator = Generator(seed: 81)
    let lab = try Lab()
    let other = (0..<400).map { _ in generator.normal() }
    for (name, values) in Hostile.series(&generator) where values.count > 1 {
      let x = zip(values, other).map { $0 + 1e-3 * $1 }
      let result = try run(
        lab, x, other, [("window", "30"), ("min_periods", "12"), ("span", "20")])
      let (rolling, weighted) = (result.values("correlation"), result.values("weighted"))
      for row in stride(from: 0, to: 400, by: 3) {
        let window = Array(max(0, row - 29)...row)
        let present = window.count { !x[$0].isNaN }
        let equal = [Float80](repeating: 1, count: window.count)
        var wanted = Double.nan
        if present >= 12 {
          wanted = slow(window.map { x[$0] }, window.map { other[$0] }, equal).0
        }
        #expect(rolling[row].isNaN == wanted.isNaN, "\(name) row \(row)")
        if !wanted.isNaN { #expect(abs(rolling[row] - wanted) < 1e-12, "\(name) row \(row)") }
        guard name != "a bad tick of 1e6", !weighted[row].isNaN else { continue }
        let (recent, _) = slow(
          Array(x[...row]), Array(other[...row]), decaying(row + 1, span: 20))
        // A missing row keeps the last value, as weights of all earlier rows shrink alike.
        #expect(abs(weighted[row] - recent) < 1e-9, "\(name) row \(row)")
      }
    }
  }

  @Test("Intervals are Fisher's, by the pairs and by Kish's effective number")
  func intervals() throws {
    var generator = Generator(seed: 82)
    let x = (0..<200).map { _ in generator.normal() }
    let y = x.map { (x: Double) -> Double in 0.7 * x + 0.7 * generator.normal() }
    let result = try run(Lab(), x, y, [("window", "50"), ("span", "30")])
    let r = result.values("correlation")[199]
    // scipy.stats.norm.ppf(0.975)
    let half = 1.959963984540054 / 47.0.squareRoot()
    #expect(abs(result.values("correlation_low")[199] - tanh(atanh(r) - half)) < 1e-12)
    #expect(abs(result.values("correlation_high")[199] - tanh(atanh(r) + half)) < 1e-12)
    let (weighted, effective) = slow(x, y, decaying(200, span: 30))
    let wide = 1.959963984540054 / (effective - 3).squareRoot()
    #expect(abs(result.values("weighted_low")[199] - tanh(atanh(weighted) - wide)) < 1e-10)
    #expect(abs(result.values("weighted_high")[199] - tanh(atanh(weighted) + wide)) < 1e-10)
  }

  @Test("Every regime is named as the band and the interval say, and days within it are counted")
  func regimes() throws {
    var generator = Generator(seed: 83)
    var (x, y) = ([Double](), [Double]())
    for part in [0.0, -0.8, 0.4, 0.72, 0.95] {
      for _ in 0..<300 {
        let e = generator.normal()
        x.append(e)
        y.append(part * e + (1 - part * part).squareRoot() * generator.normal())
      }
    }
    let result = try run(Lab(), x, y, [("window", "100")])
    let codes = result.values("regime")
    #expect(codes[250] == 1 && codes[550] == 0 && codes[1450] == 4)
    #expect(Set(codes.filter { !$0.isNaN }) == [0, 1, 2, 3, 4])
    for (row, r) in result.values("correlation").enumerated() where !r.isNaN {
      let low = result.values("correlation_low")[row]
      let high = result.values("correlation_high")[row]
      var wanted = r < 0 ? 0.0 : 2
      if low <= 0 && high >= 0 { wanted = 1 }
      if r >= 0.65 { wanted = r > 0.8 ? 4 : 3 }
      #expect(codes[row] == wanted, "row \(row)")
    }
    let within = codes.count { $0 == 3 }
    #expect(result.integer("days_in_band") == Int64(within))
    #expect(result.integer("windows") == 1401)
    #expect(result.real("share_in_band") == Double(within) / 1401)
    let times = result.integers("changes", "time").map { ($0 - Lab.days(1)[0]) / Lab.day }
    #expect(times.count == 4)
    for (time, planted) in zip(times, [300, 600, 900, 1200]) {
      #expect(abs(time - Int64(planted)) < 60)
    }
    #expect(abs(result.reals("changes", "before")[0]) < 0.15)
    #expect(abs(result.reals("changes", "after")[0] + 0.8) < 0.1)
    #expect(result.real("p_value") == 0.001)
  }

  @Test("A constant correlation has no change, and words say that too few days say nothing")
  func quiet() throws {
    var generator = Generator(seed: 84)
    let lab = try Lab()
    let x = (0..<600).map { _ in generator.normal() }
    let y = x.map { (x: Double) -> Double in 0.5 * x + generator.normal() }
    let result = try run(lab, x, y)
    #expect(result.integer("change_count") == 0 && result.real("p_value") > 0.05)
    #expect(result.text("verdict").contains("no change of it can be told from chance"))
    let few = try run(lab, Array(x.prefix(100)), Array(y.prefix(100)))
    #expect(few.text("verdict").contains("too few days to ask whether it changed"))
    #expect(few.real("p_value").isNaN)
    let one = try run(lab, [1], [2])
    #expect(one.text("verdict").hasPrefix("no correlation yet") && one.integer("n") == 1)
    let flat = try run(lab, x, x.map { _ in 3 })
    #expect(flat.values("correlation").allSatisfy { $0.isNaN } && flat.integer("change_count") == 0)
    #expect(throws: RothostError.self) { try run(lab, [], []) }
    #expect(throws: RothostError.self) {
      try run(lab, x, y, [("band_low", "0.9"), ("band_high", "0.2")])
    }
    #expect(throws: RothostError.self) { try run(lab, x, y, [("min_periods", "61")]) }
  }

  @Test("Scale and order of the legs change no bit, a leg's sign turns the correlation")
  func invariance() throws {
    var generator = Generator(seed: 85)
    let lab = try Lab()
    let x = (0..<400).map { _ in generator.normal() }
    let y = x.map { (x: Double) -> Double in 0.5 * x + generator.normal() }
    let plain = try run(lab, x, y)
    for (a, b) in [(x.map { $0 * 1024 }, y), (y, x)] {
      let other = try run(lab, a, b)
      for name in ["correlation", "correlation_low", "weighted", "regime"] {
        #expect(plain.values(name).bits == other.values(name).bits, "\(name)")
      }
      #expect(plain.real("p_value") == other.real("p_value"))
    }
    let turned = try run(lab, x.map { -$0 }, y)
    #expect(turned.values("correlation").bits == plain.values("correlation").map { -$0 }.bits)
  }

  @Test("Rows one by one give every bit of the batch, tables and bootstrap included")
  func streaming() throws {
    var generator = Generator(seed: 86)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator) where values.count > 1 {
      try lab.expectStreamEqualsBatch(
        "correlation_regime", [("x", values), ("y", generator.walk(values.count))],
        [("window", "25"), ("min_periods", "10"), ("min_segment", "60"), ("resamples", "99")],
        "\(name)", transform: .level)
    }
  }

  @Test("The planted break of the demo market is found, and it alone")
  func demo() throws {
    var request = Request(indicator: "correlation_regime")
    request.settings = [Setting(name: "resamples", value: .text("199"))]
    let result = try Lab().engine.evaluate(request)
    let times = result.integers("changes", "time")
    #expect(times.count == 1)
    #expect(abs((times.first ?? 0) - DemoMarket.breakDate) < 30 * Lab.day)
    print(result.text("verdict"))
  }

  @Test("Bitcoin and the Nasdaq: hardly ever within 0.65 to 0.80, and closer since early 2020")
  func market() throws {
    guard let lab = try MarketFiles.lab("BTC_USD", "QQQ") else { return }
    let result = try lab.run(
      "correlation_regime", series: [("x", "BTC_USD"), ("y", "QQQ")], to: "2026-02-06")
    print(result.text("verdict"))
    #expect(result.real("share_in_band") < 0.02)
    #expect(result.dates("changes", "time").contains { $0.hasPrefix("2020-0") })
    #expect(result.reals("changes", "after").last ?? 0 > 0.35)
    #expect(result.reals("changes", "before").first ?? 1 < 0.1)
  }
}

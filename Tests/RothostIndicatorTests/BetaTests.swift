import RothostHost
import RothostSeries
import Testing

@Suite("beta")
struct BetaTests {
  /// As `legs` of tools/references/beta.py.
  private func legs(_ count: Int, seed: UInt64) -> (y: [Double], first: [Double], second: [Double])
  {
    var generator = Generator(seed: seed)
    let u = (0..<3 * count).map { _ in generator.uniform() - 0.5 }
    let first = (0..<count).map { 1e3 + u[$0] }
    let second = (0..<count).map { (t: Int) -> Double in 0.01 * (u[count + t] + 0.5 * u[t]) }
    let y = (0..<count).map { (t: Int) -> Double in
      let noise: Double = u[2 * count + t] * (1 + u[t])
      return 1.5 * u[t] - 20 * second[t] + noise
    }
    return (y, first, second)
  }

  private func inputs(_ y: [Double], _ factors: [Double]...) -> [(String, [Double])] {
    [("target", y)] + factors.map { ("factor", $0) }
  }

  private func run(
    _ lab: Lab, _ inputs: [(String, [Double])], _ parameters: [(String, String)] = []
  ) throws -> EvaluationResult {
    try lab.run("beta", inputs, parameters, transform: .level)
  }

  private func near(_ value: Double, _ wanted: Double, _ tolerance: Double) -> Bool {
    abs(value - wanted) <= tolerance * max(1, abs(wanted))
  }

  @Test("Betas, alpha, R² and Newey–West t are those of statsmodels, rolling and whole")
  func reference() throws {
    // python tools/references/beta.py, statsmodels 0.15: the first factor less 1e3, the second times
    // 100; constant, two slopes, R², t of the slopes, t of the constant as it is.
    let rows: [(row: Int, b: [Double], squared: Double, t: [Double])] = [
      (
        59, [-0.07309929904310973, 1.5864395110889922, -0.2583244261387894], 0.6773071739468033,
        [-13.818235443383045, 13.81613525940194, -1.8553750531405657]
      ),
      (
        150, [0.0009207259695629719, 1.414236898794518, -0.017211130975019077],
        0.6359800437618344, [-10.309485291537575, 10.307641397112386, -0.15061414317582944]
      ),
      (
        299, [-0.02442619549975351, 1.3737381396708328, -0.2015319553496483], 0.6133517964311475,
        [-9.502928448521514, 9.501519264462605, -1.6095278272009168]
      ),
    ]
    let (y, first, second) = legs(300, seed: 61)
    let result = try run(Lab(), inputs(y, first, second), [("window", "60")])
    for (row, b, squared, t) in rows {
      let (first, second) = (result.values("beta")[row], result.values("beta_2")[row])
      #expect(near(first, b[1], 1e-12) && near(second / 100, b[2], 1e-12))
      #expect(near(result.values("alpha")[row] + 1e3 * first, b[0], 1e-10))
      #expect(near(result.values("r_squared")[row], squared, 1e-12))
      #expect(near(result.values("beta_t")[row], t[1], 1e-10))
      #expect(near(result.values("beta_2_t")[row], t[2], 1e-10))
      // statsmodels loses digits to a constant so far from the data.
      #expect(near(result.values("alpha_t")[row], t[0], 1e-7))
    }
    #expect(result.values("beta")[58].isNaN && result.values("beta_3").allSatisfy { $0.isNaN })
    #expect(near(result.real("beta_all"), 1.5652555590598383, 1e-12))
    #expect(near(result.real("beta_low"), 1.4302840939584944, 1e-12))
    #expect(near(result.real("beta_high"), 1.700227024161182, 1e-12))
    #expect(abs(result.real("p_value") / 2.7105151851550128e-67 - 1) < 1e-8)
    #expect(near(result.reals("factors", "p_value")[1], 0.004187074258033931, 1e-10))
    #expect(near(result.reals("factors", "beta")[1], -18.70751366000855, 1e-11))
    #expect(near(result.real("beta_up_all"), 1.5854011636173928, 1e-9))
    #expect(near(result.real("beta_down_all"), 1.517566505374893, 1e-9))
    #expect(near(result.real("p_asymmetry"), 0.7742963872690213, 1e-8))
    #expect(result.integer("n_up") == 143 && result.integer("n") == 300)
    #expect(result.integer("newey_west_lags_used") == 5)
  }

  /// Slope and R² of a window by sums in 80 bits.
  private func slow(_ y: ArraySlice<Double>, _ x: ArraySlice<Double>) -> (Double, Double) {
    var (n, sumX, sumY): (Float80, Float80, Float80) = (0, 0, 0)
    for (a, b) in zip(x, y) where !a.isNaN && !b.isNaN {
      n += 1
      sumX += Float80(a)
      sumY += Float80(b)
    }
    let (meanX, meanY): (Float80, Float80) = (sumX / n, sumY / n)
    var (xx, yy, xy): (Float80, Float80, Float80) = (0, 0, 0)
    for (a, b) in zip(x, y) where !a.isNaN && !b.isNaN {
      let p: Float80 = Float80(a) - meanX
      let q: Float80 = Float80(b) - meanY
      xx += p * p
      yy += q * q
      xy += p * q
    }
    if xx == 0 { return (.nan, .nan) }
    return (Double(xy / xx), yy > 0 ? Double(xy * xy / xx / yy) : .nan)
  }

  @Test("Hostile levels give the beta and R² of 80-bit sums in every window")
  func hostile() throws {
    var generator = Generator(seed: 62)
    let lab = try Lab()
    let other = generator.walk(400)
    for (name, values) in Hostile.series(&generator) where values.count > 1 {
      let result = try run(
        lab, inputs(other, values), [("window", "30"), ("min_periods", "12")])
      let (betas, squares) = (result.values("beta"), result.values("r_squared"))
      for row in values.indices {
        let window = max(0, row - 29)...row
        let present = window.count { !values[$0].isNaN && !other[$0].isNaN }
        let (beta, squared) = present >= 12 ? slow(other[window], values[window]) : (.nan, .nan)
        #expect(betas[row].isNaN == beta.isNaN, "\(name) row \(row)")
        if beta.isNaN { continue }
        #expect(abs(betas[row] - beta) <= 1e-9 * abs(beta) + 1e-12, "\(name) row \(row)")
        #expect(abs(squares[row] - squared) <= 1e-9, "\(name) row \(row)")
      }
    }
  }

  @Test("Two factors at 1e9 ± 1e-3 that share most of their noise are told apart")
  func collinear() throws {
    var generator = Generator(seed: 63)
    let first = (0..<200).map { _ in 1e9 + 1e-3 * generator.normal() }
    let second = first.map { 2 * $0 + 1e-4 * generator.normal() }
    // Of the doubles as they are, so that the truth is exact up to its own rounding.
    let y = zip(first, second).map { (a: Double, b: Double) -> Double in 3 * (a - 1e9) - (b - 2e9) }
    let result = try run(Lab(), inputs(y, first, second), [("window", "100")])
    #expect(result.values("beta")[199].isFinite)
    #expect(abs(result.values("beta")[199] - 3) < 1e-9)
    #expect(abs(result.values("beta_2")[199] + 1) < 1e-9)
    #expect(abs(result.values("r_squared")[199] - 1) < 1e-12)
  }

  @Test("Factors that are sums of others, constant or too few have no beta, and words say so")
  func undefined() throws {
    var generator = Generator(seed: 64)
    let lab = try Lab()
    let (y, x) = (generator.walk(100), generator.walk(100))
    for factors in [[x, x.map { 2 * $0 }], [x.map { _ in 7 }]] {
      let result = try run(lab, [("target", y)] + factors.map { ("factor", $0) })
      #expect(result.values("beta").allSatisfy { $0.isNaN })
      #expect(result.text("verdict").hasPrefix("no beta"))
    }
    let one = try run(lab, inputs([1], [2]))
    #expect(one.integer("n") == 1 && one.text("verdict").hasPrefix("no beta"))
    #expect(throws: RothostError.self) { try run(lab, inputs([], [])) }
    #expect(throws: RothostError.self) {
      try run(lab, inputs(y, x), [("window", "20"), ("min_periods", "30")])
    }
    #expect(throws: RothostError.self) { try run(lab, inputs(y, x, x, x, x, x)) }
  }

  @Test("Scale turns beta as it must, shift leaves it, and falling markets keep their own beta")
  func properties() throws {
    var generator = Generator(seed: 65)
    let lab = try Lab()
    let x = (0..<600).map { _ in generator.normal() }
    let y = x.map { (x: Double) -> Double in (x < 0 ? 2 * x : 0.5 * x) + 0.1 * generator.normal() }
    let plain = try run(lab, inputs(y, x))
    let scaled = try run(lab, inputs(y.map { 8 * $0 }, x.map { 0.5 * $0 }))
    let shifted = try run(lab, inputs(y.map { $0 + 64 }, x.map { $0 - 64 }))
    #expect(plain.values("beta").map { 16 * $0 }.bits == scaled.values("beta").bits)
    #expect(plain.values("beta_t").bits == scaled.values("beta_t").bits)
    for (one, other) in zip(plain.values("beta"), shifted.values("beta")) where !one.isNaN {
      #expect(abs(one - other) < 1e-10)
    }
    #expect(abs(plain.real("beta_up_all") - 0.5) < 0.05)
    #expect(abs(plain.real("beta_down_all") - 2) < 0.05)
    #expect(plain.real("p_asymmetry") < 0.001)
    let swapped = try run(lab, inputs(y, x.map { -$0 }))
    #expect(swapped.values("beta_up").bits == plain.values("beta_down").map { -$0 }.bits)
  }

  @Test("Rows one by one give every bit of the batch, with one factor and three")
  func streaming() throws {
    var generator = Generator(seed: 66)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator) where values.count > 1 {
      let other = (0..<values.count).map { _ in 100 + generator.normal() }
      try lab.expectStreamEqualsBatch(
        "beta", [("target", values), ("factor", other)],
        [("window", "25"), ("min_periods", "10")], "\(name)", transform: .level)
    }
    let walks = (0..<4).map { _ in generator.walk(300) }
    try lab.expectStreamEqualsBatch(
      "beta", [("target", walks[0])] + walks.dropFirst().map { ("factor", $0) },
      [("window", "40")], "three factors", transform: .level)
  }

  @Test("Bitcoin moved with the Nasdaq and more so when it fell; IWM is high beta to SPY")
  func market() throws {
    guard let lab = try MarketFiles.lab("BTC_USD", "QQQ", "IWM", "SPY") else { return }
    let bitcoin = try lab.run(
      "beta", series: [("target", "BTC_USD"), ("factor", "QQQ")], from: "2020-01-01",
      to: "2026-02-06")
    #expect(bitcoin.real("beta_low") > 0.7 && bitcoin.real("p_value") < 0.001)
    let small = try lab.run(
      "beta", series: [("target", "IWM"), ("factor", "SPY")], to: "2026-02-06")
    #expect((1.1...1.3).contains(small.real("beta_all")))
    #expect(small.real("r_squared_all") > 0.7)
    print(bitcoin.text("verdict"), small.text("verdict"), separator: "\n")
  }
}

import Foundation
import RothostHost
import RothostSeries
import Testing

@Suite("decoupling")
struct DecouplingTests {
  private let parameters = [("window", "40"), ("horizon", "15")]

  private struct Answer {
    var gap = Double.nan
    var z = Double.nan
    var beta = Double.nan
  }

  /// Slope and residual variance of `a` on `b`, by the book.
  private func fit(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> (Double, Double) {
    let n = Double(a.count)
    let meanA: Double = a.reduce(0, +) / n
    let meanB: Double = b.reduce(0, +) / n
    var (bb, ab, rest) = (0.0, 0.0, 0.0)
    for (p, q) in zip(a, b) {
      bb += (q - meanB) * (q - meanB)
      ab += (p - meanA) * (q - meanB)
    }
    for (p, q) in zip(a, b) {
      let e: Double = p - meanA - ab / bb * (q - meanB)
      rest += e * e
    }
    return (ab / bb, rest / (n - 2))
  }

  /// The definition, row by row, from whole rows only.
  private func slow(
    _ target: [Double], _ basket: [[Double]], window: Int, horizon: Int
  ) -> [Answer] {
    let whole = target.indices.filter { row in
      !target[row].isNaN && !basket.contains { $0[row].isNaN }
    }
    var (a, b) = ([Double](), [Double]())
    for (last, row) in zip(whole, whole.dropFirst()) {
      a.append(log(target[row]) - log(target[last]))
      b.append(
        basket.reduce(0.0) { $0 + (log($1[row]) - log($1[last])) / Double(basket.count) })
    }
    var answers = target.map { _ in Answer() }
    var (residuals, variances) = ([Double](), [Double]())
    for t in a.indices where t >= window {
      let (beta, variance) = fit(a[(t - window)..<t], b[(t - window)..<t])
      residuals.append(a[t] - beta * b[t])
      variances.append(variance)
      answers[whole[t + 1]].beta = beta
      guard residuals.count >= horizon else { continue }
      let gap: Double = residuals.suffix(horizon).reduce(0, +)
      answers[whole[t + 1]].gap = gap
      answers[whole[t + 1]].z = gap / variances.suffix(horizon).reduce(0, +).squareRoot()
    }
    return answers
  }

  @Test("Gap, z and beta are those of the plain definition, with gaps in the data")
  func reference() throws {
    var generator = Generator(seed: 71)
    var target = generator.walk(300)
    var basket = [generator.walk(300), generator.walk(300)]
    for row in stride(from: 5, to: 300, by: 11) { basket[1][row] = .nan }
    for row in 100..<120 { target[row] = .nan }
    basket[0][200] = 1e6
    let result = try Lab().run(
      "decoupling", [("target", target), ("basket", basket[0]), ("basket", basket[1])], parameters)
    let wanted = slow(target, basket, window: 40, horizon: 15)
    let (gaps, zs, betas) = (result.values("gap"), result.values("z"), result.values("beta"))
    for row in target.indices {
      #expect(gaps[row].isNaN == wanted[row].gap.isNaN, "row \(row)")
      #expect(betas[row].isNaN == wanted[row].beta.isNaN, "row \(row)")
      if !wanted[row].beta.isNaN { #expect(abs(betas[row] - wanted[row].beta) < 1e-8) }
      if wanted[row].gap.isNaN { continue }
      #expect(abs(gaps[row] - wanted[row].gap) < 1e-8 && abs(zs[row] - wanted[row].z) < 1e-7)
    }
    #expect(result.integer("n").map(Int.init) == zs.count { !$0.isNaN })
  }

  @Test("A planted decoupling is one episode with its dates, and records are counted")
  func planted() throws {
    var generator = Generator(seed: 72)
    // The target is the basket's twin, then falls 2 % a day for ten days while the basket rises.
    var (level, twin) = (100.0, 50.0)
    var (basket, target) = ([Double](), [Double]())
    for row in 0..<200 {
      let step = 0.001 + 0.005 * generator.normal()
      level *= exp(row >= 150 ? abs(step) : step)
      twin *= exp((150..<160).contains(row) ? -0.02 : step + 0.002 * generator.normal())
      basket.append(level)
      target.append(twin)
    }
    let result = try Lab().run(
      "decoupling", [("target", target), ("basket", basket)],
      [("window", "60"), ("horizon", "10"), ("threshold", "8"), ("release", "4")])
    let episodes = result.integers("episodes", "direction")
    #expect(episodes == [0])
    let start = result.integers("episodes", "time")[0]
    #expect((150...154).contains((start - Lab.days(1)[0]) / Lab.day))
    #expect(result.reals("episodes", "worst_z")[0] < -9)
    #expect(result.reals("episodes", "record_share") == [1])
    #expect(result.values("record_share")[159] == 1)
    #expect(abs(result.values("gap")[159]) > 0.2)
    #expect(result.text("verdict").contains("decoupled 1 times before or now (1 behind, 0 ahead)"))
  }

  @Test("Independent walks: about one bar in eight is in an episode, as the manual says")
  func caution() throws {
    var generator = Generator(seed: 73)
    let result = try Lab().run(
      "decoupling", [("target", generator.walk(30_000)), ("basket", generator.walk(30_000))])
    let share =
      Double(result.integer("decoupled_days") ?? 0) / Double(result.integer("n") ?? 1)
    print("share of bars in episodes: \(share)")
    #expect((0.08...0.18).contains(share))
  }

  @Test("Currency units change nothing: levels times a power of two give the same bits")
  func invariance() throws {
    var generator = Generator(seed: 74)
    let lab = try Lab()
    let (target, basket) = (generator.walk(300), generator.walk(300))
    let plain = try lab.run("decoupling", [("target", target), ("basket", basket)], parameters)
    let scaled = try lab.run(
      "decoupling", [("target", target.map { 64 * $0 }), ("basket", basket.map { $0 / 8 })],
      parameters)
    let other = generator.walk(300)
    let two = [("target", target), ("basket", basket), ("basket", other)]
    let swapped = [("target", target), ("basket", other), ("basket", basket)]
    for name in ["gap", "z", "beta", "record_share", "distance"] {
      #expect(plain.values(name).bits == scaled.values(name).bits)
      #expect(
        try lab.run("decoupling", two, parameters).values(name).bits
          == lab.run("decoupling", swapped, parameters).values(name).bits)
    }
  }

  @Test("Hostile data give the same bits row by row and in one batch")
  func hostile() throws {
    var generator = Generator(seed: 75)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator) {
      let other = generator.walk(values.count)
      try lab.expectStreamEqualsBatch(
        "decoupling",
        [("target", values), ("basket", other), ("basket", generator.walk(values.count))],
        parameters, "\(name)")
      try lab.expectStreamEqualsBatch(
        "decoupling", [("target", other), ("basket", values)], parameters, "\(name) as basket")
    }
    #expect(throws: RothostError.self) {
      try lab.run("decoupling", [("target", []), ("basket", [])])
    }
    let refused = #expect(throws: RothostError.self) {
      try lab.run("decoupling", [("target", [1, 2, 0, 3]), ("basket", [1, 2, 3, 4])])
    }
    #expect(refused?.message.contains("target is 0 on 2020-01-03") == true)
    #expect(throws: RothostError.self) {
      try lab.run(
        "decoupling", [("target", [1, 2]), ("basket", [1, 2])],
        [("threshold", "1"), ("release", "2")])
    }
    let few = try lab.run("decoupling", [("target", [1, 2]), ("basket", [1, 2])])
    #expect(few.integer("n") == 0 && few.text("verdict").hasPrefix("nothing can be said yet"))
  }

  @Test("In the winter of 2025/26 Bitcoin stayed behind stocks and gold that stood at records")
  func market() throws {
    guard let lab = try MarketFiles.lab("BTC_USD", "IWM", "SPY", "QQQ", "GLD") else { return }
    let result = try lab.run(
      "decoupling",
      series: [("target", "BTC_USD")] + ["IWM", "SPY", "QQQ", "GLD"].map { ("basket", $0) },
      to: "2026-02-06")
    print(result.text("verdict"))
    #expect(result.dates("episodes", "time").last == "2025-11-21")
    #expect(result.integers("episodes", "direction").last == 0)
    #expect(result.dates("episodes", "end_time").last == "")
    #expect(result.real("current_z") < -2)
    #expect(result.reals("episodes", "record_share").last == 0.75)
    // IWM at a record on 2026-01-22, Bitcoin a quarter below its own.
    let small = try lab.run(
      "decoupling", series: [("target", "BTC_USD"), ("basket", "IWM")], to: "2026-01-22")
    #expect(small.real("current_record_share") == 1 && small.real("current_distance") < -0.25)
  }
}

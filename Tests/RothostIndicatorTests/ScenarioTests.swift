import Foundation
import RothostHost
import RothostSeries
import Testing

@Suite("scenario")
struct ScenarioTests {
  /// Target and drivers as moves, taken as they are.
  private func run(
    _ target: [Double], _ drivers: [[Double]], _ parameters: [(String, String)], seed: UInt64 = 1
  ) throws -> EvaluationResult {
    var request = Request(indicator: "scenario")
    for (role, values) in [("target", target)] + drivers.map({ ("driver", $0) }) {
      let array = ArrayInput(
        name: role, times: Lab.days(values.count), values: values, timeKind: .dates)
      request.inputs.append(
        InputBinding(role: role, source: .array(array), transform: .level))
    }
    request.settings = parameters.map { Setting(name: $0.0, value: .text($0.1)) }
    request.seed = seed
    return try Lab().engine.evaluate(request)
  }

  private func noise(_ seed: UInt64, _ count: Int, _ scale: Double = 1) -> [Double] {
    var generator = Generator(seed: seed)
    return (0..<count).map { _ in scale * generator.normal() }
  }

  /// Word `index` of the SplitMix64 stream of `seed` (docs/STATISTICS.md).
  private func word(_ seed: UInt64, _ index: Int) -> UInt64 {
    var mixed = seed &+ UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The whole method once more, plainly: every window summed, every path walked by the definition.
  private func plain(
    _ target: [Double], _ driver: [Double], shock: Double, window: Int, radius: Double, most: Int,
    block: Double, paths: Int, horizon: Int, seed: UInt64
  ) -> (rows: [Int], sums: [Double]) {
    let count = target.count
    let windows = (window - 1..<count).map { driver[($0 - window + 1)...$0].reduce(0, +) }
    let mean = windows.reduce(0, +) / Double(windows.count)
    let squares = windows.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = sqrt(squares / Double(windows.count - 1))
    var left = (window - 1..<count - 1).map { row in
      (row: row, distance: abs((windows[row - window + 1] - mean) / deviation - shock))
    }
    var rows: [Int] = []
    while rows.count < most, let best = left.min(by: { $0.distance < $1.distance }),
      best.distance <= radius
    {
      rows.append(best.row)
      left.removeAll { abs($0.row - best.row) < window }
    }
    var sums: [Double] = []
    for path in 0..<paths where !rows.isEmpty {
      var row = rows[path % rows.count] + 1
      var drawn = 0
      var hasLeft = false
      var sum = 0.0
      for step in 0..<horizon {
        let words = (0..<2).map { word(seed, 2 * (path * count + step) + $0) }
        let chance = Double(words[1] >> 11) / 9_007_199_254_740_992
        let isNew = step == 0 || chance * block < 1
        let before = drawn
        drawn =
          isNew ? Int(words[0].multipliedFullWidth(by: UInt64(count)).high) : (drawn + 1) % count
        // A new block that goes on where the last one was is the last one.
        if step > 0 && drawn != (before + 1) % count { hasLeft = true }
        if step > 0 { row = hasLeft ? drawn : (row + 1) % count }
        sum += target[row]
      }
      sums.append(sum)
    }
    return (rows, sums)
  }

  @Test("Analogues and fans are those of the method written out plainly, for any seed")
  func reference() throws {
    for seed in [1, 2, 77] as [UInt64] {
      let (target, driver) = (noise(80 + seed, 300, 0.02), noise(90 + seed, 300))
      let result = try run(
        target, [driver],
        [
          ("shocks", "up:0.8,down:-0.8"), ("window", "5"), ("horizons", "4,12"), ("radius", "0.3"),
          ("most_analogues", "9"), ("block_length", "6"), ("resamples", "199"),
        ], seed: seed)
      let times = result.dates("analogues", "time")
      var first = 0
      for (position, shock) in [0.8, -0.8].enumerated() {
        let (rows, sums) = plain(
          target, driver, shock: shock, window: 5, radius: 0.3, most: 9, block: 6, paths: 199,
          horizon: 12, seed: seed)
        let dates = rows.map { ISO8601.date(Lab.days(300)[$0]) }
        #expect(Array(times.dropFirst(first).prefix(rows.count)) == dates)
        first += rows.count
        let line = 2 * (position + 1) + 1
        #expect(result.integers("paths", "n")[line] == Int64(rows.count) && rows.count >= 5)
        let sorted = sums.sorted()
        // 198 steps between 199 values: the median is the hundredth.
        #expect(abs(result.reals("paths", "median")[line] - expm1(sorted[99])) < 1e-12)
        let mean = sums.map { expm1($0) }.reduce(0, +) / 199
        #expect(abs(result.reals("paths", "mean")[line] - mean) < 1e-12)
      }
      #expect(times.count == first)
    }
  }

  /// `tools/references/scenario.py` prints the numbers, and their errors.
  @Test("Without a shock, and with every row an analogue, fans are arch's stationary bootstrap")
  func arch() throws {
    let moves = (0..<400).map { (row: Int) -> Double in
      let t = Double(row)
      return 0.02 * sin(1.3 * t) + 0.03 * sin(0.7 * t * t) + 0.001 * cos(0.02 * t)
    }
    let result = try run(
      moves, [noise(100, 400)],
      [
        ("shocks", "any:0"), ("window", "1"), ("horizons", "10,30"), ("radius", "100"),
        ("most_analogues", "400"), ("block_length", "10"), ("resamples", "20000"),
      ])
    #expect(result.integers("paths", "n") == [400, 400, 399, 399])
    let wanted = [
      [-0.10672, -0.04458, 0.00620, 0.05463, 0.11838],
      [-0.17809, -0.06152, 0.01886, 0.09824, 0.20762],
    ]
    for (position, quantiles) in (wanted + wanted).enumerated() {
      let found = ["low", "lower_quartile", "median", "upper_quartile", "high"].map {
        log1p(result.reals("paths", $0)[position])
      }
      for (found, wanted) in zip(found, quantiles) {
        // Four times the error of both together, at 50,000 and 20,000 paths.
        let error = position % 2 == 0 ? 0.0045 : 0.01
        #expect(abs(found - wanted) < error, "\(found) for \(wanted) in line \(position)")
      }
    }
  }

  @Test("A shock that the target followed is seen in its fan, one it ignored is not")
  func planted() throws {
    let driver = noise(101, 3000)
    var target = noise(102, 3000, 0.01)
    // Each move of the driver moves the target on the row after it.
    for row in 1..<3000 { target[row] += 0.02 * driver[row - 1] }
    let other = noise(103, 3000)
    let result = try run(
      target, [driver, other],
      [
        ("shocks", "up:1=2,aside:2=2,both:1=2/2=0"), ("window", "1"), ("horizons", "1"),
        ("radius", "0.2"),
      ])
    let medians = result.reals("paths", "median")
    #expect(abs(medians[1] - expm1(0.04)) < 0.01 && abs(medians[3] - expm1(0.04)) < 0.01)
    #expect(abs(medians[0]) < 0.002 && abs(medians[2]) < 0.012)
    let distances = result.reals("analogues", "distance")
    #expect(distances.allSatisfy { $0 <= 0.2 })
    #expect(result.reals("analogues", "short_return").count == distances.count)
  }

  @Test("With too few analogues there is no fan, and the words say what cannot be concluded")
  func tooFew() throws {
    // One leap among small moves is (n - 1) / √n = 22.3 deviations from the mean.
    var driver = noise(104, 500, 1e-3)
    driver[200] = 40
    let result = try run(
      noise(105, 500, 0.01), [driver],
      [("shocks", "calm:0,huge:22.3,never:-9"), ("window", "1"), ("horizons", "5,20")])
    #expect(result.integers("paths", "n") == [500, 500, 20, 20, 1, 1, 0, 0])
    for column in ["low", "lower_quartile", "median", "upper_quartile", "high", "mean"] {
      #expect(result.reals("paths", column).suffix(4).allSatisfy { $0.isNaN }, "\(column)")
      #expect(result.reals("paths", column).prefix(4).allSatisfy { !$0.isNaN }, "\(column)")
    }
    let verdict = result.text("verdict")
    #expect(verdict.contains("huge has 1 analogue (2020-07-19), fewer than 5: nothing can be"))
    #expect(verdict.contains("never has no analogue"))
    #expect(result.integer("fewest_analogues") == 0)
    #expect(result.text("generator").contains("splitmix64, seed 1, 1999 paths"))
  }

  @Test("Scale of the drivers moves nothing, seeds move paths alone, equal seeds give equal bits")
  func invariance() throws {
    let (target, driver) = (noise(106, 400, 0.01), noise(107, 400))
    let parameters = [("shocks", "up:1"), ("window", "4"), ("horizons", "8"), ("resamples", "199")]
    let plain = try run(target, [driver], parameters)
    let scaled = try run(target, [driver.map { $0 * 64 }], parameters)
    #expect(plain.asText == scaled.asText)
    #expect(plain.asText == (try run(target, [driver], parameters)).asText)
    let turned = try run(
      target, [driver.map { -$0 }], [("shocks", "up:-1")] + parameters.dropFirst())
    #expect(plain.asText == turned.asText)
    let other = try run(target, [driver], parameters, seed: 2)
    #expect(plain.dates("analogues", "time") == other.dates("analogues", "time"))
    #expect(plain.reals("paths", "median").bits != other.reals("paths", "median").bits)
  }

  @Test("Hostile data give finite answers or a refusal that says what is needed")
  func hostile() throws {
    var generator = Generator(seed: 108)
    let parameters = [("window", "5"), ("horizons", "3,10"), ("resamples", "99")]
    var answers = 0
    for (name, values) in Hostile.series(&generator) {
      let walk = generator.walk(values.count)
      for (target, driver) in [(walk, values), (values, walk)] {
        do {
          let result = try Lab().run(
            "scenario", [("target", target), ("driver", driver)], parameters)
          #expect(result.reals("paths", "low").allSatisfy { !$0.isInfinite }, "\(name)")
          #expect((result.integer("n") ?? 0) > 11, "\(name)")
          answers += 1
        } catch let error as RothostError {
          #expect([.tooFew, .input].contains(error.status), "\(name): \(error)")
        }
      }
    }
    #expect(answers >= 8, "\(answers)")
  }

  @Test("Shocks that are none, unknown drivers and horizons beyond the data are told in words")
  func refusals() throws {
    let values = noise(109, 100)
    for shocks in ["up", "up:", ":1", "up:x", "up:3=1", "up:1=1/1=2", "a:1,a:2", "history:1"] {
      #expect(throws: RothostError.self, "\(shocks)") {
        try run(values, [values], [("shocks", shocks), ("window", "2"), ("horizons", "2")])
      }
    }
    do {
      _ = try run(values, [values], [("window", "2"), ("horizons", "101")])
      Issue.record("a horizon beyond the data was taken")
    } catch let error as RothostError {
      #expect(error.status == .tooFew && error.message.contains("100 rows"))
    }
  }

  @Test("On the market's files the wildcard's analogues include November 2020")
  func market() throws {
    guard let lab = try MarketFiles.lab("IWM", "BTC_USD") else { return }
    let result = try lab.run(
      "scenario", series: [("target", "BTC_USD"), ("driver", "IWM")], [("resamples", "499")])
    print(result.text("verdict"))
    #expect(result.dates("analogues", "time").contains { $0.hasPrefix("2020-11") })
    #expect((4...12).contains(result.integer("fewest_analogues") ?? 0))
    let medians = result.reals("paths", "median")
    #expect(medians.prefix(3).allSatisfy { $0 > 0 })
  }
}

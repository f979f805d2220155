import Foundation
import RothostHost
import RothostSeries
import Testing

@Suite("volatility")
struct VolatilityTests {
  private struct Bars {
    var open: [Double] = []
    var high: [Double] = []
    var low: [Double] = []
    var close: [Double] = []

    init(_ generator: inout Generator, count: Int) {
      var level = 100.0
      for _ in 0..<count {
        let steps = (0..<10).map { _ -> Double in
          level *= exp(0.005 * generator.normal())
          return level
        }
        open.append(steps[0])
        high.append(steps.max() ?? level)
        low.append(steps.min() ?? level)
        close.append(level)
      }
    }

    var inputs: [(String, [Double])] {
      [("close", close), ("open", open), ("high", high), ("low", low)]
    }
  }

  /// The textbook's deviation in the machine's widest type, a year of 365 bars.
  private func deviation(_ closes: ArraySlice<Double>) -> Double {
    let logs = closes.map { log1p(Float80($0) - 1, closes.first ?? 1) }
    let returns = zip(logs.dropFirst(), logs).map { $0 - $1 }
    let mean = returns.reduce(0, +) / Float80(returns.count)
    let squares = returns.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return Double((365 * squares / Float80(returns.count - 1)).squareRoot())
  }

  /// ln of a price over `base`, in extended precision.
  private func log1p(_ lessOne: Float80, _ base: Double) -> Float80 {
    Foundation.log1p((lessOne + 1 - Float80(base)) / Float80(base))
  }

  @Test("All four estimates equal the textbook's sums on random bars")
  func reference() throws {
    var generator = Generator(seed: 61)
    let bars = Bars(&generator, count: 300)
    let result = try Lab().run("volatility", bars.inputs, [("window", "20")])
    let (close, parkinson, klass, ewma) = (
      result.values("close_to_close"), result.values("parkinson"), result.values("garman_klass"),
      result.values("ewma")
    )
    #expect(close[19].isNaN && !close[20].isNaN && parkinson[18].isNaN && !parkinson[19].isNaN)
    var variance = 0.0
    for row in 20..<300 {
      let rows = (row - 19)...row
      #expect(abs(close[row] / deviation(bars.close[(row - 20)...row]) - 1) < 1e-13)
      let ranges = rows.map { pow(log(bars.high[$0] / bars.low[$0]), 2) }
      let wanted = (365 * ranges.reduce(0, +) / (4 * 20 * log(2.0))).squareRoot()
      #expect(abs(parkinson[row] / wanted - 1) < 1e-12)
      let terms = rows.map {
        0.5 * pow(log(bars.high[$0] / bars.low[$0]), 2)
          - (2 * log(2.0) - 1) * pow(log(bars.close[$0] / bars.open[$0]), 2)
      }
      #expect(abs(klass[row] / (365 * terms.reduce(0, +) / 20).squareRoot() - 1) < 1e-12)
      let move = log(bars.close[row] / bars.close[row - 1])
      variance =
        row == 20
        ? rows.map { pow(log(bars.close[$0] / bars.close[$0 - 1]), 2) }.reduce(0, +) / 20
        : 0.94 * variance + 0.06 * move * move
      #expect(abs(ewma[row] / (365 * variance).squareRoot() - 1) < 1e-12)
    }
  }

  @Test("On a known walk every estimate comes near its volatility")
  func truth() throws {
    var generator = Generator(seed: 62)
    // Ten steps of 0.5 % a bar; ten steps see less of the extremes than a continuous path would.
    let truth = 0.005 * (3650.0).squareRoot()
    let result = try Lab().run(
      "volatility", Bars(&generator, count: 1100).inputs, [("window", "1000")])
    #expect(abs(result.real("current") / truth - 1) < 0.08)
    for name in ["parkinson", "garman_klass"] {
      let value = result.values(name).last ?? 0
      #expect(value > 0.65 * truth && value < 1.05 * truth, "\(name) \(value) of \(truth)")
    }
  }

  @Test("The percentile is the share of earlier values below, 0 at a record low")
  func percentile() throws {
    var generator = Generator(seed: 63)
    let result = try Lab().run(
      "volatility", [("close", generator.walk(2600))], [("window", "10")])
    let values = result.values("close_to_close")
    let percentiles = result.values("percentile")
    #expect(percentiles[10].isNaN)
    for row in stride(from: 11, to: 2600, by: 13) {
      let below = values[10..<row].count { $0 < values[row] }
      #expect(percentiles[row] == Double(below) / Double(row - 10), "row \(row)")
    }
    #expect(result.real("lowest") == values.filter { !$0.isNaN }.min())
    #expect(result.real("highest") == values.filter { !$0.isNaN }.max())
    #expect(result.integer("n") == 2590)
    let calm = (0..<60).map { 100 + pow(0.8, Double($0)) * ($0 % 2 == 0 ? 1 : -1) }
    let low = try Lab().run("volatility", [("close", calm)], [("window", "10")])
    #expect(low.integer("is_record_low") == 1 && low.real("current_percentile") == 0)
    #expect(low.text("verdict").contains("a record low"))
  }

  @Test("A year has the bars that the stamps tell, unless it is set")
  func year() throws {
    var generator = Generator(seed: 64)
    let lab = try Lab()
    let walk = generator.walk(60)
    let weekdays = Lab.days(84).filter { ($0 / Lab.day + 3) % 7 < 5 }
    for (times, bars) in [
      (Lab.days(60), 365.0), (Array(weekdays.prefix(60)), 252),
      ((0..<60).map { Lab.days(1)[0] + $0 * 7 * Lab.day }, 52),
      ((0..<60).map { Lab.days(1)[0] + $0 * 30 * Lab.day }, 12),
    ] {
      let result = try lab.run("volatility", [("close", walk)], [("window", "20")], times: times)
      #expect(result.real("bars_per_year") == bars)
      let set = try lab.run(
        "volatility", [("close", walk)], [("window", "20"), ("periods_per_year", "100")],
        times: times)
      #expect(abs(result.real("current") / set.real("current") - (bars / 100).squareRoot()) < 1e-12)
    }
  }

  @Test("Hostile data give finite answers, the same bits row by row and in one batch")
  func hostile() throws {
    var generator = Generator(seed: 65)
    let lab = try Lab()
    let parameters = [("window", "12"), ("min_periods", "6")]
    for (name, values) in Hostile.series(&generator) {
      let result = try lab.run("volatility", [("close", values)], parameters)
      #expect(result.values("close_to_close").allSatisfy { $0.isNaN || $0 >= 0 }, "\(name)")
      #expect(result.values("close_to_close").allSatisfy { !$0.isInfinite }, "\(name)")
      try lab.expectStreamEqualsBatch("volatility", [("close", values)], parameters, "\(name)")
      if name == "constant" { #expect(result.real("current") == 0) }
    }
    let bars = Bars(&generator, count: 100)
    try lab.expectStreamEqualsBatch("volatility", bars.inputs, parameters, "bars")
    // Thirteen digits of a level that leaves three to the noise: the returns keep what is there.
    let level = (0..<40).map { _ in 1e9 + 1e-3 * generator.normal() }
    let noisy = try lab.run("volatility", [("close", level)], [("window", "20")])
    #expect(abs(noisy.real("current") / deviation(level[19...]) - 1) < 1e-9)
  }

  @Test("Scale moves nothing, and impossible prices are refused with the row")
  func invariance() throws {
    var generator = Generator(seed: 66)
    let lab = try Lab()
    let bars = Bars(&generator, count: 200)
    let plain = try lab.run("volatility", bars.inputs)
    let scaled = try lab.run(
      "volatility", bars.inputs.map { ($0.0, $0.1.map { $0 * 16 }) })
    for name in ["close_to_close", "parkinson", "garman_klass", "ewma", "percentile"] {
      #expect(plain.values(name).bits == scaled.values(name).bits, "\(name)")
    }
    for inputs in [
      [("close", [1, 0, 2])], [("close", [1, 2, 3]), ("high", [1, 2, 3]), ("low", [1, 2.5, 3])],
    ] {
      do {
        _ = try lab.run("volatility", inputs)
        Issue.record("an impossible price was taken")
      } catch let error as RothostError {
        #expect(error.status == .input && error.message.contains("row 1 of 2020-01-02"))
      }
    }
    #expect(throws: RothostError.self) { try lab.run("volatility", [("close", [])]) }
  }

  @Test("Bitcoin's volatility of January 2026 was low but no record; it trades 365 days, IWM 252")
  func market() throws {
    guard let lab = try MarketFiles.lab("BTC_USD", "IWM") else { return }
    let bitcoin = try lab.run("volatility", series: [("close", "BTC_USD")], to: "2026-01-22")
    print(bitcoin.text("verdict"))
    #expect(bitcoin.real("bars_per_year") == 365)
    // The claim was a record low; the data say the lowest eighth.
    #expect(bitcoin.integer("is_record_low") == 0)
    #expect((0.08...0.15).contains(bitcoin.real("current_percentile")))
    let funds = try lab.run("volatility", series: [("close", "IWM")], to: "2026-01-22")
    #expect(funds.real("bars_per_year") == 252)
    #expect((0.05...1).contains(funds.real("current")))
  }
}

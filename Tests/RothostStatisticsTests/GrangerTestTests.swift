import RothostSeries
import Testing

@testable import RothostStatistics

/// Reference values: tools/references/granger.py, numpy 2.4.6, every regression solved afresh.
@Suite struct GrangerTestTests {
  /// tools/references/lead_lag.py, legs(500, 2026): x leads y by 3 rows.
  static let legs: (x: [Double], y: [Double]) = {
    var noise = Noise(seed: 2026)
    let drawn = (0..<1000).map { _ in noise.uniform() - 0.5 }
    var x = [Double]()
    for t in 0..<500 {
      x.append(drawn[t] + (t > 0 ? 0.5 * x[t - 1] : 0) - (t > 1 ? 0.3 * x[t - 2] : 0))
    }
    let y = (0..<500).map { (t: Int) in drawn[500 + t] + (t >= 3 ? 0.18 * x[t - 3] : 0) }
    return (x, y)
  }()

  @Test("p-values and orders are those of the same bootstrap written in numpy, to the last count")
  func equalsNumpy() throws {
    let (x, y) = Self.legs
    let cases: [(LagSelection, [Double], [Int], [Int])] = [
      (.akaike(upTo: 6), [5, 221], [3, 2], [0, 2]),
      (.bayes(upTo: 6), [112, 180], [1, 2], [0, 2]),
      (.fixed(3), [2, 210], [3, 3], [3, 3]),
    ]
    for (selection, counts, orders, nulls) in cases {
      let lead = try grangerTest(x.span, causes: y.span, lags: selection, resamples: 499, seed: 17)
      let follow = try grangerTest(
        y.span, causes: x.span, lags: selection, resamples: 499, seed: 17)
      #expect([lead.pValue, follow.pValue] == counts.map { $0 / 500 }, "\(selection)")
      #expect([lead.classical.lags, follow.classical.lags] == orders, "\(selection)")
      #expect([lead.nullLags, follow.nullLags] == nulls, "\(selection)")
    }
    let answer = try grangerTest(x.span, causes: y.span, lags: .akaike(upTo: 6), resamples: 1)
    let akaike = [
      -1212.6608210372272, -1214.4988731356443, -1217.186046523478, -1214.0216215696432,
      -1213.7817519149053, -1210.2873202079822,
    ]
    let bayes = [
      -1200.0532144856634, -1193.4861955497047, -1187.7682979031624, -1176.198801914952,
      -1167.553861225838, -1155.6543584845392,
    ]
    for order in 0..<6 {
      #expect(abs(answer.akaike[order] - akaike[order]) < 1e-9)
      #expect(abs(answer.bayes[order] - bayes[order]) < 1e-9)
    }
  }

  @Test("the classical answer beside it is granger's own")
  func classical() throws {
    let (x, y) = Self.legs
    let answer = try grangerTest(x.span, causes: y.span, lags: .akaike(upTo: 6), resamples: 9)
    #expect(try answer.classical == granger(x.span, causes: y.span, lags: .fixed(3)))
  }

  @Test("batches of resamples are the same as all at once, and progress may cancel")
  func batches() throws {
    let (x, y) = Self.legs
    // 4,500 resamples are more than one batch; a plain count over single ones must agree.
    let answer = try grangerTest(x.span, causes: y.span, lags: .fixed(1), resamples: 4500)
    let first = try grangerTest(x.span, causes: y.span, lags: .fixed(1), resamples: 4096)
    let more = answer.pValue * 4501 - first.pValue * 4097
    #expect(more > 0 && more < 404)
    #expect(abs(answer.pValue - answer.classical.pValue) < 0.05)
    do {
      _ = try grangerTest(x.span, causes: y.span, lags: .fixed(1)) { _ in false }
      Issue.record("was not cancelled")
    } catch {
      #expect(error.status == .cancelled)
    }
  }

  @Test("shared volatility that fools the classical F does not fool the bootstrap")
  func sharedVolatility() throws {
    // tools/references/granger.py's null in brief: the classical F rejects about four times in ten.
    var (classical, robust) = (0, 0)
    for seed in 1...40 {
      var noise = Noise(seed: UInt64(seed))
      var (x, y, log2) = ([Double](), [Double](), 0.0)
      for _ in 0..<300 {
        log2 = 0.95 * log2 + 0.3 * noise.normal()
        let size = (1 + abs(log2)) * (log2 > 0 ? 1 + log2 : 0.5)
        x.append(size * noise.normal())
        y.append(size * noise.normal())
      }
      let answer = try grangerTest(x.span, causes: y.span, lags: .akaike(upTo: 8), resamples: 99)
      classical += answer.classical.pValue <= 0.05 ? 1 : 0
      robust += answer.pValue <= 0.05 ? 1 : 0
    }
    #expect(classical >= 8, "of 40")
    #expect(robust <= 6, "of 40")
  }

  @Test("units do not matter, and a missing row leaves out the rows that need it")
  func invariance() throws {
    var (x, y) = Self.legs
    let plain = try grangerTest(x.span, causes: y.span, lags: .akaike(upTo: 4), resamples: 199)
    let (larger, smaller) = (x.map { 1024 * $0 }, y.map { $0 / 8 })
    let scaled = try grangerTest(
      larger.span, causes: smaller.span, lags: .akaike(upTo: 4), resamples: 199)
    #expect(scaled.pValue == plain.pValue)
    #expect(scaled.classical.statistic == plain.classical.statistic)
    x[250] = .nan
    let gap = try grangerTest(x.span, causes: y.span, lags: .fixed(2), resamples: 19)
    #expect(gap.classical.rows == 500 - 2 - 3)
    y[3] = .infinity
    #expect(throws: RothostError.self) { try grangerTest(x.span, causes: y.span, lags: .fixed(1)) }
    #expect(throws: RothostError.self) { try grangerTest(x.span, causes: x.span, lags: .fixed(0)) }
    let constant = [Double](repeating: 2, count: 500)
    #expect(throws: RothostError.self) {
      try grangerTest(constant.span, causes: x.span, lags: .fixed(1))
    }
    #expect(throws: RothostError.self) {
      try grangerTest(x.span.extracting(0..<9), causes: x.span.extracting(0..<9), lags: .fixed(4))
    }
  }

  @Test("a perfect lead has the least p there is; a y that its own past predicts has none")
  func perfectFits() throws {
    let x = Self.legs.x
    let shifted = [0.3] + x.dropLast()
    for selection in [LagSelection.akaike(upTo: 1), .bayes(upTo: 1), .fixed(1)] {
      let answer = try grangerTest(x.span, causes: shifted.span, lags: selection, resamples: 99)
      #expect(answer.pValue == 0.01, "\(selection)")
      #expect(answer.classical.pValue < 1e-12, "\(selection)")
    }
    // With two lags x's second is y's first: there is no telling them apart.
    #expect(throws: RothostError.self) {
      try grangerTest(x.span, causes: shifted.span, lags: .fixed(2), resamples: 9)
    }
    let alternating = x.indices.map { $0 % 2 == 0 ? 1.0 : -1.0 }
    let none = try grangerTest(x.span, causes: alternating.span, lags: .fixed(1), resamples: 99)
    #expect(none.pValue.isNaN)
  }
}

import RothostSeries
import Testing

@testable import RothostStatistics

@Suite struct KernelTests {
  @Test("eight blocks side by side give the bits of one block at a time, gaps and ends included")
  func wovenWindows() throws {
    var noise = Noise(seed: 21)
    var x = noise.normals(1003).map { 1e5 + $0 }
    var y = noise.normals(1003)
    for t in [0, 1, 77, 500, 501, 502, 1002] { x[t] = .nan }
    for t in [64, 333, 334] { y[t] = .nan }
    for window in [2, 7, 8, 20, 61, 126, 500] {
      for statistic: Kernels.WindowStatistic in [
        .variance, .covariance, .correlation, .beta, .movedMean,
      ] {
        let rolling = try RollingWindow(window, minPeriods: 2, rows: x.count, needs: 2)
        let again: (Range<Int>) -> Double = { Double($0.count) }
        let woven = try run(x) {
          try rollingPairs(
            statistic, $0, y.span, rolling, ddof: 1, names: ("x", "y"), into: &$1, again: again)
        }
        let single = try run(x) {
          try widePairs(statistic, $0, y.span, rolling, ddof: 1, into: &$1, again: again)
        }
        #expect(woven.map(\.bitPattern) == single.map(\.bitPattern))
      }
    }
  }

  @Test("no infinity is overlooked, wherever it stands, and the first of several is named")
  func firstInfinities() {
    for count in [1, 7, 8, 9, 20, 1023, 1024, 1025, 3000] {
      var values = (0..<count).map { $0 % 3 == 0 ? Double.nan : Double($0) }
      #expect(firstInfinity(in: values.span) == nil)
      for row in Set([0, 1, 7, 8, count / 2, count - 1]) where row < count {
        let kept = values
        values[row] = row % 2 == 0 ? .infinity : -.infinity
        #expect(firstInfinity(in: values.span) == row, "\(row) of \(count)")
        values[count - 1] = .infinity
        #expect(firstInfinity(in: values.span) == row, "\(row) of \(count)")
        values = kept
      }
    }
    #expect(firstInfinity(in: [Double]().span) == nil)
  }

  @Test("a window wider than the cache is what two passes say")
  func wideWindow() throws {
    var noise = Noise(seed: 22)
    let (x, y) = (noise.normals(5000).map { 1e9 + $0 }, noise.normals(5000))
    let got = try run(x) { try rollingCorrelation($0, y.span, window: 1500, into: &$1) }
    let mean = try run(x) { try rollingMean($0, window: 3000, into: &$1) }
    #expect(got[1498].isNaN && mean[2998].isNaN)
    for t in [1499, 1500, 2999, 3000, 4321, 4999] {
      let rows = t - 1499...t
      let slow = pairCorrelation(
        x.span.extracting(rows.lowerBound..<t + 1), y.span.extracting(rows.lowerBound..<t + 1),
        lag: 0)
      #expect(abs(got[t] - slow) < 1e-12)
    }
    let sum = x[1500..<4500].reduce(Float80(0)) { $0 + Float80($1) }
    #expect(abs(mean[4499] - Double(sum / 3000)) <= 2.4e-7)
  }

  @Test("quantiles of wide windows with ties and gaps are those of each window by itself")
  func quantiles() throws {
    var noise = Noise(seed: 23)
    var x = noise.normals(1500).map { ($0 * 16).rounded() / 16 }
    for t in 0..<1500 where t % 41 < 3 || (600..<650).contains(t) { x[t] = .nan }
    for (window, q) in [(252, 0.5), (252, 0), (100, 1), (3, 0.3), (1, 0.7), (48, 0.05), (700, 0.4)]
    {
      let got = try run(x) { try rollingQuantile($0, q, window: window, minPeriods: 1, into: &$1) }
      for t in stride(from: 0, to: 1500, by: 7) {
        let rows = max(0, t - window + 1)..<t + 1
        let expected = try quantile(x.span.extracting(rows), q)
        #expect(got[t].bitPattern == expected.bitPattern || (got[t].isNaN && expected.isNaN))
      }
    }
  }

  @Test(
    "rank correlations of 60 rows with ties and gaps are exactly those of each window by itself")
  func spearman() throws {
    var noise = Noise(seed: 24)
    let x = noise.normals(700).map { ($0 * 4).rounded() / 4 }
    var y = zip(x, noise.normals(700)).map { ($0 + $1).rounded() }
    for t in [0, 100, 101, 102, 350] { y[t] = .nan }
    for t in 400..<480 { y[t] = 2 }
    let got = try run(x) { try rollingSpearman($0, y.span, window: 60, minPeriods: 20, into: &$1) }
    for t in 60..<700 {
      let rows = t - 59..<t + 1
      let expected = try spearmanCorrelation(x.span.extracting(rows), y.span.extracting(rows))
      #expect(got[t] == expected || (got[t].isNaN && expected.isNaN), "row \(t)")
    }
  }

  @Test("steady exponential means are the recursion's, through gaps, and stable under prefixes")
  func steadyMeans() throws {
    var noise = Noise(seed: 25)
    var x = noise.normals(5000).map { 1e6 + $0 }
    for t in [2000, 2001, 3333, 4999] { x[t] = .nan }
    let got = try run(x) { try exponentialMean($0, span: 20, into: &$1) }
    var (weight, mean) = (Float80(0), Float80(0))
    let decay = Float80(19) / 21
    for t in x.indices {
      weight *= decay
      if !x[t].isNaN {
        weight += 1
        mean += (Float80(x[t]) - mean) / weight
      }
      #expect(abs(got[t] - Double(mean)) < 1e-9, "row \(t)")
    }
    for count in [500, 1999, 2002, 2005, 3337, 4998] {
      let part = try run(Array(x.prefix(count))) { try exponentialMean($0, span: 20, into: &$1) }
      #expect(part.map(\.bitPattern) == got.prefix(count).map(\.bitPattern))
    }
  }

  @Test("an infinity is named by its row wherever it lies, also in a later strip")
  func infinities() throws {
    for row in [0, 7, 2047, 2048, 4999] {
      var x = [Double](repeating: 1, count: 5000)
      x[row] = -.infinity
      let statistics: [(Span<Double>, inout MutableSpan<Double>) throws -> Void] = [
        { try rollingMean($0, window: 20, into: &$1) },
        { try rollingMaximum($0, window: 20, into: &$1) },
        { try rollingVariance($0, window: 20, into: &$1) },
        { try exponentialMean($0, span: 20, into: &$1) },
      ]
      for statistic in statistics {
        let error = #expect(throws: RothostError.self) { try run(x, statistic) }
        #expect(error?.status == .input && error?.message.contains("row \(row);") == true)
      }
    }
  }

  @Test("lagged sums by blocks are the plain ones, whatever the legs' scales")
  func blocks() throws {
    var noise = Noise(seed: 26)
    for (rows, maxLag, scale) in [(3000, 40, 1.0), (9001, 130, 1e-200), (4000, 33, 1e150)] {
      var a = noise.normals(rows).map { $0 * scale }
      let b = noise.normals(rows)
      a[rows / 2] = 1e6 * scale
      let plan = try #require(BlockPlan(rows: rows, maxLag: maxLag))
      let got = plan.sums(a, b)
      let size =
        (a.reduce(0) { $0 + ($1 / scale) * ($1 / scale) } * b.reduce(0) { $0 + $1 * $1 })
        .squareRoot() * scale
      for lag in stride(from: -maxLag, through: maxLag, by: 11) {
        var exact = Float80(0)
        for t in max(0, -lag)..<min(rows, rows - lag) {
          exact += Float80(a[t]) * Float80(b[t + lag])
        }
        #expect(abs(got[lag + maxLag] - Double(exact)) <= 2e-15 * size, "lag \(lag)")
      }
    }
    #expect(BlockPlan(rows: 100, maxLag: 3) == nil)
  }

  @Test("roots of unity are right to the last digit but one and mirror each other exactly")
  func roots() {
    for k in 0..<64 {
      let (cosine, sine) = UnitRoots.unit(k, of: 64)
      #expect(abs(cosine * cosine + sine * sine - 1) < 4e-16)
      let opposite = UnitRoots.unit((k + 32) % 64, of: 64)
      #expect(opposite == (-cosine, -sine))
    }
    let (cosine, sine) = UnitRoots.unit(8, of: 64)
    #expect(abs(cosine - 0.5.squareRoot()) < 2e-16 && abs(sine - 0.5.squareRoot()) < 2e-16)
    #expect(UnitRoots.unit(16, of: 64) == (0, 1))
  }

  private func run(
    _ x: [Double], _ statistic: (Span<Double>, inout MutableSpan<Double>) throws -> Void
  ) rethrows -> [Double] {
    var out = [Double](repeating: -7, count: x.count)
    var span = out.mutableSpan
    try statistic(x.span, &span)
    return out
  }
}

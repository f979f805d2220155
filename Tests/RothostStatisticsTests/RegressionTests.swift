import RothostSeries
import Testing

@testable import RothostStatistics

/// Reference values: statsmodels 0.15.0 on the series made here, and NIST StRD's Longley.
@Suite struct RegressionTests {
  /// x: AR(0.4); y: AR(0.3) led by x; w and v: their running sums.
  private static let legs: (x: [Double], y: [Double], w: [Double], v: [Double]) = {
    var noise = Noise(seed: 77)
    let (e, u) = (noise.normals(300), noise.normals(300))
    var (x, y, w, v) = ([Double](), [Double](), [Double](), [Double]())
    for t in 0..<300 {
      let (before, other) = (x.last ?? 0, y.last ?? 0)
      x.append(e[t] + 0.4 * before)
      y.append(u[t] + (t > 0 ? 0.3 * other + 0.15 * before : 0))
      w.append((w.last ?? 0) + x[t])
      v.append((v.last ?? 0) + y[t])
    }
    return (x, y, w, v)
  }()

  @Test("NIST's Longley: coefficients, errors, residuals and R² to nine certified digits")
  func longley() throws {
    let x: [Double] = [
      83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2,
      115.7, 116.9, 234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180,
      442769, 444546, 482704, 502601, 518173, 554894, 2356, 2325, 3682, 3351, 2099, 1932, 1870,
      3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007, 1590, 1456, 1616, 1650, 3099, 3594,
      3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827, 107608, 108632, 109773, 110929,
      112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368, 127852,
      130081, 1947, 1948, 1949, 1950, 1951, 1952, 1953, 1954, 1955, 1956, 1957, 1958, 1959, 1960,
      1961, 1962,
    ]
    let y: [Double] = [
      60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655,
      69564, 69331, 70551,
    ]
    let fit = try leastSquares(y.span, on: x.span)
    expectClose(
      fit.coefficients,
      [
        -3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683,
        -1.03322686717359, -0.0511041056535807, 1829.15146461355,
      ], 1e-9)
    expectClose(
      fit.standardErrors,
      [
        890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699,
        0.214274163161675, 0.226073200069370, 455.478499142212,
      ], 1e-9)
    expectClose([fit.residualSquares, fit.rSquared], [836424.055505915, 0.995479004577296], 1e-9)
    #expect(fit.rows == 16 && fit.degrees == 9)
  }

  @Test("OLS and Newey-West errors are statsmodels', and a missing row is left out")
  func neweyWest() throws {
    // sm.OLS(y, sm.add_constant([x, w])).fit(); get_robustcov_results("HAC", maxlags=4).
    var (x, y) = (Self.legs.x + Self.legs.w, Self.legs.y)
    let fit = try leastSquares(y.span, on: x.span)
    let coefficients = [0.34839470718261056, -0.10467208536256703, 0.029269267825459404]
    expectClose(fit.coefficients, coefficients, 1e-11)
    expectClose(
      fit.standardErrors, [0.1274660388933876, 0.06049267704826845, 0.009436974765145866], 1e-12)
    expectClose(
      fit.pValues, [0.006647666470072838, 0.08461069923343498, 0.0021100636495019983], 1e-10)
    let robust = try leastSquares(y.span, on: x.span, errors: .neweyWest(lags: 4))
    expectClose(
      robust.standardErrors, [0.1328298750694213, 0.065298601658414, 0.009503385248943778], 1e-11)
    x.append(0)
    x.insert(.nan, at: 300)
    y.append(5)
    let gappy = try leastSquares(y.span, on: x.span)
    expectClose(gappy.coefficients, coefficients, 1e-11)
  }

  @Test("Granger's F, p and degrees of freedom are statsmodels'; the other way round it differs")
  func grangerCausality() throws {
    // grangercausalitytests(column_stack([y, x]), [p])[p][0]["ssr_ftest"]
    let cases = [
      (1, 8.813775104667958, 0.0032340600207454366, 296),
      (2, 4.439224997693131, 0.012609621711929322, 293),
      (5, 3.2605764062273894, 0.007031277766053534, 284),
    ]
    for (lags, statistic, pValue, degrees) in cases {
      let answer = try granger(Self.legs.x.span, causes: Self.legs.y.span, lags: .fixed(lags))
      expectClose([answer.statistic, answer.pValue], [statistic, pValue], 1e-10)
      #expect(answer.degrees == degrees && answer.rows == 300 - lags)
    }
    let chosen = try granger(Self.legs.x.span, causes: Self.legs.y.span, lags: .bayes(upTo: 6))
    #expect(chosen.lags == 1 && chosen.rows == 299)
    let reverse = try granger(Self.legs.y.span, causes: Self.legs.x.span, lags: .akaike(upTo: 6))
    #expect(reverse.pValue > 0.05)
    #expect(throws: RothostError.self) {
      try granger(Self.legs.x.span, causes: Self.legs.y.span, lags: .fixed(0))
    }
  }

  @Test("the augmented Dickey-Fuller test is statsmodels' adfuller, lag choice included")
  func unitRoot() throws {
    // adfuller(series, regression="n" | "c" | "ct", autolag="AIC")[:4]
    let cases: [([Double], UnitRootTrend, Double, Double, Int, Int)] = [
      (Self.legs.y, .none, -7.831017777430184, 7.97191767328858e-13, 2, 297),
      (Self.legs.y, .constant, -7.815805801313644, 6.875446609778376e-12, 2, 297),
      (Self.legs.y, .constantAndTrend, -7.920108358138489, 1.0932429938578279e-10, 2, 297),
      (Self.legs.w, .none, 0.5343863367125585, 0.8326561781575477, 1, 298),
      (Self.legs.w, .constant, -1.22692029592496, 0.6619094191982433, 1, 298),
      (Self.legs.w, .constantAndTrend, -1.4056527481615504, 0.8592454523401806, 1, 298),
    ]
    for (series, trend, statistic, pValue, lags, rows) in cases {
      let answer = try augmentedDickeyFuller(series.span, trend: trend)
      expectClose([answer.statistic], [statistic], 1e-9)
      expectClose([answer.pValue], [pValue], 1e-8)
      #expect(answer.lags == lags && answer.rows == rows)
    }
    // adfuller(w, maxlag=3, autolag=None)[:4]; gaps at the ends are not part of the series.
    let framed = [.nan] + Self.legs.w + [.nan, .nan]
    let fixed = try augmentedDickeyFuller(framed.span, lags: .fixed(3))
    expectClose(
      [fixed.statistic, fixed.pValue], [-0.8747905752023323, 0.7961608564731537], 1e-10)
    var gap = Self.legs.w
    gap[50] = .nan
    let refused = #expect(throws: RothostError.self) { try augmentedDickeyFuller(gap.span) }
    #expect(refused?.message.contains("row 50") == true)
  }

  @Test("Engle and Granger's test is statsmodels' coint")
  func cointegration() throws {
    // coint(0.7 * w + 2 + y, w)[:2]; coint(v, w)[:2]
    let (w, v) = (Self.legs.w, Self.legs.v)
    let tied = zip(w, Self.legs.y).map { 0.7 * $0 + 2 + $1 }
    let together = try engleGranger(tied.span, w.span)
    expectClose([together.statistic], [-7.960167143148724], 1e-9)
    expectClose([together.pValue], [3.803874012768866e-11], 1e-7)
    let apart = try engleGranger(v.span, w.span)
    expectClose([apart.statistic, apart.pValue], [-2.214092419137302, 0.4171086832211902], 1e-9)
  }

  @Test("too few rows, repeated regressors and infinities are refused by name")
  func refusals() throws {
    let y: [Double] = [1, 2, 4, 3, 5]
    let flat = [Double](repeating: 3, count: 40)
    let twice: [Double] = [1, 2, 3, 4, 9, 2, 4, 6, 8, 18]
    let collinear = #expect(throws: RothostError.self) {
      try leastSquares(y.span, on: twice.span)
    }
    #expect(collinear?.status == .input && collinear?.message.contains("regressor 3") == true)
    let few = #expect(throws: RothostError.self) {
      try leastSquares([1, 2].span, on: [1, 3].span)
    }
    #expect(few?.status == .tooFew)
    #expect(throws: RothostError.self) { try leastSquares(y.span, on: [1, 2, 3].span) }
    #expect(throws: RothostError.self) {
      try augmentedDickeyFuller(flat.span)
    }
  }

  private func expectClose(_ values: [Double], _ expected: [Double], _ tolerance: Double) {
    #expect(values.count == expected.count)
    for (value, want) in zip(values, expected) {
      #expect(abs(value - want) <= tolerance * abs(want), "\(value) for \(want)")
    }
  }
}

import RothostSeries
import Testing

@testable import RothostStatistics

@Suite struct AutoregressionTests {
  /// The series of the reference values: AR(2), 0.5 and -0.3, from noise of seed 42.
  private static let series: [Double] = {
    var noise = Noise(seed: 42)
    var x = [Double]()
    for t in 0..<400 {
      x.append(noise.normal() + (t > 0 ? 0.5 * x[t - 1] : 0) - (t > 1 ? 0.3 * x[t - 2] : 0))
    }
    return x
  }()

  @Test(
    "order and coefficients are those of statsmodels' ar_select_order(x, 26, 'aic') and AutoReg")
  func statsmodels() throws {
    // statsmodels 0.15.0: ar_select_order(x, 26, ic="aic").ar_lags == [1, 2];
    // r = AutoReg(x, 2, trend="c").fit(); r.params; (r.resid ** 2).sum()
    let (fit, residuals) = try run(Self.series)
    #expect(fit.order == 2 && fit.rows == 398)
    #expect(abs(fit.intercept - -0.007661621223172502) < 1e-13)
    #expect(abs(fit.coefficients[0] - 0.45942312395154083) < 1e-13)
    #expect(abs(fit.coefficients[1] - -0.2760981291725247) < 1e-13)
    #expect(abs(fit.residualSquares - 433.9545997209809) < 1e-10)
    #expect(residuals[0].isNaN && residuals[1].isNaN)
    let squares = residuals.dropFirst(2).reduce(0) { $0 + $1 * $1 }
    #expect(abs(squares - 433.9545997209809) < 1e-10)
  }

  @Test("white noise mostly gets order 0, and its residuals are the centred values")
  func whiteNoise() throws {
    var orders = [Int]()
    for seed in 1...40 as ClosedRange<UInt64> {
      var noise = Noise(seed: seed)
      orders.append(try run(noise.normals(300)).0.order)
    }
    #expect(orders.filter { $0 == 0 }.count >= 24, "\(orders)")
    let (fit, residuals) = try run([1, 2, 3, 4, 5, 6, 7, 8, 9], maxOrder: 0)
    #expect(fit.order == 0 && residuals == [-4, -3, -2, -1, 0, 1, 2, 3, 4])
  }

  @Test("a gap makes its own rows missing and those that need it, and no others")
  func gaps() throws {
    var x = Self.series
    x[100] = .nan
    let (fit, residuals) = try run(x, maxOrder: 2)
    #expect(fit.order == 2 && fit.rows == 395)
    #expect(residuals.indices.filter { residuals[$0].isNaN } == [0, 1, 100, 101, 102])
  }

  @Test("a level of 1e9 over a noise of 1e-3 keeps order and residuals")
  func levelAndScale() throws {
    let (plain, expected) = try run(Self.series)
    let (fit, residuals) = try run(Self.series.map { 1e9 + 1e-3 * $0 })
    #expect(fit.order == plain.order)
    // 1e9 + 1e-3·x keeps x to 1.2e-4 (half a last digit of 1e9, over 1e-3).
    for t in 2..<400 { #expect(abs(residuals[t] * 1e3 - expected[t]) < 5e-4) }
  }

  @Test("a constant series, a line and a random walk are fitted without breaking down")
  func degenerate() throws {
    let (constant, zeros) = try run([Double](repeating: 0.1, count: 50))
    #expect(constant.order == 0 && zeros.allSatisfy { $0 == 0 })
    let (line, rest) = try run((0..<60).map { 3 + 2 * Double($0) })
    #expect(line.order == 1 && rest.dropFirst().allSatisfy { abs($0) < 1e-10 })
    var noise = Noise(seed: 3)
    var level = 0.0
    let walk = (0..<500).map { _ in
      level += noise.normal()
      return level
    }
    let (unitRoot, _) = try run(walk)
    #expect(unitRoot.coefficients.reduce(0, +) > 0.95)
    #expect(throws: RothostError.self) { try run([1, 2, .nan, 3]) }
  }

  private func run(
    _ x: [Double], maxOrder: Int? = nil
  ) throws -> (Autoregression, [Double]) {
    var residuals = [Double](repeating: 0, count: x.count)
    var out = residuals.mutableSpan
    let fit = try autoregression(x.span, maxOrder: maxOrder, residuals: &out)
    return (fit, residuals)
  }
}

import RothostSeries

/// An autoregression of a series on its own past, of the order that Akaike's criterion picks.
public struct Autoregression: Sendable, Equatable {
  /// The number of lags, 0 when the past tells nothing.
  public var order: Int
  /// The constant of the regression.
  public var intercept: Double
  /// φ_1 … φ_order.
  public var coefficients: [Double]
  /// The residual sum of squares over the rows used.
  public var residualSquares: Double
  /// The rows that had all their lags, used by the final fit.
  public var rows: Int
}

/// Fits AR(p) by least squares with p by AIC, and writes the residuals.
///
///     x_t = c + φ_1 x_{t-1} + … + φ_p x_{t-p} + e_t,   AIC(p) = m·ln(RSS_p / m) + 2(p + 1)
///
/// Akaike (1974). All orders 0 … maxOrder are compared on the same m rows, by one Cholesky
/// factorisation of their nested normal equations; the chosen one is fitted again on every row
/// that has its own lags. Least squares and not Yule–Walker, whose bias is large near a unit root.
///
/// - `maxOrder`: nil is ⌊10·log10(n)⌋, as R's `ar`. It is halved while fewer than half of the
///   present values have all their lags (a series full of gaps cannot carry long memory).
/// - `residuals`: as long as `x`; NaN in the first p rows and wherever a needed value is missing.
///
/// Throws `.input` for an infinity, `.tooFew` below 8 values. A constant series gives order 0 and
/// residuals of exactly 0. O(n·maxOrder²) time, O(n) memory.
public func autoregression(
  _ x: Span<Double>, maxOrder: Int? = nil, residuals: inout MutableSpan<Double>
) throws(RothostError) -> Autoregression {
  try requireLength(residuals.count, x.count, "the residuals' output")
  try requireFinite(x, "the series")
  let leg = Centered(x)
  try requireAtLeast(leg.count, 8, "values for an autoregression")
  var limit = maxOrder ?? defaultOrder(leg.count)
  limit = max(0, min(limit, leg.count / 4))
  while limit > 0, completeRows(leg, limit).count * 2 < leg.count { limit /= 2 }
  let order = NormalEquations(leg, limit).orderByAkaike()
  let fit = NormalEquations(leg, order)
  let slopes = fit.coefficients(order)
  writeResiduals(leg, slopes, into: &residuals)
  return Autoregression(
    order: order,
    intercept: slopes[0] + leg.mean * (1 - slopes.dropFirst().reduce(0, +)),
    coefficients: Array(slopes.dropFirst()),
    residualSquares: fit.residualSquares(order), rows: fit.rows)
}

/// R's `order.max`: ⌊10·log10(n)⌋, in whole numbers so that every platform agrees.
private func defaultOrder(_ count: Int) -> Int {
  // The largest k with 10^k ≤ n^10, by comparing n with 10^(k/10).
  var order = 0
  var power = 1.0
  let tenthRootOfTen = 1.258925411794167
  while power * tenthRootOfTen <= Double(count) * (1 + 1e-12) {
    power *= tenthRootOfTen
    order += 1
  }
  return order
}

/// Per row from `order` on, 1 where the value and its `order` lags are all present.
private func completeRows(_ leg: Centered, _ order: Int) -> (weights: [Double], count: Int) {
  var weights = [Double](repeating: 0, count: max(0, leg.values.count - order))
  var (run, count) = (0, 0)
  for t in leg.present.indices {
    run = leg.present[t] > 0 ? run + 1 : 0
    if t >= order, run > order {
      weights[t - order] = 1
      count += 1
    }
  }
  return (weights, count)
}

private func writeResiduals(
  _ leg: Centered, _ slopes: [Double], into residuals: inout MutableSpan<Double>
) {
  let order = slopes.count - 1
  var run = 0
  for t in 0..<residuals.count {
    run = leg.present[t] > 0 ? run + 1 : 0
    guard t >= order, run > order else {
      residuals[t] = .nan
      continue
    }
    var fitted = slopes[0]
    for lag in stride(from: 1, through: order, by: 1) {
      fitted += slopes[lag] * leg.values[t - lag]
    }
    residuals[t] = leg.values[t] - fitted
  }
}

/// The nested normal equations of a constant and lags 1 … order, factorised once.
private struct NormalEquations {
  let rows: Int
  /// The lower Cholesky factor of the cross-products of (1, lag 1 … lag p, value), row by row.
  private let factor: [Double]
  private let size: Int
  /// How many leading columns were independent of those before them.
  private let independent: Int

  init(_ leg: Centered, _ order: Int) {
    let (weights, count) = completeRows(leg, order)
    rows = count
    size = order + 2
    var cross = [Double](repeating: 0, count: size * size)
    cross[0] = Double(count)
    // Column k of the regression is lag k for k in 1 … p and the value itself for k = p + 1.
    let column = { (lag: Int) in lag == 0 ? order + 1 : lag }
    var dots = [Double](repeating: 0, count: order + 1)
    Kernels.slidingDots(weights.span, leg.values.span, into: &dots)
    for offset in 0...order { cross[column(order - offset) * size] = dots[offset] }
    for lag in 0...order {
      var left = weights
      for t in left.indices { left[t] *= leg.values[t + order - lag] }
      var dots = [Double](repeating: 0, count: order - lag + 1)
      Kernels.slidingDots(left.span, leg.values.span, into: &dots)
      for offset in dots.indices {
        let (i, j) = (column(lag), column(order - offset))
        cross[max(i, j) * size + min(i, j)] = dots[offset]
      }
    }
    (factor, independent) = NormalEquations.factorise(cross, size)
  }

  /// Cholesky without pivoting; stops at a column that those before it explain to 12 digits.
  private static func factorise(_ cross: [Double], _ size: Int) -> ([Double], Int) {
    var l = cross
    var independent = size - 1
    for j in 0..<size {
      let diagonal = l[j * size + j]
      for k in 0..<min(j, independent) {
        l[j * size + j] -= l[j * size + k] * l[j * size + k]
      }
      if j < size - 1, independent == size - 1, !(l[j * size + j] > 1e-12 * diagonal) {
        independent = j
      }
      guard j < independent else { continue }
      let root = l[j * size + j].squareRoot()
      l[j * size + j] = root
      for i in (j + 1)..<size {
        var sum = l[i * size + j]
        for k in 0..<j { sum -= l[i * size + k] * l[j * size + k] }
        l[i * size + j] = sum / root
      }
    }
    return (l, independent)
  }

  /// Σ of squared residuals of the regression on the constant and lags 1 … `order`.
  func residualSquares(_ order: Int) -> Double {
    var sum = 0.0
    // What the later lags explain, added to what is left after all of them: nothing cancels.
    let last = size - 1
    let used = min(order + 1, independent)
    if independent > used {
      for k in used..<independent { sum += factor[last * size + k] * factor[last * size + k] }
    }
    return sum + max(0, factor[last * size + last])
  }

  func orderByAkaike() -> Int {
    var (best, bestCriterion) = (0, Double.infinity)
    let m = Double(rows)
    for order in 0..<max(1, independent) {
      let squares = residualSquares(order)
      guard squares > 0 else { return order }
      let criterion = m * naturalLogarithm(squares / m) + 2 * Double(order + 1)
      if criterion < bestCriterion { (best, bestCriterion) = (order, criterion) }
    }
    return best
  }

  /// (c, φ_1 … φ_order) by back substitution, zeros for columns that add nothing.
  func coefficients(_ order: Int) -> [Double] {
    var b = [Double](repeating: 0, count: order + 1)
    let last = size - 1
    for k in stride(from: min(order, independent - 1), through: 0, by: -1) {
      var sum = factor[last * size + k]
      for i in stride(from: k + 1, through: order, by: 1) { sum -= factor[i * size + k] * b[i] }
      b[k] = sum / factor[k * size + k]
    }
    return b
  }
}

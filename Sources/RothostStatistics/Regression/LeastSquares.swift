import RothostSeries

/// How the standard errors of a regression are computed.
public enum StandardErrors: Sendable, Equatable {
  /// σ²·(XᵀX)⁻¹: independent residuals of one variance.
  case classical
  /// Newey & West (Econometrica 55, 1987) with Bartlett weights 1 - l/(lags + 1): residuals may be
  /// correlated over `lags` rows and vary in size. No small-sample factor, as statsmodels' HAC.
  case neweyWest(lags: Int)
}

/// A linear regression by ordinary least squares.
public struct LinearRegression: Sendable, Equatable {
  /// The constant first, where one was asked for, then the regressors in the order given.
  public var coefficients: [Double]
  public var standardErrors: [Double]
  /// Two-sided, by Student's t with `degrees` degrees of freedom.
  public var pValues: [Double]
  public var residualSquares: Double
  /// 1 - RSS/TSS, TSS about the mean where there is a constant.
  public var rSquared: Double
  /// Rows without a missing value, and those less the coefficients.
  public var rows: Int
  public var degrees: Int
}

/// Regresses `y` on the columns of `x` and, unless told otherwise, a constant.
///
///     y = b₀ + b₁·x₁ + … + b_k·x_k + e
///
/// `x` holds its columns one after the other, each as long as `y`. Rows with a missing value are
/// left out. By Householder reflections (`HouseholderQR`): NIST's Longley to nine digits and more.
/// Throws `.argument` (lengths, negative lags), `.input` (infinity, or a regressor that is constant
/// or a sum of others), `.tooFew`. O(n·k²).
public func leastSquares(
  _ y: Span<Double>, on x: Span<Double>, intercept: Bool = true,
  errors: StandardErrors = .classical
) throws(RothostError) -> LinearRegression {
  let rows = try CompleteRows(y, x, intercept: intercept)
  let qr = try HouseholderQR(rows.columns, rows.response)
  let b = qr.coefficients(qr.columns)
  let degrees = qr.rows - qr.columns
  let squares = qr.residualSquares(qr.columns)
  let inverse = qr.inverseCrossProduct(qr.columns)
  let variances: [Double]
  switch errors {
  case .classical:
    variances = inverse.indices.map { inverse[$0][$0] * squares / Double(degrees) }
  case .neweyWest(let lags):
    guard lags >= 0 else {
      throw RothostError(.argument, "Newey–West with \(lags) lags; use 0 or more")
    }
    variances = neweyWest(rows, b, inverse, lags)
  }
  let standardErrors = variances.map { max(0, $0).squareRoot() }
  let student = StudentDistribution(degrees: Double(degrees))
  let total = Centered(rows.response.span).values
  let totalSquares =
    intercept
    ? total.reduce(0) { $0 + $1 * $1 } : rows.response.reduce(0) { $0 + $1 * $1 }
  return LinearRegression(
    coefficients: b, standardErrors: standardErrors,
    pValues: zip(b, standardErrors).map { 2 * student.survival(abs($0 / $1)) },
    residualSquares: squares, rSquared: totalSquares > 0 ? 1 - squares / totalSquares : .nan,
    rows: qr.rows, degrees: degrees)
}

/// The rows of a regression that miss nothing.
private struct CompleteRows {
  var columns: [[Double]]
  var response: [Double]

  init(_ y: Span<Double>, _ x: Span<Double>, intercept: Bool) throws(RothostError) {
    let count = y.count
    guard count > 0, x.count % count == 0 else {
      throw RothostError(
        .argument, "\(x.count) values of regressors are no whole number of columns of \(count)")
    }
    try requireFinite(y, "y")
    try requireFinite(x, "a regressor")
    let width = x.count / count
    columns = [[Double]](repeating: [], count: width + (intercept ? 1 : 0))
    response = []
    for t in 0..<count
    where !y[t].isNaN && !(0..<width).contains(where: { x[$0 * count + t].isNaN }) {
      response.append(y[t])
      if intercept { columns[0].append(1) }
      for k in 0..<width { columns[k + (intercept ? 1 : 0)].append(x[k * count + t]) }
    }
  }

  func residuals(_ b: [Double]) -> [Double] {
    response.indices.map { t in
      b.indices.reduce(response[t]) { $0 - b[$1] * columns[$1][t] }
    }
  }
}

/// The diagonal of (XᵀX)⁻¹·S·(XᵀX)⁻¹, S = Γ₀ + Σ_l w_l·(Γ_l + Γ_lᵀ), Γ_l = Σ_t e_t·e_{t-l}·x_t·x_{t-l}ᵀ.
private func neweyWest(
  _ rows: CompleteRows, _ b: [Double], _ inverse: [[Double]], _ lags: Int
) -> [Double] {
  let e = rows.residuals(b)
  // h_k(t) = e_t·(row k of (XᵀX)⁻¹)·x_t: the sandwich is the long-run variance of Σ h_k.
  return b.indices.map { k in
    let h = e.indices.map { t in
      e[t] * b.indices.reduce(0) { $0 + inverse[k][$1] * rows.columns[$1][t] }
    }
    var variance = h.reduce(0) { $0 + $1 * $1 }
    for lag in stride(from: 1, through: min(lags, h.count - 1), by: 1) {
      var product = 0.0
      for t in lag..<h.count { product += h[t] * h[t - lag] }
      variance += 2 * (1 - Double(lag) / Double(lags + 1)) * product
    }
    return variance
  }
}

import RothostSeries

/// The deterministic part that a unit-root regression takes out.
public enum UnitRootTrend: Sendable {
  case none, constant, constantAndTrend
}

/// The answer of a unit-root or cointegration test: a small p-value speaks against the unit root.
public struct UnitRootAnswer: Sendable, Equatable {
  /// The t statistic of the lagged level.
  public var statistic: Double
  /// MacKinnon's asymptotic approximation.
  public var pValue: Double
  /// Lagged differences used, and rows of the regression.
  public var lags: Int
  public var rows: Int
}

/// Is a series a random walk? The augmented Dickey–Fuller test, lags of the difference by `lags`.
///
///     Δx_t = (c + d·t) + γ·x_{t-1} + Σ δ_k·Δx_{t-k} + e_t,     the statistic is γ's t
///
/// Said & Dickey, Biometrika 71 (1984); p by MacKinnon, J. Bus. Econ. Stat. 12 (1994). `lags` nil is Akaike up
/// to ⌈12·(n/100)^{1/4}⌉ (Schwert 1989), on common rows, fitted again on its own. The series must
/// have no gap inside. Throws `.input` (infinity, a gap, a constant series), `.tooFew`. O(n·p²).
public func augmentedDickeyFuller(
  _ x: Span<Double>, trend: UnitRootTrend = .constant, lags: LagSelection? = nil
) throws(RothostError) -> UnitRootAnswer {
  try requireFinite(x, "the series")
  let series = try withoutEnds(x)
  let answer = try dickeyFuller(series, trend: trend, lags: lags)
  return UnitRootAnswer(
    statistic: answer.statistic,
    pValue: MacKinnon(trend, series: 1).pValue(answer.statistic),
    lags: answer.lags, rows: answer.rows)
}

/// The values between leading and trailing gaps, relative to the first.
private func withoutEnds(_ x: Span<Double>) throws(RothostError) -> [Double] {
  guard let first = x.indices.first(where: { !x[$0].isNaN }),
    let last = x.indices.last(where: { !x[$0].isNaN })
  else { throw RothostError(.tooFew, "no value is present; a unit-root test needs a dozen") }
  var values = [Double]()
  for t in first...last {
    guard !x[t].isNaN else {
      throw RothostError(
        .input, "a gap at row \(t): a unit-root test needs neighbours; drop or fill the row")
    }
    values.append(x[t])
  }
  return values
}

/// The regression itself, without a p-value.
func dickeyFuller(
  _ x: [Double], trend: UnitRootTrend, lags: LagSelection?
) throws(RothostError) -> (statistic: Double, lags: Int, rows: Int) {
  let terms = trend == .none ? 0 : trend == .constant ? 1 : 2
  try requireAtLeast(x.count, 8 + 2 * terms, "values for a unit-root test")
  // Schwert's rule as statsmodels has it, kept below half of the rows.
  let schwert = Int((12 * fourthRoot(Double(x.count) / 100)).rounded(.up))
  let selection = lags ?? .akaike(upTo: min(schwert, (x.count - 1) / 2 - terms - 1))
  guard selection.most >= 0 else {
    throw RothostError(.argument, "\(selection.most) lags; use 0 or more")
  }
  let widest = try dickeyFullerRegression(x, terms, selection.most)
  let candidates = (0...selection.most).map { p in
    (lags: p, squares: widest.residualSquares(terms + 1 + p), coefficients: terms + 1 + p)
  }
  let p = selection.best(of: candidates, rows: widest.rows)
  // The level comes last here, so that its t is read off the last row of R.
  let qr = try dickeyFullerRegression(x, terms, p, levelLast: true)
  let last = qr.columns - 1
  let variance = qr.residualSquares(qr.columns) / Double(qr.rows - qr.columns)
  let t = qr.rotated[last] / variance.squareRoot()
  return (qr.r[last][last] < 0 ? -t : t, p, qr.rows)
}

private func dickeyFullerRegression(
  _ x: [Double], _ terms: Int, _ lags: Int, levelLast: Bool = false
) throws(RothostError) -> HouseholderQR {
  try requireAtLeast(x.count, 2 * lags + terms + 3, "values for \(lags) lags")
  // Row t explains x[t + 1] - x[t].
  let rows = lags..<(x.count - 1)
  var columns = [[Double]]()
  if terms > 0 { columns.append([Double](repeating: 1, count: rows.count)) }
  if terms > 1 { columns.append(rows.map { Double($0 - lags + 1) }) }
  // With a constant a level is free to move: relative to the first value no digits are lost.
  let base = terms > 0 ? x[0] : 0
  let level = rows.map { x[$0] - base }
  if !levelLast { columns.append(level) }
  for k in stride(from: 1, through: lags, by: 1) {
    columns.append(rows.map { x[$0 - k + 1] - x[$0 - k] })
  }
  if levelLast { columns.append(level) }
  return try HouseholderQR(columns, rows.map { x[$0 + 1] - x[$0] })
}

private func fourthRoot(_ x: Double) -> Double { x.squareRoot().squareRoot() }

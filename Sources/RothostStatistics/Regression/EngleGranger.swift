import RothostSeries

/// Do two random walks keep together? Engle & Granger's test of cointegration.
///
///     y_t = a + b·x_t + u_t;     Δu_t = γ·u_{t-1} + Σ δ_k·Δu_{t-k} + e_t;     the statistic is γ's t
///
/// Engle & Granger, Econometrica 55 (1987); p by MacKinnon (1994) for two series with a constant, since
/// the residuals of a fit look more stationary than they are. A small p-value speaks for
/// cointegration. Pairs with a missing value are left out, joining their neighbours. `lags` as
/// `augmentedDickeyFuller`. Throws `.argument`, `.input` (infinity, a constant x), `.tooFew`. O(n·p²).
public func engleGranger(
  _ y: Span<Double>, _ x: Span<Double>, lags: LagSelection? = nil
) throws(RothostError) -> UnitRootAnswer {
  let pairs = try CompletePairs(x, y)
  let (a, b) = (Centered(pairs.x.span).values, Centered(pairs.y.span).values)
  let ones = [Double](repeating: 1, count: a.count)
  let slopes = try HouseholderQR([ones, a], b).coefficients(2)
  let residuals = a.indices.map { b[$0] - slopes[0] - slopes[1] * a[$0] }
  let answer = try dickeyFuller(residuals, trend: .none, lags: lags)
  return UnitRootAnswer(
    statistic: answer.statistic, pValue: MacKinnon(.constant, series: 2).pValue(answer.statistic),
    lags: answer.lags, rows: answer.rows)
}

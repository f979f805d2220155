import RothostSeries

/// Does x lead y, follow it, or move with it? A calibrated test over the lags -L…L at once.
///
/// Each leg's own memory is removed by an autoregression of the order Akaike's criterion picks;
/// each lag's sum of cross-products of the residuals is studentised,
///
///     T(ℓ) = Σ_t x_t·y_{t+ℓ} / √Σ_t x_t²·y²_{t+ℓ},     ℓ > 0: x leads y by ℓ rows
///
/// and max |T| over a family of lags (all, ℓ > 0, ℓ < 0) is set against its wild bootstrap
/// distribution, one random sign per t common to all lags (`WildBootstrap` has the scheme).
/// Flipping the sign of x_t leaves its volatility and all of y as they are: the p-values hold
/// under shared and clustered volatility, and `pLead` under dependence at lag 0 alone.
///
/// - `raw`: take the legs as residuals already (no autoregression).
/// - `statistic`, `pointwise`: 2·maxLag + 1 values each, T and its p-value lag by lag (not
///   corrected for the number of lags). A lag without variation is NaN.
///
/// Throws `.argument` (lengths), `.input` (infinity), `.tooFew` (fewer than maxLag + 20 pairs),
/// `.cancelled`. O(n·L·B/2) additions, a quarter of the matrix product's; same bits on any number
/// of threads.
public func leadLagTest(
  _ x: Span<Double>, _ y: Span<Double>, maxLag: Int, resamples: Int = 2000, seed: UInt64 = 1,
  raw: Bool = false, progress: Progress? = nil,
  statistic: inout MutableSpan<Double>, pointwise: inout MutableSpan<Double>
) throws(RothostError) -> LeadLagAnswer {
  let columns = 2 * maxLag + 1
  try requireLength(statistic.count, columns, "the statistic's output")
  try requireLength(pointwise.count, columns, "the pointwise p-values' output")
  let legs = try LaggedLegs(x, y, maxLag: maxLag, raw: raw)
  let lags = (-maxLag...maxLag).map(Int64.init)
  let test = try WildBootstrap(
    rows: x.count, columns: columns, families: LeadLagAnswer.families(lags),
    resamples: resamples, seed: seed, progress: progress, fill: legs.fill)
  for k in 0..<columns {
    statistic[k] = test.statistic[k]
    pointwise[k] = test.pointwise[k]
  }
  return LeadLagAnswer(
    test, lags: lags, count: legs.pairs, orderX: legs.orderX, orderY: legs.orderY)
}

/// Both legs' residuals, y padded by maxLag zeros at either end: no lag needs an end case.
struct LaggedLegs {
  var x: [Double]
  var padded: [Double]
  /// Rows where both residuals are present.
  var pairs: Int
  var orderX: Int
  var orderY: Int

  init(
    _ x: Span<Double>, _ y: Span<Double>, maxLag: Int, raw: Bool
  ) throws(RothostError) {
    guard maxLag >= 0 else {
      throw RothostError(.argument, "max_lag is \(maxLag); the lags scanned are -max_lag … max_lag")
    }
    try requireSameCount(x, y)
    try requireFinite(x, "x")
    try requireFinite(y, "y")
    let (first, second) = (try Residuals(x, raw: raw), try Residuals(y, raw: raw))
    var pairs = 0
    for t in 0..<x.count where first.leg.present[t] > 0 && second.leg.present[t] > 0 { pairs += 1 }
    // Twenty pairs at the outermost lag: below it, max |T| has too few signs to vary.
    try requireAtLeast(pairs, maxLag + 20, "rows with both legs")
    let pad = [Double](repeating: 0, count: maxLag)
    self.x = first.leg.values
    padded = pad + second.leg.values + pad
    self.pairs = pairs
    orderX = first.order
    orderY = second.order
  }

  /// z_t(ℓ) = x_t·y_{t+ℓ}, the contributions of the studentised sums.
  func fill(_ rows: Range<Int>, _ columns: Range<Int>, _ z: inout [Double]) {
    let last = rows.upperBound - 1 + columns.upperBound - 1
    Kernels.laggedProducts(
      x.span.extracting(rows),
      padded.span.extracting(rows.lowerBound + columns.lowerBound..<last + 1),
      columns: columns.count, into: &z)
  }
}

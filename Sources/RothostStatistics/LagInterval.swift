import RothostSeries

/// An interval of the best lag, in rows or (native clocks) nanoseconds.
public struct LagInterval: Sendable, Equatable {
  public var low: Int64
  public var high: Int64
  /// Rows (native clocks: intervals of x) per block, at least 2·maxLag.
  public var blockLength: Int
}

/// Which lags compete for the best one.
public enum LagFamily: Sendable {
  case all, lead, follow
}

/// A joint block-bootstrap interval of the lag at which two legs on one clock depend most.
///
/// The legs and contributions z_t(ℓ) are those of `leadLagTest`. Blocks of rows are drawn with
/// replacement, all lags together, each keeping its true neighbours ("blocks of blocks", Künsch,
/// Ann. Stat. 17, 1989; Politis & Romano 1992), so no product spans a join; the resample's best lag
/// is argmax |Σ z(ℓ)| / √Σ z²(ℓ), and the interval its percentiles. Blocks are circular, of
/// max(2·maxLag, n^{1/3}) rows, starting on a grid of eighths of a block.
///
/// Meaningful only where the test is significant: elsewhere say that no lag was identified.
/// Throws as `leadLagTest`; `.tooFew` when fewer than 4 blocks fit. O(n·L + B·(n/b)·L).
public func leadLagInterval(
  _ x: Span<Double>, _ y: Span<Double>, maxLag: Int, family: LagFamily = .all,
  confidence: Double = 0.95, resamples: Int = 2000, seed: UInt64 = 1, raw: Bool = false,
  progress: Progress? = nil
) throws(RothostError) -> LagInterval {
  let legs = try LaggedLegs(x, y, maxLag: maxLag, raw: raw)
  let bootstrap = try BlockBootstrap(rows: x.count, minimum: 2 * maxLag)
  return try bootstrap.interval(
    lags: (-maxLag...maxLag).map(Int64.init), family: family, confidence: confidence,
    resamples: resamples, seed: seed, progress: progress, fill: legs.fill)
}

/// `leadLagInterval` on two native clocks, with the contributions of `hayashiYoshidaTest`.
///
/// Blocks are runs of x's intervals that last 2·max|ℓ| on average. Throws as `hayashiYoshidaTest`.
public func hayashiYoshidaInterval(
  xTimes: Span<Int64>, x: Span<Double>, yTimes: Span<Int64>, y: Span<Double>, lags: Span<Int64>,
  family: LagFamily = .all, confidence: Double = 0.95, resamples: Int = 2000, seed: UInt64 = 1,
  progress: Progress? = nil
) throws(RothostError) -> LagInterval {
  let legs = try TickLegs(xTimes: xTimes, x: x, yTimes: yTimes, y: y, lags: lags)
  let rows = legs.increments.count
  let span = Double(legs.stamps[rows]) - Double(legs.stamps[0])
  let reach = Double(max(lags[0].magnitude, lags[lags.count - 1].magnitude))
  // Never past the number of rows, which the check for four blocks then refuses.
  let minimum = Int(min(Double(rows), (2 * reach * Double(rows) / span).rounded(.up)))
  let bootstrap = try BlockBootstrap(rows: rows, minimum: minimum)
  return try bootstrap.interval(
    lags: legs.lags, family: family, confidence: confidence, resamples: resamples, seed: seed,
    progress: progress, fill: legs.fill)
}

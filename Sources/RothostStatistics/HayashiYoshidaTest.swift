import RothostSeries

/// `leadLagTest` on two native clocks, on Hayashi–Yoshida increments.
///
/// Each leg's increments lose their own memory to an autoregression in tick time (order by AIC);
/// the contribution of x's interval I_i at lag ℓ is its move times y's over the intervals touching
/// it, D_i(ℓ) = Σ_j Δy_j·1{I_i ∩ (J_j - ℓ) ≠ ∅}, with what lag 0 explains taken out:
///
///     z_i(0) = Δx_i·D_i(0),     z_i(ℓ) = Δx_i·(D_i(ℓ) - g_i(ℓ)·D_i(0)),
///     T(ℓ) = Σ_i z_i(ℓ) / √Σ_i z_i(ℓ)²
///
/// g_i(ℓ) is the share of the overlap of I_i with y's intervals at lag 0 that y's intervals at lag
/// ℓ still have. Where clocks interlock at random, co-movement at lag 0 alone makes U(ℓ) ≠ 0 for
/// every |ℓ| below an interval's length; the correction is its expectation, so `pLead` speaks of
/// lead only. On one common clock g is 0 beyond an interval and T is `leadLagTest`'s. The sign
/// flips are one per interval of x, common to all lags (`WildBootstrap`).
///
/// `lags` in nanoseconds, ascending; ℓ > 0: x leads y. `statistic` and `pointwise` hold one value
/// per lag. Errors as `hayashiYoshida`; `.tooFew` below 20 intervals. O((n + m)·lags + n·lags·B/4).
public func hayashiYoshidaTest(
  xTimes: Span<Int64>, x: Span<Double>, yTimes: Span<Int64>, y: Span<Double>, lags: Span<Int64>,
  resamples: Int = 2000, seed: UInt64 = 1, progress: Progress? = nil,
  statistic: inout MutableSpan<Double>, pointwise: inout MutableSpan<Double>
) throws(RothostError) -> LeadLagAnswer {
  try requireLength(statistic.count, lags.count, "the statistic's output")
  try requireLength(pointwise.count, lags.count, "the pointwise p-values' output")
  let legs = try TickLegs(xTimes: xTimes, x: x, yTimes: yTimes, y: y, lags: lags)
  let test = try WildBootstrap(
    rows: legs.increments.count, columns: lags.count, families: LeadLagAnswer.families(legs.lags),
    resamples: resamples, seed: seed, progress: progress, fill: legs.fill)
  for k in lags.indices {
    statistic[k] = test.statistic[k]
    pointwise[k] = test.pointwise[k]
  }
  return LeadLagAnswer(
    test, lags: legs.lags, count: legs.increments.count, orderX: legs.orderX, orderY: legs.orderY)
}

/// Two ticking legs without their own memory, and what lag 0 says about each interval of x.
struct TickLegs {
  var lags: [Int64]
  /// Stamps of x: interval i is (stamps[i], stamps[i + 1]].
  var stamps: [Int64]
  /// Residual moves of x over its intervals, 0 in the first `orderX`.
  var increments: [Double]
  var times: [Int64]
  /// The running sum of y's residual moves, at `times`.
  var levels: [Double]
  var orderX, orderY: Int
  /// D_i(0) and the overlap of I_i with y's intervals at lag 0.
  private var change = [Double](), overlap = [Double]()

  init(
    xTimes: Span<Int64>, x: Span<Double>, yTimes: Span<Int64>, y: Span<Double>, lags: Span<Int64>
  ) throws(RothostError) {
    let first = try Ticks(xTimes, x, "x")
    let second = try Ticks(yTimes, y, "y")
    try requireLags(lags, first, second)
    try requireAtLeast(first.increments.count, 20, "intervals of x")
    try requireAtLeast(second.increments.count, 20, "intervals of y")
    self.lags = lags.indices.map { lags[$0] }
    let moves = (
      try Residuals(first.increments.span, raw: false),
      try Residuals(second.increments.span, raw: false)
    )
    (stamps, increments, orderX) = (first.times, moves.0.leg.values, moves.0.order)
    (times, orderY) = (second.times, moves.1.order)
    levels = [0]
    levels.reserveCapacity(times.count)
    var level = 0.0
    for move in moves.1.leg.values {
      level += move
      levels.append(level)
    }
    var (change, overlap) = (increments, increments)
    _ = Kernels.intervalChanges(
      stamps: stamps.span, lag: 0, times: times.span, level: levels.span, start: 0,
      change: &change, overlap: &overlap)
    (self.change, self.overlap) = (change, overlap)
  }

  /// The contributions z_i(ℓ) of the intervals `rows` at the lags `columns`.
  func fill(_ rows: Range<Int>, _ columns: Range<Int>, _ z: inout [Double]) {
    let part = stamps.span.extracting(rows.lowerBound..<rows.upperBound + 1)
    var moved = [Double](repeating: 0, count: rows.count)
    var shared = moved
    var start = firstTick(notBefore: part[0] + lags[columns.lowerBound])
    for (lane, column) in columns.enumerated() {
      start = Kernels.intervalChanges(
        stamps: part, lag: lags[column], times: times.span, level: levels.span, start: start,
        change: &moved, overlap: &shared)
      for (k, i) in rows.enumerated() {
        var change = moved[k]
        if lags[column] != 0, shared[k] > 0 {
          // overlap ≥ shared: at lag 0 y's intervals cover I_i wherever y has ticks on both sides.
          change -= min(1, shared[k] / overlap[i]) * self.change[i]
        }
        z[k * Kernels.lanes + lane] = increments[i] * change
      }
    }
  }

  /// The index of y's first tick at or after `stamp`.
  private func firstTick(notBefore stamp: Int64) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < stamp { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

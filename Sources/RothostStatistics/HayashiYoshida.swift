import RothostSeries

/// Hayashi–Yoshida covariance and correlation of two ticking series at each of `lags`.
///
///     U(ℓ) = Σ_i Σ_j Δx_i·Δy_j·1{I_i ∩ (J_j - ℓ) ≠ ∅},     ρ(ℓ) = U(ℓ) / √(Σ Δx² · Σ Δy²)
///
/// over the half-open intervals I_i = (s_{i-1}, s_i] and J_j between ticks; Hayashi & Yoshida,
/// Bernoulli 11 (2005), shifted as in Hoffmann, Rosenbaum & Yoshida, Bernoulli 19 (2013).
/// **ℓ > 0 means x leads y by ℓ nanoseconds.** No grid, no interpolation. `x` and `y` are levels
/// (log prices for returns); the sums of squares are of the full samples, so **|ρ| may exceed 1**
/// and is not clipped. Ticks that are NaN are left out, as if they had not come.
///
/// - `lags`: in nanoseconds, ascending. - `covariance`, `correlation`: one value per lag.
///
/// A leg that never moves makes ρ NaN. Throws `.argument` (lengths, lags not ascending or too
/// large), `.input` (infinity, stamps not increasing), `.tooFew` (a leg of fewer than 2 ticks),
/// `.cancelled`. O(n·lags + meetings) time, O(n + m) memory: a stamp remembers how far it may move before
/// it meets the other clock's next tick.
public func hayashiYoshida(
  xTimes: Span<Int64>, x: Span<Double>, yTimes: Span<Int64>, y: Span<Double>, lags: Span<Int64>,
  progress: Progress? = nil,
  covariance: inout MutableSpan<Double>, correlation: inout MutableSpan<Double>
) throws(RothostError) {
  try requireLength(covariance.count, lags.count, "the covariance's output")
  try requireLength(correlation.count, lags.count, "the correlation's output")
  let first = try Ticks(xTimes, x, "x")
  let second = try Ticks(yTimes, y, "y")
  try requireLags(lags, first, second)
  let norm = first.squares.squareRoot() * second.squares.squareRoot()
  var change = [Double](repeating: 0, count: first.increments.count)
  var product = [0.0]
  var clock = ShiftedClock(stamps: first.times.count)
  for k in lags.indices {
    clock.shift(
      first.times.span, by: lags[k], times: second.times.span, level: second.levels.span,
      change: &change)
    Kernels.slidingDots(first.increments.span, change.span, into: &product)
    covariance[k] = product[0]
    correlation[k] = norm > 0 ? product[0] / norm : .nan
    try report(Double(k + 1) / Double(lags.count), to: progress)
  }
}

/// One leg on its own clock: the ticks present, relative to the first level.
struct Ticks {
  /// Stamps of the ticks present.
  var times: [Int64]
  /// Level at each, minus the first level.
  var levels: [Double]
  /// Moves between neighbours: one fewer.
  var increments: [Double]

  init(_ stamps: Span<Int64>, _ values: Span<Double>, _ name: String) throws(RothostError) {
    try requireLength(stamps.count, values.count, "\(name)'s stamps")
    try requireFinite(values, name)
    times = []
    levels = []
    times.reserveCapacity(stamps.count)
    levels.reserveCapacity(stamps.count)
    var anchor = 0.0
    for i in values.indices where !values[i].isNaN {
      if let last = times.last, stamps[i] <= last {
        throw RothostError(
          .input,
          "\(name)'s stamps do not increase at row \(i); sort them and keep one tick per stamp")
      }
      if times.isEmpty { anchor = values[i] }
      times.append(stamps[i])
      levels.append(values[i] - anchor)
    }
    try requireAtLeast(times.count, 2, "ticks in \(name)")
    increments = []
    increments.reserveCapacity(times.count - 1)
    for i in 1..<levels.count { increments.append(levels[i] - levels[i - 1]) }
  }

  /// Σ Δ².
  var squares: Double { increments.reduce(0) { $0 + $1 * $1 } }
}

/// Throws unless the lags ascend and shift no stamp past what 64 bits hold.
func requireLags(_ lags: Span<Int64>, _ x: Ticks, _ y: Ticks) throws(RothostError) {
  guard lags.count > 0 else {
    throw RothostError(.argument, "no lags were given; give at least one, in nanoseconds")
  }
  for k in 1..<max(1, lags.count) where lags[k] <= lags[k - 1] {
    throw RothostError(.argument, "lags do not ascend at index \(k); sort them")
  }
  for stamp in [x.times[0], x.times[x.times.count - 1]] {
    for lag in [lags[0], lags[lags.count - 1]]
    where stamp.addingReportingOverflow(lag).overflow {
      throw RothostError(.argument, "lag \(lag) ns shifts stamp \(stamp) out of range")
    }
  }
}

import RothostSeries

/// The sample autocorrelation at one lag: mean of the whole, sums over what overlaps.
///
///     r(ℓ) = Σ_{t} (x_t - x̄)(x_{t+ℓ} - x̄) / Σ_t (x_t - x̄)²
///
/// The definition of NIST's StRD and of Box & Jenkins (1976), biased towards 0 by (n - ℓ)/n. Pairs
/// with a missing value are left out of the numerator. NaN for a constant series; `.tooFew` when
/// the lag is not smaller than the length. O(n).
public func autocorrelation(_ x: Span<Double>, lag: Int) throws(RothostError) -> Double {
  guard lag >= 0 else {
    throw RothostError(.argument, "lag \(lag) is negative; autocorrelation is symmetric, use ≥ 0")
  }
  try requireFinite(x, "x")
  try requireAtLeast(x.count, lag + 2, "values")
  let leg = Centered(x)
  var (square, product) = (0.0, 0.0)
  for t in 0..<x.count { square += leg.values[t] * leg.values[t] }
  for t in 0..<(x.count - lag) { product += leg.values[t] * leg.values[t + lag] }
  return square > 0 ? product / square : .nan
}

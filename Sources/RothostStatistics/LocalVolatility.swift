/// A leg in units of its own recent volatility, so that calm and wild times count alike.
///
///     z_t = x_t / √v_t,   v_t = λ·v_{t-1} + (1 - λ)·x²_{t-1},   λ = 0.94
///
/// J.P. Morgan, RiskMetrics, 4th ed. (1996), §5.3, for the recursion and the daily decay; v begins as
/// the mean square of the first fifty values present, after which the start weighs 0.94⁵⁰ < 5 %. A
/// missing value is 0 in the centred leg and leaves v as it is; z is NaN there and while v is 0. O(n).
func inUnitsOfVolatility(_ leg: Centered) -> [Double] {
  let decay = 0.94
  var (squares, count) = (0.0, 0)
  for t in leg.values.indices where leg.present[t] > 0 && count < 50 {
    squares += leg.values[t] * leg.values[t]
    count += 1
  }
  var variance = squares / Double(max(1, count))
  return leg.values.indices.map { t in
    guard leg.present[t] > 0 else { return .nan }
    let value = leg.values[t]
    let scaled = variance > 0 ? value / variance.squareRoot() : .nan
    variance = decay * variance + (1 - decay) * value * value
    return scaled
  }
}

import RothostSeries

/// The arithmetic mean of the values that are not missing; NaN where there is none.
///
/// Two passes over values relative to the first, so that a level of 1e9 costs no digits of a noise
/// of 1e-3 (Chan, Golub & LeVeque 1983). Throws `.input` for an infinity. O(n) time and memory.
public func mean(_ x: Span<Double>) throws(RothostError) -> Double {
  try requireFinite(x, "x")
  return Centered(x).mean
}

/// The variance of the values that are not missing, Σ (x - x̄)² / (n - ddof).
///
/// `ddof` 1 for the unbiased estimate of a sample, 0 for a population. NaN where n ≤ ddof. Two
/// passes as `mean`. Throws `.argument` for a negative `ddof`, `.input` for an infinity. O(n).
public func variance(_ x: Span<Double>, ddof: Int = 1) throws(RothostError) -> Double {
  guard ddof >= 0 else {
    throw RothostError(.argument, "ddof is \(ddof); give 0 (population) or 1 (sample)")
  }
  try requireFinite(x, "x")
  let centered = Centered(x)
  guard centered.count > ddof else { return .nan }
  let squares = centered.values.reduce(0.0) { $0 + $1 * $1 }
  return squares / Double(centered.count - ddof)
}

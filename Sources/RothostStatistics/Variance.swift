import RothostSeries

/// The variance of the values present: Σ (x - x̄)² / (n - ddof), about their own mean.
///
/// `ddof` 1 is the sample's unbiased variance, 0 the population's. NaN unless n > ddof; 0 for a
/// constant series. Throws `.input` for an infinity, `.argument` for a negative ddof. Two passes,
/// compensated: 1e-12 relative as far as the doubles given allow (NIST StRD in the tests). O(n).
public func variance(_ x: Span<Double>, ddof: Int = 1) throws(RothostError) -> Double {
  guard ddof >= 0 else {
    throw RothostError(.argument, "ddof is \(ddof); use 1 for a sample, 0 for a population")
  }
  let moments = try CentralMoments(x)
  guard moments.count > ddof else { return .nan }
  let scaled = moments.second / Double(moments.count - ddof)
  return Double(sign: .plus, exponent: 2 * moments.exponent, significand: scaled)
}

import RothostSeries

/// The skewness of the values present, g₁ = m₃ / m₂^{3/2} with m_k = Σ (x - x̄)^k / n.
///
/// `adjusted` gives G₁ = g₁·√(n(n - 1)) / (n - 2), unbiased under normality (Joanes & Gill, The
/// Statistician 47, 1998). NaN for a constant series, or fewer than 3 values where adjusted.
/// Throws `.input` for an infinity. O(n).
public func skewness(_ x: Span<Double>, adjusted: Bool = false) throws(RothostError) -> Double {
  let moments = try CentralMoments(x)
  let n = Double(moments.count)
  guard moments.second > 0, !adjusted || n > 2 else { return .nan }
  let deviation = (moments.second / n).squareRoot()
  let g = moments.third / n / (deviation * deviation * deviation)
  return adjusted ? g * (n * (n - 1)).squareRoot() / (n - 2) : g
}

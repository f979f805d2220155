import RothostSeries

/// The excess kurtosis of the values present, g₂ = m₄ / m₂² - 3: 0 for a normal distribution.
///
/// `adjusted` gives G₂ = ((n + 1)·g₂ + 6)·(n - 1) / ((n - 2)(n - 3)), unbiased under normality
/// (Joanes & Gill 1998). NaN for a constant series, or fewer than 4 values where adjusted.
/// Throws `.input` for an infinity. O(n).
public func kurtosis(_ x: Span<Double>, adjusted: Bool = false) throws(RothostError) -> Double {
  let moments = try CentralMoments(x)
  let n = Double(moments.count)
  guard moments.second > 0, !adjusted || n > 3 else { return .nan }
  let variance = moments.second / n
  let g = moments.fourth / n / (variance * variance) - 3
  return adjusted ? ((n + 1) * g + 6) * (n - 1) / ((n - 2) * (n - 3)) : g
}

import RothostSeries

/// Spearman's rank correlation: Pearson's of the mean ranks of the pairs without a missing value.
///
/// Spearman (1904); ties share their mean rank, as in scipy. NaN for fewer than two pairs or a
/// constant leg. Errors as `correlation`. O(n log n).
public func spearmanCorrelation(
  _ x: Span<Double>, _ y: Span<Double>
) throws(RothostError) -> Double {
  let pairs = try CompletePairs(x, y)
  return pairCorrelation(ranks(of: pairs.x).span, ranks(of: pairs.y).span, lag: 0)
}

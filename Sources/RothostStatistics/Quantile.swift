import RothostSeries

/// The quantile of the values present, linear between order statistics.
///
/// With h = (n - 1)·q: x₍⌊h⌋₎ + (h - ⌊h⌋)·(x₍⌊h⌋₊₁₎ - x₍⌊h⌋₎), definition 7 of Hyndman & Fan (The American
/// Statistician 50, 1996), numpy's and R's default. NaN when nothing is present. Throws `.argument`
/// for q outside 0…1, `.input` for an infinity. O(n log n).
public func quantile(_ x: Span<Double>, _ q: Double) throws(RothostError) -> Double {
  guard q >= 0, q <= 1 else {
    throw RothostError(.argument, "quantile \(q) is not between 0 and 1")
  }
  try requireFinite(x, "the series")
  let sorted = x.indices.map { x[$0] }.filter { !$0.isNaN }.sorted()
  return quantileOfSorted(sorted, q)
}

/// The same of values already in ascending order, none missing.
func quantileOfSorted(_ sorted: [Double], _ q: Double) -> Double {
  guard let last = sorted.last else { return .nan }
  let h = Double(sorted.count - 1) * q
  let below = Int(h)
  guard below + 1 < sorted.count else { return last + 0 }
  let (low, high) = (sorted[below], sorted[below + 1])
  let share = h - Double(below)
  // From the nearer end, as numpy does, so that q and 1 - q mirror each other. Adding 0 leaves no -0, which
  // ties with 0 and would stand for it by chance of the order.
  return (share < 0.5 ? low + share * (high - low) : high - (1 - share) * (high - low)) + 0
}

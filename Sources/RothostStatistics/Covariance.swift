import RothostSeries

/// The covariance of the pairs without a missing value: Σ (x - x̄)(y - ȳ) / (n - ddof).
///
/// NaN unless there are more than `ddof` pairs. Throws `.argument` for different lengths or a
/// negative ddof, `.input` for an infinity. Two passes over anchored values, compensated. O(n).
public func covariance(
  _ x: Span<Double>, _ y: Span<Double>, ddof: Int = 1
) throws(RothostError) -> Double {
  guard ddof >= 0 else {
    throw RothostError(.argument, "ddof is \(ddof); use 1 for a sample, 0 for a population")
  }
  let pairs = try CompletePairs(x, y)
  guard pairs.x.count > ddof, pairs.x.count > 0 else { return .nan }
  let (a, b) = (Centered(pairs.x.span), Centered(pairs.y.span))
  var sum = CompensatedSum()
  for i in a.values.indices { sum.add(a.values[i] * b.values[i]) }
  return sum.value / Double(pairs.x.count - ddof)
}

/// The pairs of two legs in which neither is missing, in order.
struct CompletePairs {
  var x = [Double]()
  var y = [Double]()

  init(_ x: Span<Double>, _ y: Span<Double>) throws(RothostError) {
    try requireSameCount(x, y)
    try requireFinite(x, "x")
    try requireFinite(y, "y")
    self.x.reserveCapacity(x.count)
    self.y.reserveCapacity(x.count)
    for i in x.indices where !x[i].isNaN && !y[i].isNaN {
      self.x.append(x[i])
      self.y.append(y[i])
    }
  }
}

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
  let free = Double(pairs.x.count - ddof)
  let sum = pairs.centralProduct
  if isHeld(sum) { return sum / free }
  let scaled = pairs.scaled
  return Double(
    sign: .plus, exponent: scaled.exponents.x + scaled.exponents.y,
    significand: scaled.pairs.centralProduct / free)
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

  private init(x: [Double], y: [Double]) {
    self.x = x
    self.y = y
  }

  /// Σ (x - x̄)(y - ȳ).
  var centralProduct: Double {
    let (a, b) = (Centered(x.span), Centered(y.span))
    var sum = CompensatedSum()
    for i in a.values.indices { sum.add(a.values[i] * b.values[i]) }
    return sum.value
  }

  /// Both legs divided by powers of two, so that no square leaves a double's range.
  var scaled: (pairs: CompletePairs, exponents: (x: Int, y: Int)) {
    let (a, b) = (PowerOfTwo(largest: size(of: x)), PowerOfTwo(largest: size(of: y)))
    return (CompletePairs(x: a.applied(x), y: b.applied(y)), (a.exponent, b.exponent))
  }

  private func size(of leg: [Double]) -> Double { leg.reduce(0) { max($0, abs($1)) } }
}

import RothostSeries

/// A continuous distribution, by both of its tails.
public protocol ContinuousDistribution: Sendable {
  /// P(X ≤ x).
  func cumulative(_ x: Double) -> Double
  /// P(X > x), without cancellation in the far tail.
  func survival(_ x: Double) -> Double
  /// The smallest value the variable takes.
  var lowest: Double { get }
}

extension ContinuousDistribution {
  /// The x with P(X ≤ x) = p, to the last digits of `cumulative`. NaN unless 0 ≤ p ≤ 1.
  ///
  /// Brackets by doubling, then halves the bracket in the order of floating-point numbers, always
  /// comparing the smaller tail: at most 64 steps in all, monotone in p.
  public func quantile(_ p: Double) -> Double {
    // A distribution whose parameters mean nothing answers NaN to everything.
    guard p >= 0, p <= 1, !cumulative(1).isNaN else { return .nan }
    if p == 0 { return lowest }
    if p == 1 { return .infinity }
    var (low, high) = (max(lowest, -.greatestFiniteMagnitude), Double.greatestFiniteMagnitude)
    let upper = p > 0.5
    while true {
      let middle = halfway(low, high)
      if middle <= low || middle >= high { return high }
      let isBelow = upper ? survival(middle) > 1 - p : cumulative(middle) < p
      if isBelow { low = middle } else { high = middle }
    }
  }

  /// The middle of two numbers in the order of their bit patterns: halves exponents before digits.
  private func halfway(_ a: Double, _ b: Double) -> Double {
    let (x, y) = (ordinal(a), ordinal(b))
    return value(x / 2 + y / 2 + (x % 2 + y % 2) / 2)
  }

  private func ordinal(_ x: Double) -> Int64 {
    let bits = Int64(bitPattern: x.magnitude.bitPattern)
    return x < 0 ? -bits : bits
  }

  private func value(_ ordinal: Int64) -> Double {
    let size = Double(bitPattern: UInt64(ordinal.magnitude))
    return ordinal < 0 ? -size : size
  }
}

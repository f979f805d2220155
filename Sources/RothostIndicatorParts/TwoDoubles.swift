/// A number as the sum of two doubles that do not overlap: about 106 bits.
///
/// Sums by Knuth's and Dekker's error-free additions, products by a fused multiply-add, which the
/// language makes exact on every machine: Hida, Li & Bailey, Algorithms for Quad-Double Precision
/// Floating Point Arithmetic, ARITH-15 (2001). Finite as long as the doubles are.
struct TwoDoubles: Sendable {
  let high: Double
  let low: Double

  init(_ value: Double) {
    high = value
    low = 0
  }

  /// - Precondition: low is no larger than an ulp or so of high.
  private init(_ high: Double, plus low: Double) {
    let sum = high + low
    self.high = sum
    self.low = low - (sum - high)
  }

  /// The sum of two doubles, exactly.
  private static func exactSum(_ a: Double, _ b: Double) -> (Double, Double) {
    let sum = a + b
    let part = sum - a
    return (sum, (a - (sum - part)) + (b - part))
  }

  static func + (a: TwoDoubles, b: TwoDoubles) -> TwoDoubles {
    let (high, error) = exactSum(a.high, b.high)
    let (low, rest) = exactSum(a.low, b.low)
    let sum = TwoDoubles(high, plus: error + low)
    return TwoDoubles(sum.high, plus: sum.low + rest)
  }

  static prefix func - (a: TwoDoubles) -> TwoDoubles { TwoDoubles(-a.high, plus: -a.low) }

  static func * (a: TwoDoubles, b: TwoDoubles) -> TwoDoubles {
    let product = a.high * b.high
    let error = (-product).addingProduct(a.high, b.high)
    return TwoDoubles(product, plus: error + (a.high * b.low + a.low * b.high))
  }

  static func / (a: TwoDoubles, b: Double) -> TwoDoubles {
    let quotient = a.high / b
    let rest = a + -(TwoDoubles(quotient) * TwoDoubles(b))
    return TwoDoubles(quotient, plus: rest.high / b)
  }
}

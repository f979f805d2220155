/// The power of two that brings a leg's mean square near 1, so that neither leg's rounding drowns the other.
struct PowerOfTwo {
  let exponent: Int

  /// Nil for a leg of zeros.
  init?(_ values: [Double]) {
    var square = [0.0]
    Kernels.slidingDots(values.span, values.span, into: &square)
    if square[0] > 1e-250, square[0] < 1e250 {
      exponent = Int((square[0] / Double(values.count)).exponent) / 2
      return
    }
    // Neither 1e200 nor 1e-200 may overflow its square.
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return nil }
    let first = PowerOfTwo(exponent: Int(largest.exponent))
    let scaled = first.applied(values)
    Kernels.slidingDots(scaled.span, scaled.span, into: &square)
    // The square lies between 1 and 4 · count.
    exponent = first.exponent + Int((square[0] / Double(values.count)).exponent) / 2
  }

  /// What brings the largest of some sizes between 1 and 4, or leaves zeros as they are.
  init(largest: Double) {
    // Both the factor and its inverse are doubles.
    exponent = largest > 0 ? max(-1022, min(1022, Int(largest.exponent))) : 0
  }

  private init(exponent: Int) {
    self.exponent = exponent
  }

  /// What brings a value to scale.
  var inverse: Double { PowerOfTwo.factor(-exponent) }

  func applied(_ values: [Double]) -> [Double] {
    let factor = inverse
    return values.map { $0 * factor }
  }

  func undone(_ value: Double) -> Double { value * PowerOfTwo.factor(exponent) }

  /// 2^exponent, within the normal numbers.
  private static func factor(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: max(-1022, min(1023, exponent)), significand: 1)
  }
}

/// Whether nothing of a sum of squares or of products was lost at the ends of a double's range.
func isHeld(_ sum: Double) -> Bool { abs(sum) > 1e-280 && abs(sum) < 1e280 }

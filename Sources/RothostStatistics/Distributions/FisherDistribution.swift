/// Fisher & Snedecor's F with two degrees of freedom > 0.
///
///     P(F > x) = I_{d₂/(d₂ + d₁x)}(d₂/2, d₁/2)       (Abramowitz & Stegun 26.6.2)
public struct FisherDistribution: ContinuousDistribution {
  public var numerator: Double
  public var denominator: Double

  public init(numerator: Double, denominator: Double) {
    self.numerator = numerator > 0 ? numerator : .nan
    self.denominator = denominator > 0 ? denominator : .nan
  }

  public var lowest: Double { 0 }

  public func cumulative(_ x: Double) -> Double { tails(x).upper }

  public func survival(_ x: Double) -> Double { tails(x).lower }

  private func tails(_ x: Double) -> (lower: Double, upper: Double) {
    if x <= 0 { return numerator.isNaN || denominator.isNaN ? (.nan, .nan) : (1, 0) }
    let ratio = numerator / denominator * x
    return SpecialFunctions.incompleteBeta(
      denominator / 2, numerator / 2, 1 / (1 + ratio), complement: 1 / (1 + 1 / ratio))
  }
}

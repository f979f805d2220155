/// Chi-squared with `degrees` > 0: P(X > x) = Q(degrees/2, x/2), Abramowitz & Stegun 26.4.19.
public struct ChiSquaredDistribution: ContinuousDistribution {
  public var degrees: Double

  public init(degrees: Double) { self.degrees = degrees > 0 ? degrees : .nan }

  public var lowest: Double { 0 }

  public func cumulative(_ x: Double) -> Double {
    SpecialFunctions.incompleteGamma(degrees / 2, x / 2).lower
  }

  public func survival(_ x: Double) -> Double {
    SpecialFunctions.incompleteGamma(degrees / 2, x / 2).upper
  }
}

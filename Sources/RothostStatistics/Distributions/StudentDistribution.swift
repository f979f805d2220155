/// Student's t with `degrees` > 0 degrees of freedom (not necessarily whole).
///
///     P(|T| > t) = I_{ν/(ν + t²)}(ν/2, ½)       (Abramowitz & Stegun 26.7.1)
public struct StudentDistribution: ContinuousDistribution {
  public var degrees: Double

  public init(degrees: Double) { self.degrees = degrees > 0 ? degrees : .nan }

  public var lowest: Double { -.infinity }

  public func cumulative(_ x: Double) -> Double { survival(-x) }

  public func survival(_ x: Double) -> Double {
    if x.isInfinite { return x > 0 ? 0 : 1 }
    let square = x * x
    // Each share from its own quotient, so that neither is 1 less a rounded number.
    let (near, far) = (degrees / (degrees + square), 1 / (1 + degrees / square))
    let tails = SpecialFunctions.incompleteBeta(degrees / 2, 0.5, near, complement: far)
    if x == 0 { return degrees.isNaN ? .nan : 0.5 }
    return x > 0 ? tails.lower / 2 : 0.5 + tails.upper / 2
  }
}

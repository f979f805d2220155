/// The standard normal distribution, by the complementary error function of the C library.
public struct NormalDistribution: ContinuousDistribution {
  public init() {}

  public var lowest: Double { -.infinity }

  public func cumulative(_ x: Double) -> Double {
    0.5 * complementaryError(-x * 0.5.squareRoot())
  }

  public func survival(_ x: Double) -> Double {
    0.5 * complementaryError(x * 0.5.squareRoot())
  }
}

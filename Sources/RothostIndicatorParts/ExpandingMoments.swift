/// The mean and deviation of all values so far, to the last digit or two. O(1) per value.
///
/// Welford's recurrence (Technometrics 4, 1962) in numbers of two doubles: the deviation of a noise
/// of 1e-3 on a level of 1e9 keeps twelve digits after millions of values, whatever the first was.
public struct ExpandingMoments: Sendable {
  public private(set) var count = 0
  private var centre = TwoDoubles(0)
  /// The sum of the squared distances from the mean.
  private var squares = TwoDoubles(0)

  public init() {}

  /// Takes the next value, which is not missing.
  public mutating func take(_ value: Double) {
    count += 1
    let distance = TwoDoubles(value) + -centre
    centre = centre + distance / Double(count)
    squares = squares + distance * (TwoDoubles(value) + -centre)
  }

  /// NaN before the first value.
  public var mean: Double { count == 0 ? .nan : centre.high }

  /// With n - 1 in the denominator; NaN below two values and where the squares overflow.
  public var deviation: Double {
    guard count > 1, squares.high.isFinite else { return .nan }
    return (max(0, squares.high) / Double(count - 1)).squareRoot()
  }

  /// (value - mean) / deviation; NaN where all values so far are equal.
  public func score(_ value: Double) -> Double {
    let deviation = deviation
    return deviation > 0 ? (TwoDoubles(value) + -centre).high / deviation : .nan
  }
}

/// The correlation of all pairs so far. O(1) per pair.
///
/// Welford's recurrence in doubles: good to 1e-12 for pairs whose means are not far above their
/// deviations, as changes of scores are.
public struct ExpandingCorrelation: Sendable {
  public private(set) var count = 0
  private var meanX = 0.0
  private var meanY = 0.0
  private var squaresX = 0.0
  private var squaresY = 0.0
  private var products = 0.0

  public init() {}

  /// Takes the next pair, neither of which is missing.
  public mutating func take(_ x: Double, _ y: Double) {
    count += 1
    let (distanceX, distanceY) = (x - meanX, y - meanY)
    meanX += distanceX / Double(count)
    meanY += distanceY / Double(count)
    squaresX += distanceX * (x - meanX)
    squaresY += distanceY * (y - meanY)
    products += distanceX * (y - meanY)
  }

  /// Pearson's; nil below three pairs and where a leg is constant.
  public var value: Double? {
    let scale = (squaresX * squaresY).squareRoot()
    guard count > 2, scale > 0, scale.isFinite else { return nil }
    return min(1, max(-1, products / scale))
  }
}

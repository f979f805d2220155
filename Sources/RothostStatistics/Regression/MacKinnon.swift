/// MacKinnon's approximate distribution of unit-root and cointegration statistics.
///
/// Response surfaces of J. Bus. Econ. Stat. 12 (1994), tables 3 and 4: p = Φ(polynomial in τ), one
/// polynomial below τ*, one above; 0 below τ_min and 1 above τ_max.
struct MacKinnon {
  private let least, star, most: Double
  private let small: [Double]
  private let large: [Double]

  /// `series`: 1 for a unit root, 2 for the residuals of one series on another.
  init(_ trend: UnitRootTrend, series: Int) {
    switch (trend, series) {
    case (.none, 1):
      (least, star, most) = (-19.04, -1.04, .infinity)
      small = [0.6344, 1.2378, 0.032496]
      large = [0.4797, 0.93557, -0.06999, 0.033066]
    case (.constant, 1):
      (least, star, most) = (-18.83, -1.61, 2.74)
      small = [2.1659, 1.4412, 0.038269]
      large = [1.7339, 0.93202, -0.12745, -0.010368]
    case (.constantAndTrend, 1):
      (least, star, most) = (-16.18, -2.89, 0.7)
      small = [3.2512, 1.6047, 0.049588]
      large = [2.5261, 0.61654, -0.37956, -0.060285]
    case (.none, _):
      (least, star, most) = (-19.62, -1.53, 1.51)
      small = [1.9129, 1.3857, 0.035322]
      large = [1.5578, 0.8558, -0.2083, -0.033549]
    case (.constant, _):
      (least, star, most) = (-18.86, -2.62, 0.92)
      small = [2.92, 1.5012, 0.039796]
      large = [2.1945, 0.64695, -0.29198, -0.042377]
    case (.constantAndTrend, _):
      (least, star, most) = (-21.15, -3.19, 0.63)
      small = [3.6646, 1.5419, 0.036448]
      large = [2.85, 0.5272, -0.36622, -0.051695]
    }
  }

  func pValue(_ statistic: Double) -> Double {
    if statistic.isNaN { return .nan }
    if statistic > most { return 1 }
    if statistic < least { return 0 }
    let terms = statistic <= star ? small : large
    let z = terms.reversed().reduce(0) { $0 * statistic + $1 }
    return NormalDistribution().cumulative(z)
  }
}

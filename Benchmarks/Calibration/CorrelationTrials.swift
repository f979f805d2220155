import Glibc
import RothostStatistics

/// Legs of constant correlation, each null with its own difficulty.
enum ConstantCorrelation: String, CaseIterable {
  case white = "white noise"
  case autoregressive = "AR(0.5) both legs"
  case garch = "GARCH(1,1), 0.1 / 0.85, each leg its own"
  case sharedVolatility = "shared stochastic volatility"
  case ownVolatility = "stochastic volatility, each leg its own"

  /// `count` steps of both legs, whose shocks are correlated by `correlation` throughout.
  func legs(
    _ count: Int, correlation: Double, _ draws: inout Draws
  ) -> (x: [Double], y: [Double]) {
    let warmUp = 200
    let rest = (1 - correlation * correlation).squareRoot()
    var (x, y) = ([Double](), [Double]())
    var (stateX, stateY, logX, logY) = (0.0, 0.0, 0.0, 0.0)
    var (varianceX, varianceY) = (1.0, 1.0)
    for _ in 0..<(count + warmUp) {
      let e = draws.normal()
      let u = correlation * e + rest * draws.normal()
      switch self {
      case .white:
        (stateX, stateY) = (e, u)
      case .autoregressive:
        (stateX, stateY) = (0.5 * stateX + e, 0.5 * stateY + u)
      case .garch:
        // Bollerslev (1986): persistence 0.95, unconditional variance 1.
        varianceX = 0.05 + 0.1 * stateX * stateX + 0.85 * varianceX
        varianceY = 0.05 + 0.1 * stateY * stateY + 0.85 * varianceY
        (stateX, stateY) = (varianceX.squareRoot() * e, varianceY.squareRoot() * u)
      case .sharedVolatility, .ownVolatility:
        // Taylor (1986): log volatility AR(0.95).
        logX = 0.95 * logX + 0.3 * draws.normal()
        logY = self == .ownVolatility ? 0.95 * logY + 0.3 * draws.normal() : logX
        (stateX, stateY) = (exp(logX / 2) * e, exp(logY / 2) * u)
      }
      x.append(stateX)
      y.append(stateY)
    }
    return (Array(x.suffix(count)), Array(y.suffix(count)))
  }
}

/// Prints how often the change test of correlation rejects a correlation that is constant, and how
/// often it sees one that steps from 0.4 to 0.65 half-way.
///
///     make calibrate ARGS='[trials] changes'
func tableCorrelationChanges(trials: Int) throws {
  print("| null | correlation | n | trials | rejected at 1 / 5 / 10 % |")
  print("| --- | ---: | ---: | ---: | --- |")
  for null in ConstantCorrelation.allCases {
    for (correlation, count) in [(0.0, 500), (0.7, 500), (0.7, 1500)] {
      let p = try (0..<trials).map { trial in
        var draws = Draws(seed: UInt64(trial + 1))
        let (x, y) = null.legs(count, correlation: correlation, &draws)
        return try correlationChangeTest(x.span, y.span, resamples: 199).pValue
      }
      print("| \(null.rawValue) | \(correlation) | \(count) | \(trials) | \(rates(p)) |")
      fflush(nil)
    }
    let p = try (0..<trials).map { trial in
      var draws = Draws(seed: UInt64(trial + 1))
      let (calm, other) = null.legs(250, correlation: 0.4, &draws)
      let (close, another) = null.legs(250, correlation: 0.65, &draws)
      return try correlationChangeTest(
        (calm + close).span, (other + another).span, resamples: 199
      ).pValue
    }
    print("| \(null.rawValue) | 0.4, then 0.65 | 500 | \(trials) | \(rates(p)) |")
    fflush(nil)
  }
}

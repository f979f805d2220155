import Glibc

/// Draws for the calibration: xoshiro-free on purpose, one SplitMix64 stream per trial.
struct Draws {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0xD134_2543_DE82_EF95 }

  private mutating func word() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform() -> Double { (Double(word() >> 11) + 0.5) * 0x1p-53 }

  /// Box & Muller (1958), one of the pair.
  mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }
}

/// A null to be calibrated on: two legs without lead, each with its own difficulty.
enum Null: String, CaseIterable {
  case white = "white noise"
  case autoregressive = "AR(0.5) both legs"
  case garch = "GARCH(1,1), 0.1 / 0.85"
  case sharedVolatility = "shared stochastic volatility"
  case contemporaneous = "lag-0 correlation 0.6, AR(0.5) legs"

  /// `count` steps of both legs.
  func legs(_ count: Int, _ draws: inout Draws) -> (x: [Double], y: [Double]) {
    let warmUp = 200
    var (x, y) = ([Double](), [Double]())
    var (stateX, stateY, logVolatility) = (0.0, 0.0, 0.0)
    var (varianceX, varianceY) = (1.0, 1.0)
    for _ in 0..<(count + warmUp) {
      let (e, u) = (draws.normal(), draws.normal())
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
      case .sharedVolatility:
        // Taylor (1986): log volatility AR(0.95), common to both legs.
        logVolatility = 0.95 * logVolatility + 0.3 * draws.normal()
        (stateX, stateY) = (exp(logVolatility / 2) * e, exp(logVolatility / 2) * u)
      case .contemporaneous:
        (stateX, stateY) = (0.5 * stateX + e, 0.5 * stateY + 0.6 * e + 0.8 * u)
      }
      x.append(stateX)
      y.append(stateY)
    }
    return (Array(x.suffix(count)), Array(y.suffix(count)))
  }
}

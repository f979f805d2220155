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
    let legs = paths(2, count, &draws)
    return (legs[0], legs[1])
  }

  /// `count` steps of several legs.
  func paths(_ number: Int, _ count: Int, _ draws: inout Draws) -> [[Double]] {
    let warmUp = 200
    var paths = [[Double]](repeating: [], count: number)
    var states = [Double](repeating: 0, count: number)
    var variances = [Double](repeating: 1, count: number)
    var logVolatility = 0.0
    for _ in 0..<(count + warmUp) {
      let shocks = (0..<number).map { _ in draws.normal() }
      // Taylor (1986): log volatility AR(0.95), common to all legs.
      if self == .sharedVolatility { logVolatility = 0.95 * logVolatility + 0.3 * draws.normal() }
      for leg in 0..<number {
        let shock = shocks[leg]
        switch self {
        case .white:
          states[leg] = shock
        case .autoregressive:
          states[leg] = 0.5 * states[leg] + shock
        case .garch:
          // Bollerslev (1986): persistence 0.95, unconditional variance 1.
          variances[leg] = 0.05 + 0.1 * states[leg] * states[leg] + 0.85 * variances[leg]
          states[leg] = variances[leg].squareRoot() * shock
        case .sharedVolatility:
          states[leg] = exp(logVolatility / 2) * shock
        case .contemporaneous:
          states[leg] = 0.5 * states[leg] + (leg == 0 ? shock : 0.6 * shocks[0] + 0.8 * shock)
        }
        paths[leg].append(states[leg])
      }
    }
    return paths.map { Array($0.suffix(count)) }
  }
}

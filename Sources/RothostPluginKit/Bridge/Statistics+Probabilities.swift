import CRothost

/// A distribution with its parameters.
public enum Distribution: Sendable {
  /// Mean 0, variance 1.
  case normal
  case student(degrees: Double)
  case fisher(numerator: Double, denominator: Double)
  case chiSquared(degrees: Double)
  case binomial(trials: Int, chance: Double)

  var codes: (UInt32, Double, Double) {
    switch self {
    case .normal: (ROT_NORMAL, 0, 0)
    case .student(let degrees): (ROT_STUDENT, degrees, 0)
    case .fisher(let numerator, let denominator): (ROT_FISHER, numerator, denominator)
    case .chiSquared(let degrees): (ROT_CHI_SQUARED, degrees, 0)
    case .binomial(let trials, let chance): (ROT_BINOMIAL, Double(trials), chance)
    }
  }
}

/// How a resample of dependent rows is made.
public enum BlockScheme: Sendable {
  /// Blocks of exactly this length (Politis & Romano 1992).
  case circular(length: Int)
  /// Blocks of geometric length with this mean (Politis & Romano, JASA 89, 1994).
  case stationary(meanLength: Double)

  var codes: (UInt32, Double) {
    switch self {
    case .circular(let length): (ROT_BLOCKS_CIRCULAR, Double(length))
    case .stationary(let length): (ROT_BLOCKS_STATIONARY, length)
    }
  }
}

/// Distributions, multiple testing and resampling.
extension Statistics {
  /// P(X <= x).
  public func cumulative(_ distribution: Distribution, _ x: Double) throws(Failure) -> Double {
    try answer(distribution, ROT_CUMULATIVE, x)
  }

  /// P(X > x), accurate in the far tail.
  public func survival(_ distribution: Distribution, _ x: Double) throws(Failure) -> Double {
    try answer(distribution, ROT_SURVIVAL, x)
  }

  /// The least value whose cumulative chance reaches `share`.
  public func quantile(_ distribution: Distribution, _ share: Double) throws(Failure) -> Double {
    try answer(distribution, ROT_QUANTILE, share)
  }

  private func answer(
    _ distribution: Distribution, _ question: UInt32, _ x: Double
  ) throws(Failure) -> Double {
    let (code, a, b) = distribution.codes
    // The shape's pointers, as below.
    return unsafe try number { unsafe table.distribution?(code, question, x, a, b, $0) }
  }

  /// Step-down adjusted p-values; NaN was not tested and is not counted. O(count log count).
  public func holm(_ p: Span<Double>) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: p) { unsafe table.holm?($0, $1, $2) }
  }

  /// Adjusted for the share of false rejections; NaN as in `holm`. O(count log count).
  public func benjaminiHochberg(_ p: Span<Double>) throws(Failure) -> [Double] {
    // As above.
    unsafe try column(of: p) { unsafe table.benjamini_hochberg?($0, $1, $2) }
  }

  /// The rows that one resample of a series of `count` rows is made of; the same in whatever order
  /// resamples are drawn. O(count).
  public func bootstrapRows(
    _ scheme: BlockScheme, seed: UInt64, resample: Int, count: Int
  ) throws(Failure) -> [Int] {
    let (code, length) = scheme.codes
    var rows = [Int64](repeating: 0, count: max(0, count))
    // `count` elements that outlive the call.
    let status = unsafe rows.withUnsafeMutableBufferPointer {
      unsafe table.bootstrap_rows?(
        code, length, seed, Int64(resample), Int64(count), $0.baseAddress)
    }
    try check(status)
    return rows.map(Int.init)
  }
}

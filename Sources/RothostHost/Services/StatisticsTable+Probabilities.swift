import CRothost
import RothostSeries
import RothostStatistics

/// Distributions, multiple testing and resampling.
extension StatisticsTable {
  static func fillProbabilities(_ table: inout rot_statistics) {
    // The only pointer is checked for NULL and alignment before it is written through.
    unsafe table.distribution = { distribution, question, x, a, b, out in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let out = unsafe try StatisticsCall.result(out)
        // Not NULL, and the caller's to write.
        unsafe out.pointee = try StatisticsTable.answer(distribution, question, x, a, b)
      }
    }
    // In each: the caller vouches for `count` elements behind pointers that are not NULL.
    unsafe table.holm = { p, count, out in
      unsafe StatisticsTable.column(p, count, out) { (p, out) throws(RothostError) in
        try holm(p, into: &out)
      }
    }
    unsafe table.benjamini_hochberg = { p, count, out in
      unsafe StatisticsTable.column(p, count, out) { (p, out) throws(RothostError) in
        try benjaminiHochberg(p, into: &out)
      }
    }
    unsafe table.bootstrap_rows = { scheme, length, seed, resample, count, rows in
      unsafe StatisticsCall.run { () throws(RothostError) in
        _ = unsafe try StatisticsCall.input(UnsafePointer(rows), count, "rows")
        let resample = try StatisticsCall.integer(resample, "resample")
        // `count` elements, not NULL and aligned, as just checked.
        var out = unsafe UnsafeMutableBufferPointer(start: rows, count: Int(count)).mutableSpan
        try bootstrapIndices(
          StatisticsTable.blockScheme(scheme, length), seed: seed, resample: resample, into: &out)
      }
    }
  }

  private static func blockScheme(
    _ scheme: UInt32, _ length: Double
  ) throws(RothostError) -> BlockScheme {
    guard length >= 1, length < 0x1p48 else {
      throw RothostError(.argument, "blocks of \(length) rows; use at least 1")
    }
    switch scheme {
    case ROT_BLOCKS_CIRCULAR: return .circular(length: Int(length))
    case ROT_BLOCKS_STATIONARY: return .stationary(meanLength: length)
    default: throw RothostError(.argument, "scheme \(scheme) is unknown; give ROT_BLOCKS_*")
    }
  }

  private static func answer(
    _ distribution: UInt32, _ question: UInt32, _ x: Double, _ a: Double, _ b: Double
  ) throws(RothostError) -> Double {
    guard question <= ROT_QUANTILE else {
      throw RothostError(.argument, "question \(question) is unknown; give ROT_CUMULATIVE, …")
    }
    let continuous: any ContinuousDistribution
    switch distribution {
    case ROT_NORMAL: continuous = NormalDistribution()
    case ROT_STUDENT: continuous = StudentDistribution(degrees: a)
    case ROT_FISHER: continuous = FisherDistribution(numerator: a, denominator: b)
    case ROT_CHI_SQUARED: continuous = ChiSquaredDistribution(degrees: a)
    case ROT_BINOMIAL: return try binomial(question, x, trials: a, chance: b)
    default:
      throw RothostError(.argument, "distribution \(distribution) is unknown; give ROT_NORMAL, …")
    }
    switch question {
    case ROT_CUMULATIVE: return continuous.cumulative(x)
    case ROT_SURVIVAL: return continuous.survival(x)
    default: return continuous.quantile(x)
    }
  }

  private static func binomial(
    _ question: UInt32, _ x: Double, trials: Double, chance: Double
  ) throws(RothostError) -> Double {
    guard trials >= 0, trials < 0x1p48, trials == trials.rounded() else {
      throw RothostError(.argument, "\(trials) trials; give a whole number")
    }
    let distribution = BinomialDistribution(trials: Int(trials), probability: chance)
    if question == ROT_QUANTILE { return distribution.quantile(x).map(Double.init) ?? .nan }
    if x.isNaN { return .nan }
    // Below 0 and above `trials` every count is alike.
    let k = Int(max(-1, min(trials, x.rounded(.down))))
    return question == ROT_CUMULATIVE ? distribution.cumulative(k) : distribution.survival(k)
  }
}

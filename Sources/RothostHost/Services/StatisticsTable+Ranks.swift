import CRothost
import RothostSeries
import RothostStatistics

/// Higher moments, order statistics and rank correlations.
extension StatisticsTable {
  static func fillRanks(_ table: inout rot_statistics) {
    // In each: the caller vouches for `count` elements behind pointers that are not NULL.
    unsafe table.skewness = { x, count, flags, out in
      unsafe StatisticsTable.number(x, count, out) { (x) throws(RothostError) in
        try skewness(x, adjusted: StatisticsTable.isAdjusted(flags))
      }
    }
    unsafe table.kurtosis = { x, count, flags, out in
      unsafe StatisticsTable.number(x, count, out) { (x) throws(RothostError) in
        try kurtosis(x, adjusted: StatisticsTable.isAdjusted(flags))
      }
    }
    unsafe table.quantile = { x, count, q, out in
      unsafe StatisticsTable.number(x, count, out) { (x) throws(RothostError) in try quantile(x, q)
      }
    }
    unsafe table.ranks = { x, count, out in
      unsafe StatisticsTable.column(x, count, out) { (x, out) throws(RothostError) in
        try ranks(x, into: &out)
      }
    }
    unsafe table.covariance = { x, y, count, ddof, out in
      unsafe StatisticsTable.number(x, y, count, out) { (x, y) throws(RothostError) in
        try covariance(x, y, ddof: StatisticsCall.integer(ddof, "ddof"))
      }
    }
    unsafe table.spearman = { x, y, count, out in
      unsafe StatisticsTable.number(x, y, count, out) { (x, y) throws(RothostError) in
        try spearmanCorrelation(x, y)
      }
    }
    unsafe table.kendall = { x, y, count, out in
      unsafe StatisticsTable.number(x, y, count, out) { (x, y) throws(RothostError) in
        try kendallCorrelation(x, y)
      }
    }
  }

  private static func isAdjusted(_ flags: UInt32) throws(RothostError) -> Bool {
    guard flags & ~ROT_MOMENT_ADJUSTED == 0 else {
      throw RothostError(.argument, "flags \(flags) are unknown; give 0 or ROT_MOMENT_ADJUSTED")
    }
    return flags & ROT_MOMENT_ADJUSTED != 0
  }
}

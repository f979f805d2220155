import CRothost
import RothostSeries
import RothostStatistics

/// Rolling windows and exponential weights.
extension StatisticsTable {
  static func fillRolling(_ table: inout rot_statistics) {
    fillRollingLegs(&table)
    fillRollingPairs(&table)
    // In each: the caller vouches for `count` elements behind pointers that are not NULL.
    unsafe table.exponential_mean = { x, count, span, out in
      unsafe StatisticsTable.column(x, count, out) { (x, out) throws(RothostError) in
        try exponentialMean(x, span: span, into: &out)
      }
    }
    unsafe table.exponential_variance = { x, count, span, out in
      unsafe StatisticsTable.column(x, count, out) { (x, out) throws(RothostError) in
        try exponentialVariance(x, span: span, into: &out)
      }
    }
  }

  private static func fillRollingLegs(_ table: inout rot_statistics) {
    // As above.
    unsafe table.rolling_mean = { x, count, window, least, out in
      unsafe StatisticsTable.column(x, count, out) { (x, out) throws(RothostError) in
        let window = try StatisticsCall.integer(window, "window")
        try rollingMean(
          x, window: window, minPeriods: StatisticsTable.minPeriods(least), into: &out)
      }
    }
    unsafe table.rolling_variance = { x, count, window, least, ddof, out in
      unsafe StatisticsTable.column(x, count, out) { (x, out) throws(RothostError) in
        let window = try StatisticsCall.integer(window, "window")
        let ddof = try StatisticsCall.integer(ddof, "ddof")
        try rollingVariance(
          x, window: window, minPeriods: StatisticsTable.minPeriods(least), ddof: ddof, into: &out)
      }
    }
    unsafe table.rolling_z_score = { x, count, window, least, out in
      unsafe StatisticsTable.column(x, count, out) { (x, out) throws(RothostError) in
        let window = try StatisticsCall.integer(window, "window")
        try rollingZScore(
          x, window: window, minPeriods: StatisticsTable.minPeriods(least), into: &out)
      }
    }
    unsafe table.rolling_minimum = { x, count, window, least, out in
      unsafe StatisticsTable.column(x, count, out) { (x, out) throws(RothostError) in
        let window = try StatisticsCall.integer(window, "window")
        try rollingMinimum(
          x, window: window, minPeriods: StatisticsTable.minPeriods(least), into: &out)
      }
    }
    unsafe table.rolling_maximum = { x, count, window, least, out in
      unsafe StatisticsTable.column(x, count, out) { (x, out) throws(RothostError) in
        let window = try StatisticsCall.integer(window, "window")
        try rollingMaximum(
          x, window: window, minPeriods: StatisticsTable.minPeriods(least), into: &out)
      }
    }
    unsafe table.rolling_quantile = { x, count, window, least, q, out in
      unsafe StatisticsTable.column(x, count, out) { (x, out) throws(RothostError) in
        let window = try StatisticsCall.integer(window, "window")
        try rollingQuantile(
          x, q, window: window, minPeriods: StatisticsTable.minPeriods(least), into: &out)
      }
    }
  }

  private static func fillRollingPairs(_ table: inout rot_statistics) {
    // As above.
    unsafe table.rolling_covariance = { x, y, count, window, least, ddof, out in
      unsafe StatisticsTable.column(x, y, count, out) { (x, y, out) throws(RothostError) in
        let window = try StatisticsCall.integer(window, "window")
        let ddof = try StatisticsCall.integer(ddof, "ddof")
        try rollingCovariance(
          x, y, window: window, minPeriods: StatisticsTable.minPeriods(least), ddof: ddof,
          into: &out)
      }
    }
    unsafe table.rolling_correlation = { x, y, count, window, least, out in
      unsafe StatisticsTable.column(x, y, count, out) { (x, y, out) throws(RothostError) in
        let window = try StatisticsCall.integer(window, "window")
        try rollingCorrelation(
          x, y, window: window, minPeriods: StatisticsTable.minPeriods(least), into: &out)
      }
    }
    unsafe table.rolling_beta = { y, x, count, window, least, out in
      unsafe StatisticsTable.column(x, y, count, out) { (x, y, out) throws(RothostError) in
        let window = try StatisticsCall.integer(window, "window")
        try rollingBeta(
          of: y, on: x, window: window, minPeriods: StatisticsTable.minPeriods(least), into: &out)
      }
    }
    unsafe table.rolling_spearman = { x, y, count, window, least, out in
      unsafe StatisticsTable.column(x, y, count, out) { (x, y, out) throws(RothostError) in
        let window = try StatisticsCall.integer(window, "window")
        try rollingSpearman(
          x, y, window: window, minPeriods: StatisticsTable.minPeriods(least), into: &out)
      }
    }
  }
}

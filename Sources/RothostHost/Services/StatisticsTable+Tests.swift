import CRothost
import RothostSeries
import RothostStatistics

/// Tests of time series: causality, unit roots, cointegration.
extension StatisticsTable {
  static func fillTests(_ table: inout rot_statistics) {
    // In each: the caller vouches for `count` elements behind pointers that are not NULL.
    unsafe table.granger = { x, y, count, lags, selection, answer in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let y = unsafe try StatisticsCall.input(y, count, "y")
        let answer = unsafe try StatisticsTable.checked(answer)
        guard let lags = try StatisticsTable.lagSelection(lags, selection) else {
          throw RothostError(.argument, "lags is -1; give how many lags, or how many at most")
        }
        let test = unsafe try granger(x.span, causes: y.span, lags: lags)
        unsafe StatisticsTable.write(
          (test.statistic, test.pValue), lags: test.lags, rows: test.rows, degrees: test.degrees,
          to: answer)
      }
    }
    unsafe table.granger_test = {
      host, x, y, count, lags, selection, resamples, seed, answer, akaike, bayes in
      unsafe StatisticsCall.run(host) { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let y = unsafe try StatisticsCall.input(y, count, "y")
        guard let answer = unsafe answer else { throw StatisticsCall.isNull("answer") }
        // Its first field says how much of it the caller knows.
        guard unsafe answer.pointee.struct_size >= MemoryLayout<rot_granger_answer>.size else {
          throw RothostError(
            .argument, "answer.struct_size is not set to sizeof(rot_granger_answer)")
        }
        guard let lags = try StatisticsTable.lagSelection(lags, selection), lags.most < 1 << 20
        else { throw RothostError(.argument, "lags is \(lags); give how many, at most a million") }
        let criteria = unsafe (
          try OptionalOutput(akaike, Int64(lags.most), "akaike"),
          try OptionalOutput(bayes, Int64(lags.most), "bayes")
        )
        let test = unsafe try grangerTest(
          x.span, causes: y.span, lags: lags,
          resamples: StatisticsCall.integer(resamples, "resamples"), seed: seed,
          progress: StatisticsCall.progress(host))
        for order in 0..<lags.most {
          // Each holds one number per order.
          unsafe criteria.0.numbers[order] = test.akaike[order]
          unsafe criteria.1.numbers[order] = test.bayes[order]
        }
        // Checked to hold these fields.
        unsafe answer.pointee.p_value = test.pValue
        unsafe answer.pointee.statistic = test.classical.statistic
        unsafe answer.pointee.p_classical = test.classical.pValue
        unsafe answer.pointee.lags = Int64(test.classical.lags)
        unsafe answer.pointee.rows = Int64(test.classical.rows)
        unsafe answer.pointee.degrees = Int64(test.classical.degrees)
        unsafe answer.pointee.null_lags = Int64(test.nullLags)
        withExtendedLifetime(criteria) {}
      }
    }
    unsafe table.augmented_dickey_fuller = { x, count, trend, lags, selection, answer in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let answer = unsafe try StatisticsTable.checked(answer)
        let test = unsafe try augmentedDickeyFuller(
          x.span, trend: StatisticsTable.unitRootTrend(trend),
          lags: StatisticsTable.lagSelection(lags, selection))
        unsafe StatisticsTable.write(
          (test.statistic, test.pValue), lags: test.lags, rows: test.rows, degrees: 0, to: answer)
      }
    }
    unsafe table.engle_granger = { y, x, count, lags, selection, answer in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let y = unsafe try StatisticsCall.input(y, count, "y")
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let answer = unsafe try StatisticsTable.checked(answer)
        let test = unsafe try engleGranger(
          y.span, x.span, lags: StatisticsTable.lagSelection(lags, selection))
        unsafe StatisticsTable.write(
          (test.statistic, test.pValue), lags: test.lags, rows: test.rows, degrees: 0, to: answer)
      }
    }
  }

  /// -1 leaves the choice to the statistic.
  private static func lagSelection(
    _ lags: Int64, _ selection: UInt32
  ) throws(RothostError) -> LagSelection? {
    if lags == -1 { return nil }
    let lags = try StatisticsCall.integer(lags, "lags")
    switch selection {
    case ROT_LAGS_FIXED: return .fixed(lags)
    case ROT_LAGS_AKAIKE: return .akaike(upTo: lags)
    case ROT_LAGS_BAYES: return .bayes(upTo: lags)
    default:
      throw RothostError(.argument, "selection \(selection) is unknown; give ROT_LAGS_*")
    }
  }

  private static func unitRootTrend(_ trend: UInt32) throws(RothostError) -> UnitRootTrend {
    switch trend {
    case ROT_TREND_NONE: return .none
    case ROT_TREND_CONSTANT: return .constant
    case ROT_TREND_LINEAR: return .constantAndTrend
    default: throw RothostError(.argument, "trend \(trend) is unknown; give ROT_TREND_*")
    }
  }

  private static func checked(
    _ answer: UnsafeMutablePointer<rot_lag_test>?
  ) throws(RothostError) -> UnsafeMutablePointer<rot_lag_test> {
    guard let answer = unsafe answer else { throw StatisticsCall.isNull("answer") }
    // Its first field says how much of it the caller knows.
    guard unsafe answer.pointee.struct_size >= MemoryLayout<rot_lag_test>.size else {
      throw RothostError(.argument, "answer.struct_size is not set to sizeof(rot_lag_test)")
    }
    return unsafe answer
  }

  private static func write(
    _ result: (statistic: Double, pValue: Double), lags: Int, rows: Int, degrees: Int,
    to answer: UnsafeMutablePointer<rot_lag_test>
  ) {
    // Checked to hold these fields.
    unsafe answer.pointee.statistic = result.statistic
    unsafe answer.pointee.p_value = result.pValue
    unsafe answer.pointee.lags = Int64(lags)
    unsafe answer.pointee.rows = Int64(rows)
    unsafe answer.pointee.degrees = Int64(degrees)
  }
}

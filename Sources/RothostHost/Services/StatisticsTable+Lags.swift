import CRothost
import RothostSeries
import RothostStatistics

/// Lead and lag on one clock.
extension StatisticsTable {
  static func fillLags(_ table: inout rot_statistics) {
    // In each: the caller vouches for the counts behind pointers that are not NULL.
    unsafe table.cross_correlation = { x, y, count, maxLag, flags, out in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let y = unsafe try StatisticsCall.input(y, count, "y")
        let style = try StatisticsTable.crossCorrelationStyle(flags)
        let columns = try StatisticsCall.lagCount(maxLag)
        var out = unsafe try StatisticsCall.output(out, columns, "out").mutableSpan
        unsafe try crossCorrelation(
          x.span, y.span, maxLag: Int(maxLag), style: style, into: &out)
      }
    }
    unsafe table.cross_correlations = {
      values, count, series, rowStride, seriesStride, maxLag, threads, out in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let lags = try StatisticsCall.lagCount(maxLag)
        let (rows, columns) = (
          try StatisticsCall.integer(count, "count"), try StatisticsCall.integer(series, "series")
        )
        let strides = (
          try StatisticsCall.integer(rowStride, "row_stride"),
          try StatisticsCall.integer(seriesStride, "series_stride")
        )
        // Each factor is below 2⁴⁸; so must every product be.
        let last =
          try StatisticsTable.product(rows - 1, strides.0)
          + StatisticsTable.product(columns - 1, strides.1)
        let pairs = try StatisticsTable.product(columns, columns - 1) / 2
        let outputs = try StatisticsTable.product(pairs, Int(lags))
        let values = unsafe try StatisticsCall.input(values, Int64(max(0, last + 1)), "values")
        var out = unsafe try StatisticsCall.output(out, Int64(max(0, outputs)), "out").mutableSpan
        unsafe try crossCorrelations(
          values.span, rows: rows, series: columns, rowStride: strides.0, seriesStride: strides.1,
          maxLag: Int(maxLag), threads: try StatisticsCall.integer(threads, "threads"), into: &out)
      }
    }
    unsafe table.lead_lag_ratio = { profile, maxLag, out in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let columns = try StatisticsCall.lagCount(maxLag)
        let profile = unsafe try StatisticsCall.input(profile, columns, "profile")
        unsafe try StatisticsCall.result(out).pointee = leadLagRatio(profile.span)
      }
    }
    unsafe table.lead_lag_test = {
      host, x, y, count, maxLag, resamples, seed, flags, answer, statistic, pointwise in
      unsafe StatisticsCall.run(host) { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let y = unsafe try StatisticsCall.input(y, count, "y")
        let columns = try StatisticsCall.lagCount(maxLag)
        let answer = unsafe try StatisticsCall.checked(answer)
        let isRaw = try StatisticsTable.leadLagIsRaw(flags)
        let resamples = try StatisticsCall.integer(resamples, "resamples")
        let first = unsafe try OptionalOutput(statistic, columns, "statistic")
        let second = unsafe try OptionalOutput(pointwise, columns, "p_pointwise")
        var statistic = unsafe first.numbers.mutableSpan
        var pointwise = unsafe second.numbers.mutableSpan
        unsafe try leadLagTest(
          x.span, y.span, maxLag: Int(maxLag), resamples: resamples, seed: seed, raw: isRaw,
          progress: StatisticsCall.progress(host), statistic: &statistic, pointwise: &pointwise
        ).write(to: answer)
        withExtendedLifetime((first, second)) {}
      }
    }
    unsafe table.lead_lag_interval = {
      host, x, y, count, maxLag, resamples, confidence, seed, interval in
      unsafe StatisticsCall.run(host) { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let y = unsafe try StatisticsCall.input(y, count, "y")
        _ = try StatisticsCall.lagCount(maxLag)
        let resamples = try StatisticsCall.integer(resamples, "resamples")
        let interval = unsafe try StatisticsCall.checked(interval)
        unsafe try leadLagInterval(
          x.span, y.span, maxLag: Int(maxLag), confidence: confidence, resamples: resamples,
          seed: seed, progress: StatisticsCall.progress(host)
        ).write(to: interval)
      }
    }
    unsafe table.lead_lag_interval_among = {
      host, x, y, count, maxLag, family, resamples, confidence, seed, interval in
      unsafe StatisticsCall.run(host) { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let y = unsafe try StatisticsCall.input(y, count, "y")
        _ = try StatisticsCall.lagCount(maxLag)
        let resamples = try StatisticsCall.integer(resamples, "resamples")
        let interval = unsafe try StatisticsCall.checked(interval)
        unsafe try leadLagInterval(
          x.span, y.span, maxLag: Int(maxLag), family: StatisticsTable.lagFamily(family),
          confidence: confidence, resamples: resamples, seed: seed,
          progress: StatisticsCall.progress(host)
        ).write(to: interval)
      }
    }
  }

  private static func lagFamily(_ family: UInt32) throws(RothostError) -> LagFamily {
    switch family {
    case ROT_FAMILY_ALL: .all
    case ROT_FAMILY_LEAD: .lead
    case ROT_FAMILY_FOLLOW: .follow
    default: throw RothostError(.argument, "family \(family) is unknown; give ROT_FAMILY_*")
    }
  }

  private static func product(_ a: Int, _ b: Int) throws(RothostError) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    guard !overflow, product < 1 << 48 else {
      throw RothostError(.argument, "\(a) times \(b) values are too many")
    }
    return product
  }

  private static func crossCorrelationStyle(
    _ flags: UInt32
  ) throws(RothostError) -> CrossCorrelationStyle {
    switch flags {
    case ROT_CCF_OWN_SAMPLE: .ownSample
    case ROT_CCF_BIASED: .biased
    default: throw RothostError(.argument, "flags \(flags) are unknown; give ROT_CCF_*")
    }
  }

  private static func leadLagIsRaw(_ flags: UInt32) throws(RothostError) -> Bool {
    guard flags & ~ROT_LEAD_LAG_RAW == 0 else {
      throw RothostError(.argument, "flags \(flags) are unknown; give 0 or ROT_LEAD_LAG_RAW")
    }
    return flags & ROT_LEAD_LAG_RAW != 0
  }
}

extension StatisticsCall {
  /// An answer whose writer knows at least version 1 of it.
  static func checked(
    _ answer: UnsafeMutablePointer<rot_lead_lag_answer>?
  ) throws(RothostError) -> UnsafeMutablePointer<rot_lead_lag_answer> {
    guard let answer = unsafe answer else { throw isNull("answer") }
    // Its first field says how much of it the caller knows.
    guard unsafe answer.pointee.struct_size >= MemoryLayout<rot_lead_lag_answer>.size else {
      throw RothostError(.argument, "answer.struct_size is not set to sizeof(rot_lead_lag_answer)")
    }
    return unsafe answer
  }

  static func checked(
    _ interval: UnsafeMutablePointer<rot_lag_interval>?
  ) throws(RothostError) -> UnsafeMutablePointer<rot_lag_interval> {
    guard let interval = unsafe interval else { throw isNull("interval") }
    // Its first field says how much of it the caller knows.
    guard unsafe interval.pointee.struct_size >= MemoryLayout<rot_lag_interval>.size else {
      throw RothostError(.argument, "interval.struct_size is not set to sizeof(rot_lag_interval)")
    }
    return unsafe interval
  }
}

extension LeadLagAnswer {
  /// Fills every field but the size, which is the caller's.
  func write(to answer: UnsafeMutablePointer<rot_lead_lag_answer>) {
    // Checked to hold at least these fields.
    unsafe answer.pointee.best_lag = bestLag
    unsafe answer.pointee.best_lead = bestLead ?? missingInteger
    unsafe answer.pointee.best_statistic = bestStatistic
    unsafe answer.pointee.p_value = pValue
    unsafe answer.pointee.p_lead = pLead
    unsafe answer.pointee.p_follow = pFollow
    unsafe answer.pointee.n = Int64(count)
    unsafe answer.pointee.order_x = Int32(orderX)
    unsafe answer.pointee.order_y = Int32(orderY)
  }
}

extension LagInterval {
  func write(to interval: UnsafeMutablePointer<rot_lag_interval>) {
    // Checked to hold at least these fields.
    unsafe interval.pointee.low = Double(low)
    unsafe interval.pointee.high = Double(high)
    unsafe interval.pointee.block_length = Int64(blockLength)
  }
}

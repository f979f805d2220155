import CRothost
import RothostSeries
import RothostStatistics

extension StatisticsTable {
  static func bindLagTests(_ table: inout rot_statistics) {
    bindSynchronous(&table)
    bindAsynchronous(&table)
  }

  private static func bindSynchronous(_ table: inout rot_statistics) {
    // The caller's arrays are valid during the call; each helper checks them.
    unsafe table.lead_lag_test = {
      host, x, y, count, maxLag, resamples, seed, flags, out, statistics, pointwise in
      statistic(host) { () throws(RothostError) in
        let lags = try lagCount(maxLag)
        let (x, y) = (try input(x, count, "x"), try input(y, count, "y"))
        var profile = [Double](repeating: 0, count: 2 * lags + 1)
        var chances = profile
        var profileSpan = profile.mutableSpan
        var chancesSpan = chances.mutableSpan
        let found = try unsafe leadLagTest(
          x.span, y.span, maxLag: lags, resamples: try resampleCount(resamples), seed: seed,
          raw: flags & UInt32(ROT_LEAD_LAG_RAW) != 0, progress: progress(of: host),
          statistic: &profileSpan, pointwise: &chancesSpan)
        try copy(profile, to: statistics, "statistic")
        try copy(chances, to: pointwise, "p_pointwise")
        try answerStruct(cAnswer(found), out)
      }
    }
    // As above.
    unsafe table.lead_lag_interval = {
      host, x, y, count, maxLag, resamples, confidence, seed, interval in
      statistic(host) { () throws(RothostError) in
        let (x, y) = (try input(x, count, "x"), try input(y, count, "y"))
        let found = try unsafe leadLagInterval(
          x.span, y.span, maxLag: try lagCount(maxLag), confidence: confidence,
          resamples: try resampleCount(resamples), seed: seed, progress: progress(of: host))
        try answerStruct(cInterval(found), interval)
      }
    }
  }

  private static func bindAsynchronous(_ table: inout rot_statistics) {
    // The caller's arrays are valid during the call; each helper checks them.
    unsafe table.hayashi_yoshida_test = {
      host, xTimes, x, xCount, yTimes, y, yCount, lags, lagCount, resamples, seed, out, statistics,
      pointwise in
      statistic(host) { () throws(RothostError) in
        let ticks = unsafe try TickInputs(xTimes, x, xCount, yTimes, y, yCount, lags, lagCount)
        var profile = [Double](repeating: 0, count: try profileLength(lagCount))
        var chances = profile
        var profileSpan = profile.mutableSpan
        var chancesSpan = chances.mutableSpan
        let found = try unsafe hayashiYoshidaTest(
          xTimes: ticks.xTimes.span, x: ticks.x.span, yTimes: ticks.yTimes.span,
          y: ticks.y.span, lags: ticks.lags.span, resamples: try resampleCount(resamples),
          seed: seed, progress: progress(of: host), statistic: &profileSpan,
          pointwise: &chancesSpan)
        try copy(profile, to: statistics, "statistic")
        try copy(chances, to: pointwise, "p_pointwise")
        try answerStruct(cAnswer(found), out)
      }
    }
    // As above.
    unsafe table.hayashi_yoshida_interval = {
      host, xTimes, x, xCount, yTimes, y, yCount, lags, lagCount, resamples, confidence, seed,
      interval in
      statistic(host) { () throws(RothostError) in
        let ticks = unsafe try TickInputs(xTimes, x, xCount, yTimes, y, yCount, lags, lagCount)
        let found = try unsafe hayashiYoshidaInterval(
          xTimes: ticks.xTimes.span, x: ticks.x.span, yTimes: ticks.yTimes.span, y: ticks.y.span,
          lags: ticks.lags.span, confidence: confidence,
          resamples: try resampleCount(resamples), seed: seed, progress: progress(of: host))
        try answerStruct(cInterval(found), interval)
      }
    }
  }
}

/// A profile computed apart, then copied to the caller's array; a NULL array is not wanted.
@safe private func copy(
  _ profile: [Double], to pointer: UnsafeMutablePointer<Double>?, _ name: String
) throws(RothostError) {
  guard unsafe pointer != nil else { return }
  // The header promises one element per lag.
  _ = unsafe try output(pointer, Int64(profile.count), name).update(from: profile)
}

private func profileLength(_ count: Int64) throws(RothostError) -> Int {
  guard count >= 1, count <= 1 << 40 else {
    throw RothostError(.argument, "\(count) lags; at least 1 is needed")
  }
  return Int(count)
}

private func resampleCount(_ resamples: Int64) throws(RothostError) -> Int {
  guard resamples >= 1, resamples <= 100_000_000 else {
    throw RothostError(
      .argument, "\(resamples) resamples; at least 1 is needed, 2000 is usual")
  }
  return Int(resamples)
}

private func cAnswer(_ found: LeadLagAnswer) -> rot_lead_lag_answer {
  rot_lead_lag_answer(
    struct_size: 0, reserved: 0, best_lag: found.bestLag,
    best_lead: found.bestLead ?? Int64.min, best_statistic: found.bestStatistic,
    p_value: found.pValue, p_lead: found.pLead, p_follow: found.pFollow,
    n: Int64(found.count), order_x: Int32(found.orderX), order_y: Int32(found.orderY))
}

private func cInterval(_ found: LagInterval) -> rot_lag_interval {
  rot_lag_interval(
    struct_size: 0, reserved: 0, low: Double(found.low), high: Double(found.high),
    block_length: Int64(found.blockLength))
}

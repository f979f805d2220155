public import CRothost
import RothostSeries
import RothostStatistics

/// The table behind `rothost.statistics/1`: checks, converts, calls RothostStatistics, returns.
public enum StatisticsTable {
  /// The one table of this process; lives for ever.
  public nonisolated(unsafe) static let shared: UnsafePointer<rot_statistics> = {
    // Allocated once and never freed, as the header promises.
    let table = UnsafeMutablePointer<rot_statistics>.allocate(capacity: 1)
    unsafe table.initialize(to: rot_statistics())
    unsafe table.pointee.struct_size = UInt32(MemoryLayout<rot_statistics>.size)
    unsafe bindMoments(&table.pointee)
    unsafe bindLags(&table.pointee)
    unsafe bindLagTests(&table.pointee)
    return unsafe UnsafePointer(table)
  }()

  private static func bindMoments(_ table: inout rot_statistics) {
    // The caller's arrays are valid during the call; each helper checks them.
    unsafe table.correlation = { x, y, count, out in
      statistic { () throws(RothostError) in
        let (x, y) = (try input(x, count, "x"), try input(y, count, "y"))
        try unsafe answer(try correlation(x.span, y.span), out)
      }
    }
    // As above.
    unsafe table.autocorrelation = { x, count, lag, out in
      statistic { () throws(RothostError) in
        let x = try input(x, count, "x")
        try unsafe answer(try autocorrelation(x.span, lag: try lagCount(lag)), out)
      }
    }
  }

  private static func bindLags(_ table: inout rot_statistics) {
    // The caller's arrays are valid during the call; each helper checks them.
    unsafe table.cross_correlation = { x, y, count, maxLag, flags, out in
      statistic { () throws(RothostError) in
        let lags = try lagCount(maxLag)
        let (x, y) = (try input(x, count, "x"), try input(y, count, "y"))
        let room = try output(out, 2 * maxLag + 1, "out")
        var span = unsafe room.mutableSpan
        try unsafe crossCorrelation(
          x.span, y.span, maxLag: lags,
          style: flags & UInt32(ROT_CCF_BIASED) != 0 ? .biased : .ownSample, into: &span)
      }
    }
    // As above.
    unsafe table.lead_lag_ratio = { profile, maxLag, out in
      statistic { () throws(RothostError) in
        _ = try lagCount(maxLag)
        let profile = try input(profile, 2 * maxLag + 1, "profile")
        try unsafe answer(try leadLagRatio(profile.span), out)
      }
    }
    // As above.
    unsafe table.hayashi_yoshida = {
      host, xTimes, x, xCount, yTimes, y, yCount, lags, lagCount, covariance, correlation in
      statistic(host) { () throws(RothostError) in
        let ticks = unsafe try TickInputs(xTimes, x, xCount, yTimes, y, yCount, lags, lagCount)
        let (first, second) = (
          try output(covariance, lagCount, "covariance"),
          try output(correlation, lagCount, "correlation")
        )
        var covariances = unsafe first.mutableSpan
        var correlations = unsafe second.mutableSpan
        try unsafe hayashiYoshida(
          xTimes: ticks.xTimes.span, x: ticks.x.span, yTimes: ticks.yTimes.span, y: ticks.y.span,
          lags: ticks.lags.span, progress: progress(of: host), covariance: &covariances,
          correlation: &correlations)
      }
    }
  }
}

/// The arrays of two ticking series and the lags to scan, checked.
@safe struct TickInputs {
  let xTimes: UnsafeBufferPointer<Int64>
  let x: UnsafeBufferPointer<Double>
  let yTimes: UnsafeBufferPointer<Int64>
  let y: UnsafeBufferPointer<Double>
  let lags: UnsafeBufferPointer<Int64>

  init(
    _ xTimes: UnsafePointer<Int64>?, _ x: UnsafePointer<Double>?, _ xCount: Int64,
    _ yTimes: UnsafePointer<Int64>?, _ y: UnsafePointer<Double>?, _ yCount: Int64,
    _ lags: UnsafePointer<Int64>?, _ lagCount: Int64
  ) throws(RothostError) {
    // The caller's arrays, valid during the call.
    unsafe self.xTimes = try input(xTimes, xCount, "x_time_ns")
    unsafe self.x = try input(x, xCount, "x")
    unsafe self.yTimes = try input(yTimes, yCount, "y_time_ns")
    unsafe self.y = try input(y, yCount, "y")
    unsafe self.lags = try input(lags, lagCount, "lags_ns")
  }
}

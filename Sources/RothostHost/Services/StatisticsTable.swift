public import CRothost
import RothostSeries
import RothostStatistics

/// The table behind `rothost.statistics/1`: checks, converts, calls RothostStatistics, returns.
///
/// Every function may be called from any thread, with or without a host.
public enum StatisticsTable {
  /// The one table of this process; lives for ever.
  public nonisolated(unsafe) static let shared: UnsafePointer<rot_statistics> = {
    var table = rot_statistics()
    table.struct_size = UInt32(MemoryLayout<rot_statistics>.size)
    fillMoments(&table)
    fillLags(&table)
    fillTicks(&table)
    fillRanks(&table)
    fillRolling(&table)
    fillRegressions(&table)
    fillTests(&table)
    fillProbabilities(&table)
    fillChanges(&table)
    // Allocated once and never freed, as the header promises.
    let memory = UnsafeMutablePointer<rot_statistics>.allocate(capacity: 1)
    unsafe memory.initialize(to: table)
    return unsafe UnsafePointer(memory)
  }()

  private static func fillMoments(_ table: inout rot_statistics) {
    // In each: the caller vouches for `count` elements behind pointers that are not NULL.
    unsafe table.mean = { x, count, out in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        unsafe try StatisticsCall.result(out).pointee = mean(x.span)
      }
    }
    unsafe table.variance = { x, count, ddof, out in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let ddof = try StatisticsCall.integer(ddof, "ddof")
        unsafe try StatisticsCall.result(out).pointee = variance(x.span, ddof: ddof)
      }
    }
    unsafe table.correlation = { x, y, count, out in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let y = unsafe try StatisticsCall.input(y, count, "y")
        unsafe try StatisticsCall.result(out).pointee = correlation(x.span, y.span)
      }
    }
    unsafe table.autocorrelation = { x, count, lag, out in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let lag = try StatisticsCall.integer(lag, "lag")
        unsafe try StatisticsCall.result(out).pointee = autocorrelation(x.span, lag: lag)
      }
    }
  }
}

import CRothost
import RothostStatistics
import Testing

@testable import RothostHost

@Suite("The statistics table")
struct StatisticsTableTests {
  private let table = unsafe StatisticsTable.shared.pointee
  private let x: [Double] = (0..<200).map { Double(($0 * 7919) % 101) }
  private let y: [Double] = (0..<200).map { Double(($0 * 104_729) % 97) }

  @Test("Every function is there, and gives what the Swift function gives")
  func values() throws {
    var out = 0.0
    #expect(unsafe table.mean(x, 200, &out) == ROT_OK)
    #expect(try out == mean(x.span))
    #expect(unsafe table.variance(x, 200, 1, &out) == ROT_OK)
    #expect(try out == variance(x.span, ddof: 1))
    #expect(unsafe table.correlation(x, y, 200, &out) == ROT_OK)
    #expect(try out == correlation(x.span, y.span))
    #expect(unsafe table.autocorrelation(x, 200, 3, &out) == ROT_OK)
    #expect(try out == autocorrelation(x.span, lag: 3))
    var profile = [Double](repeating: 0, count: 11)
    #expect(unsafe table.cross_correlation(x, y, 200, 5, ROT_CCF_BIASED, &profile) == ROT_OK)
    var expected = [Double](repeating: 0, count: 11)
    var span = expected.mutableSpan
    try crossCorrelation(x.span, y.span, maxLag: 5, style: .biased, into: &span)
    #expect(profile == expected)
    #expect(unsafe table.lead_lag_ratio(profile, 5, &out) == ROT_OK)
    #expect(try out == leadLagRatio(profile.span))
  }

  @Test("The test of lead and lag answers the same with and without its optional outputs")
  func leadLag() {
    var full = rot_lead_lag_answer()
    full.struct_size = UInt32(MemoryLayout<rot_lead_lag_answer>.size)
    var bare = full
    var statistic = [Double](repeating: 0, count: 11)
    var pointwise = statistic
    #expect(
      unsafe table.lead_lag_test(
        nil, x, y, 200, 5, 99, 1, 0, &full, &statistic, &pointwise) == ROT_OK)
    #expect(unsafe table.lead_lag_test(nil, x, y, 200, 5, 99, 1, 0, &bare, nil, nil) == ROT_OK)
    #expect(full.p_value == bare.p_value && full.best_lag == bare.best_lag && full.n > 0)
    #expect(statistic.contains { $0 == full.best_statistic })
    #expect(!pointwise.contains(0))
  }

  @Test("NULL, negative counts, odd addresses and unset sizes are answers, not crashes")
  func badArguments() {
    var out = 0.0
    #expect(unsafe table.mean(nil, 3, &out) == ROT_ERR_ARGUMENT)
    #expect(unsafe table.mean(nil, 0, &out) == ROT_OK && out.isNaN)
    #expect(unsafe table.mean(x, -1, &out) == ROT_ERR_ARGUMENT)
    #expect(unsafe table.mean(x, 3, nil) == ROT_ERR_ARGUMENT)
    #expect(unsafe table.variance(x, 3, -1, &out) == ROT_ERR_ARGUMENT)
    #expect(unsafe table.cross_correlation(x, y, 200, -1, 0, &out) == ROT_ERR_ARGUMENT)
    #expect(unsafe table.cross_correlation(x, y, 200, .max, 0, &out) == ROT_ERR_ARGUMENT)
    #expect(unsafe table.cross_correlation(x, y, 200, 0, 9, &out) == ROT_ERR_ARGUMENT)
    var answer = rot_lead_lag_answer()
    let unset = unsafe table.lead_lag_test(nil, x, y, 200, 5, 9, 1, 0, &answer, nil, nil)
    #expect(unset == ROT_ERR_ARGUMENT)
    unsafe x.withUnsafeBytes { bytes in
      let odd = unsafe bytes.baseAddress! + 1
      let status = unsafe table.mean(odd.assumingMemoryBound(to: Double.self), 3, &out)
      #expect(status == ROT_ERR_ARGUMENT)
    }
    #expect(unsafe table.mean([.infinity], 1, &out) == ROT_ERR_INPUT)
  }

  @Test("Hayashi–Yoshida on ticks answers through the table")
  func ticks() {
    let times = (0..<200).map { Int64($0) * 1_000_000_000 }
    let lags: [Int64] = [-1_000_000_000, 0, 1_000_000_000]
    var covariance = [Double](repeating: 0, count: 3)
    var correlation = covariance
    #expect(
      unsafe table.hayashi_yoshida(
        nil, times, x, 200, times, y, 200, lags, 3, &covariance, &correlation) == ROT_OK)
    #expect(!correlation.contains { $0.isNaN })
    var answer = rot_lead_lag_answer()
    answer.struct_size = UInt32(MemoryLayout<rot_lead_lag_answer>.size)
    #expect(
      unsafe table.hayashi_yoshida_test(
        nil, times, x, 200, times, y, 200, lags, 3, 99, 1, &answer, nil, nil) == ROT_OK)
    #expect(lags.contains(answer.best_lag))
    var interval = rot_lag_interval()
    interval.struct_size = UInt32(MemoryLayout<rot_lag_interval>.size)
    #expect(
      unsafe table.hayashi_yoshida_interval(
        nil, times, x, 200, times, y, 200, lags, 3, 99, 0.9, 1, &interval) == ROT_OK)
    #expect(interval.low <= interval.high && interval.block_length > 0)
    #expect(
      unsafe table.lead_lag_interval(nil, x, y, 200, 5, 99, 0.9, 1, &interval) == ROT_OK)
  }

  @Test("Changes of correlation answer through the table")
  func changes() {
    var answer = rot_correlation_change()
    #expect(
      unsafe table.correlation_change_test(nil, x, y, 200, 30, 99, 1, &answer) == ROT_ERR_ARGUMENT)
    answer.struct_size = UInt32(MemoryLayout<rot_correlation_change>.size)
    #expect(unsafe table.correlation_change_test(nil, x, y, 200, 30, 99, 1, &answer) == ROT_OK)
    #expect(answer.p_value > 0 && answer.p_value <= 1 && answer.n > 100)
    #expect((30..<200).contains(answer.row) && answer.block_length == 6)
    #expect(
      unsafe table.correlation_change_test(nil, x, y, 50, 30, 99, 1, &answer) == ROT_ERR_TOO_FEW)
    var rows = [Int64](repeating: 0, count: 6)
    var (statistics, p, found) = (
      [Double](repeating: 0, count: 6), [Double](repeating: 0, count: 6), Int64(-1)
    )
    #expect(
      unsafe table.correlation_changes(
        nil, x, y, 200, 30, 0.95, 99, 1, 6, &rows, &statistics, &p, &found) == ROT_OK)
    #expect((0...6).contains(found))
    #expect(
      unsafe table.correlation_changes(
        nil, x, y, 200, 30, 1, 99, 1, 6, &rows, &statistics, &p, &found) == ROT_ERR_ARGUMENT)
    #expect(
      unsafe table.correlation_changes(
        nil, x, y, 200, 30, 0.9, 99, 1, 6, &rows, &statistics, &p, nil) == ROT_ERR_ARGUMENT)
  }
}

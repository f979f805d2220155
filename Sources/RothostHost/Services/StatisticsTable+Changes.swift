import CRothost
import RothostSeries
import RothostStatistics

/// Changes of correlation.
extension StatisticsTable {
  static func fillChanges(_ table: inout rot_statistics) {
    // In each: the caller vouches for the counts behind pointers that are not NULL.
    unsafe table.correlation_change_test = {
      host, x, y, count, minimumRows, resamples, seed, answer in
      unsafe StatisticsCall.run(host) { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let y = unsafe try StatisticsCall.input(y, count, "y")
        let answer = unsafe try StatisticsTable.checked(answer)
        let test = unsafe try correlationChangeTest(
          x.span, y.span, minimumRows: StatisticsCall.integer(minimumRows, "minimum_rows"),
          resamples: StatisticsCall.integer(resamples, "resamples"), seed: seed,
          progress: StatisticsCall.progress(host))
        unsafe StatisticsTable.write(test, to: answer)
      }
    }
    unsafe table.correlation_changes = {
      host, x, y, count, minimumRows, confidence, resamples, seed, capacity, rows, statistics,
      pValues, found in
      unsafe StatisticsCall.run(host) { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        let y = unsafe try StatisticsCall.input(y, count, "y")
        guard let found = unsafe found else { throw StatisticsCall.isNull("found") }
        let statistics = unsafe try StatisticsCall.output(statistics, capacity, "statistics")
        let pValues = unsafe try StatisticsCall.output(pValues, capacity, "p_values")
        guard let rows = unsafe rows else { throw StatisticsCall.isNull("rows") }
        let changes = unsafe try correlationChanges(
          x.span, y.span, minimumRows: StatisticsCall.integer(minimumRows, "minimum_rows"),
          confidence: confidence, resamples: StatisticsCall.integer(resamples, "resamples"),
          seed: seed, progress: StatisticsCall.progress(host))
        guard changes.count <= Int(capacity) else {
          throw RothostError(
            .argument, "\(changes.count) changes and room for \(capacity); give more")
        }
        for (index, change) in changes.enumerated() {
          // No more than `capacity`, checked above.
          unsafe rows[index] = Int64(change.row)
          unsafe statistics[index] = change.statistic
          unsafe pValues[index] = change.pValue
        }
        unsafe found.pointee = Int64(changes.count)
      }
    }
  }

  private static func checked(
    _ answer: UnsafeMutablePointer<rot_correlation_change>?
  ) throws(RothostError) -> UnsafeMutablePointer<rot_correlation_change> {
    guard let answer = unsafe answer else { throw StatisticsCall.isNull("answer") }
    // Its first field says how much of it the caller knows.
    guard unsafe answer.pointee.struct_size >= MemoryLayout<rot_correlation_change>.size else {
      throw RothostError(
        .argument, "answer.struct_size is not set to sizeof(rot_correlation_change)")
    }
    return unsafe answer
  }

  private static func write(
    _ test: CorrelationChange, to answer: UnsafeMutablePointer<rot_correlation_change>
  ) {
    // Checked to hold these fields.
    unsafe answer.pointee.statistic = test.statistic
    unsafe answer.pointee.p_value = test.pValue
    unsafe answer.pointee.row = Int64(test.row)
    unsafe answer.pointee.n = Int64(test.count)
    unsafe answer.pointee.block_length = Int64(test.blockLength)
  }
}

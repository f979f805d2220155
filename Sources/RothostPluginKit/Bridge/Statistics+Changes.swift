import CRothost

/// Whether a correlation was constant.
public struct CorrelationChangeTest: Sendable {
  /// In the limit the supremum of a Brownian bridge: 5 % beyond 1.358.
  public var statistic: Double
  public var pValue: Double
  /// The first row of the new regime, where the fluctuation is largest.
  public var row: Int
  /// Pairs used after the AR fits, and how many share a sign in a resample.
  public var n: Int
  public var blockLength: Int
}

/// A change of correlation: the first row of the new regime.
public struct CorrelationChange: Sendable {
  public var row: Int
  public var statistic: Double
  public var pValue: Double
}

/// Changes of correlation; legs are freed of memory and volatility first.
extension Statistics {
  /// Was the correlation constant? Wied, Kraemer & Dehling (2012), by a wild bootstrap in blocks.
  ///
  /// - Parameter minimumRows: pairs that a change leaves on either side.
  public func correlationChangeTest(
    _ x: Span<Double>, _ y: Span<Double>, minimumRows: Int, resamples: Int, seed: UInt64
  ) throws(Failure) -> CorrelationChangeTest {
    var answer = rot_correlation_change()
    answer.struct_size = UInt32(MemoryLayout<rot_correlation_change>.size)
    // The legs and the answer outlive the call.
    let status = unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe table.correlation_change_test?(
          host, x.baseAddress, y.baseAddress, Statistics.rows(x.count, y.count),
          Int64(minimumRows), Int64(resamples), seed, &answer)
      }
    }
    try check(status, hasTold: true)
    return CorrelationChangeTest(
      statistic: answer.statistic, pValue: answer.p_value, row: Int(answer.row),
      n: Int(answer.n), blockLength: Int(answer.block_length))
  }

  /// Every change, in the order of rows: tested binary segmentation (Galeano & Wied 2014).
  public func correlationChanges(
    _ x: Span<Double>, _ y: Span<Double>, minimumRows: Int, confidence: Double, resamples: Int,
    seed: UInt64
  ) throws(Failure) -> [CorrelationChange] {
    // By contract rows / minimumRows is room enough; one more keeps the arrays from being empty.
    let capacity = x.count / max(1, minimumRows) + 1
    var rows = [Int64](repeating: 0, count: capacity)
    var numbers = [Double](repeating: .nan, count: 2 * capacity)
    var found: Int64 = 0
    // All arrays outlive the call; `numbers` holds the statistics, then the p-values.
    let status = unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe rows.withUnsafeMutableBufferPointer { rows in
          unsafe numbers.withUnsafeMutableBufferPointer { numbers in
            unsafe table.correlation_changes?(
              host, x.baseAddress, y.baseAddress, Statistics.rows(x.count, y.count),
              Int64(minimumRows), confidence, Int64(resamples), seed, Int64(capacity),
              rows.baseAddress, numbers.baseAddress, numbers.baseAddress?.advanced(by: capacity),
              &found)
          }
        }
      }
    }
    try check(status, hasTold: true)
    return (0..<Int(found)).map { index in
      CorrelationChange(
        row: Int(rows[index]), statistic: numbers[index], pValue: numbers[capacity + index])
    }
  }
}

/// Many series in one block of memory that is only read; lent to threads for the time of one call.
@safe struct SeriesTable: @unchecked Sendable {
  private let values: UnsafeBufferPointer<Double>
  private let rows, rowStride, seriesStride: Int

  /// Valid while the span's memory is: no longer than the call that received it.
  init(
    _ values: Span<Double>, rows: Int, series: Int, rowStride: Int, seriesStride: Int
  ) {
    precondition(values.count > (rows - 1) * rowStride + (series - 1) * seriesStride)
    self.rows = rows
    self.rowStride = rowStride
    self.seriesStride = seriesStride
    // The caller's span outlives the threads, which crossCorrelations joins before it returns.
    unsafe self.values = values.withUnsafeBufferPointer { unsafe $0 }
  }

  /// A copy of one series.
  subscript(series: Int) -> [Double] {
    // Inside the values, checked in init.
    (0..<rows).map { unsafe values[$0 * rowStride + series * seriesStride] }
  }
}

/// The output of all pairs, each of which is written by one thread.
@safe struct Profiles: @unchecked Sendable {
  private let start: UnsafeMutableBufferPointer<Double>
  let lags, series: Int

  /// Valid while the span's memory is; see `SeriesTable`.
  init(_ out: inout MutableSpan<Double>, lags: Int, series: Int) {
    precondition(out.count >= series * (series - 1) / 2 * lags)
    self.lags = lags
    self.series = series
    // As for SeriesTable's values.
    unsafe start = out.withUnsafeMutableBufferPointer { unsafe $0 }
  }

  /// The profile of series x < y, from `lags` values that the caller vouches for.
  @unsafe func write(_ profile: UnsafePointer<Double>, _ x: Int, _ y: Int) {
    precondition(x >= 0 && x < y && y < series)
    let at = place(x, y)
    // Inside the output, checked above and in init.
    for k in 0..<lags { unsafe start[at + k] = profile[k] }
  }

  func write(_ profile: [Double], _ x: Int, _ y: Int) {
    precondition(x >= 0 && x < y && y < series && profile.count == lags)
    let at = place(x, y)
    // Inside the output, checked above and in init.
    for k in 0..<lags { unsafe start[at + k] = profile[k] }
  }

  private func place(_ x: Int, _ y: Int) -> Int {
    (x * series - x * (x + 1) / 2 + (y - x - 1)) * lags
  }
}

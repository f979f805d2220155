import RothostThreads

/// Many series in one block of memory that is only read.
struct SeriesTable: Sendable {
  let values: SharedValues
  let rows, rowStride, seriesStride: Int

  /// A copy of one series.
  subscript(series: Int) -> [Double] {
    values.strided(from: series * seriesStride, by: rowStride, count: rows)
  }
}

/// The output of all pairs, each of which is written by one task.
struct Profiles: Sendable {
  let out: SharedOutput
  let lags, series: Int

  /// Writes the profile of series x < y.
  func write(_ profile: Span<Double>, _ x: Int, _ y: Int) {
    precondition(x >= 0 && x < y && y < series && profile.count == lags)
    out.write(profile, at: (x * series - x * (x + 1) / 2 + (y - x - 1)) * lags)
  }
}

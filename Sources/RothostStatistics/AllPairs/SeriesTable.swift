import RothostThreads

/// Many series in one block of memory that is only read.
struct SeriesTable: Sendable {
  let values: SharedValues
  let rows, rowStride, seriesStride: Int

  /// Lays `count` ≤ 8 series from `first` on side by side into `out`, a row after the other.
  func gather(_ first: Int, _ count: Int, into out: borrowing AlignedDoubles, at place: Int) {
    // The kernel's wrapper checks that the values reach so far.
    unsafe Kernels.gatherLanes(
      values.buffer, first: first * seriesStride, rowStride: rowStride,
      seriesStride: seriesStride, series: count, rows: rows, into: out, at: place)
  }

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

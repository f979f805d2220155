import RothostSeries
import RothostThreads

/// Cross-correlations of every two of many series on one clock, each lag over its own pairs and means.
///
/// Series s has the values `values[t·rowStride + s·seriesStride]`, t < rows. `out` holds series·(series - 1)/2
/// profiles of 2·maxLag + 1 values, in the order (0, 1), (0, 2), …, (1, 2), …; each as `crossCorrelation(first,
/// second)` defines it: **ℓ > 0 means the first leads**.
///
/// Series are cut into blocks whose spectra are shared by all pairs, so that a pair costs one small
/// transform instead of 2·maxLag + 1 passes over its rows. Pairs with a gap, or with a lag that leaves less than
/// 1/100 of a leg's variance, are computed by themselves. Same bits on any number of threads. Throws
/// `.argument` (lengths, threads), `.input` (infinity), `.tooFew` (no more than maxLag + 1 rows).
/// O(series²·rows) complex products in all, whatever maxLag.
///
/// Memory, with N the least power of two that is neither below 32 nor below 6·maxLag: for each series, up to a multiple
/// of eight, 5·(N/2 + 1)·⌈rows/(N - 2·maxLag)⌉ + 4·maxLag + 2 doubles, which is 2.5 to 4 times its values where maxLag is
/// far below rows and up to 30 times where it is as many; for each thread 8·rows + 208·N + 160·maxLag.
public func crossCorrelations(
  _ values: Span<Double>, rows: Int, series: Int, rowStride: Int, seriesStride: Int, maxLag: Int,
  threads: Int = 1, into out: inout MutableSpan<Double>
) throws(RothostError) {
  guard series >= 2, rows >= 0, maxLag >= 0, threads >= 1, rowStride >= 1, seriesStride >= 1 else {
    throw RothostError(
      .argument,
      "\(series) series, ±\(maxLag) lags, \(threads) threads; give 2 series or more, 1 thread or more"
    )
  }
  try requireAtLeast(rows, maxLag + 2, "rows")
  try requireAtLeast(
    values.count, (rows - 1) * rowStride + (series - 1) * seriesStride + 1, "values")
  let lags = 2 * maxLag + 1
  try requireLength(out.count, series * (series - 1) / 2 * lags, "the cross-correlations' output")
  // More threads than groups of eight would find nothing to fill.
  let threads = min(threads, (series + 7) / 8)
  let infinity: (series: Int, row: Int)? = withShared(values, &out) { values, out in
    let table = SeriesTable(
      values: values, rows: rows, rowStride: rowStride, seriesStride: seriesStride)
    let spectra = GroupSpectra(rows: rows, series: series, maxLag: maxLag, workers: threads)
    let profiles = Profiles(out: out, lags: lags, series: series)
    correlateGroups(spectra, of: table, into: profiles, threads: threads)
    if let bad = (0..<series).first(where: { spectra.state($0) > 0 }) {
      return (bad, spectra.state(bad) - 1)
    }
    correlateAlone(table, spectra, maxLag: maxLag, into: profiles, threads: threads)
    return nil
  }
  if let infinity {
    throw RothostError(
      .input,
      "series \(infinity.series) is infinite at row \(infinity.row); missing values are NaN, so replace "
        + "or drop this row")
  }
}

/// The groups' spectra, and by them every two groups of eight, several with one at a time.
///
/// One queue: while a thread fills the last group, others correlate those that are ready.
private func correlateGroups(
  _ spectra: GroupSpectra, of table: SeriesTable, into profiles: Profiles, threads: Int
) {
  let (groups, together) = (spectra.groups, GroupSpectra.together)
  let ready = (0..<groups).map { _ in Milestone() }
  let tiles = stride(from: 0, to: groups, by: together).flatMap { first in
    (first..<groups).map { (first, $0) }
  }
  TaskQueue.run(groups + tiles.count, threads: threads) { worker, task in
    if task < groups {
      spectra.fill(task, from: table, worker: worker)
      ready[task].reach()
      return
    }
    let (first, y) = tiles[task - groups]
    for group in first..<min(first + together, y) { ready[group].wait() }
    ready[y].wait()
    spectra.correlate(first, y, into: profiles, worker: worker)
  }
}

/// The pairs with a series that has no spectrum, one by one.
private func correlateAlone(
  _ table: SeriesTable, _ spectra: GroupSpectra, maxLag: Int, into profiles: Profiles, threads: Int
) {
  let series = profiles.series
  let alone = (0..<series).filter { spectra.state($0) < 0 }
  let pairs = alone.flatMap { one in
    (0..<series).filter { $0 != one && (spectra.state($0) == 0 || $0 > one) }.map {
      (min(one, $0), max(one, $0))
    }
  }
  TaskQueue.run(pairs.count, threads: threads) { _, task in
    let (x, y) = pairs[task]
    var profile = [Double](repeating: .nan, count: profiles.lags)
    var written = profile.mutableSpan
    let (first, second) = (table[x], table[y])
    // Lengths fit and both are finite, checked above: nothing is left to throw for.
    try? crossCorrelation(first.span, second.span, maxLag: maxLag, into: &written)
    profiles.write(profile.span, x, y)
  }
}

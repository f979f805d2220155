/// The spectra and moments of many series, eight to a group, and the correlations of groups with one.
///
/// Groups are filled, and then correlated, by several threads: each task writes places of its own.
final class GroupSpectra: Sendable {
  let groups: Int
  /// Groups correlated with one at a time: their inner spectra stay in the cache.
  static let together = 3
  private let rows, series, maxLag: Int
  /// Points of a transform; rows and number of the blocks.
  private let size, length, blocks: Int
  private let roots, inner, outer, means, weights, states: AlignedDoubles
  private let scratch: AlignedDoubles
  private let layout: GroupScratch

  private static let lanes = 8
  private var lags: Int { 2 * maxLag + 1 }
  private var moments: Int { lags * GroupSpectra.lanes }
  private var innerSize: Int { (size / 2 + 1) * blocks * Kernels.innerLanes }
  private var outerSize: Int { (size / 2 + 1) * blocks * Kernels.complexLanes }

  init(rows: Int, series: Int, maxLag: Int, workers: Int) {
    var size = 32
    // The fewest operations for a pair: products over the blocks against one way back.
    while size < 6 * maxLag { size *= 2 }
    let (length, lanes) = (size - 2 * maxLag, GroupSpectra.lanes)
    let blocks = (rows + length - 1) / length
    let groups = (series + lanes - 1) / lanes
    let frequencies = groups * (size / 2 + 1) * blocks
    let moments = groups * (2 * maxLag + 1) * lanes
    (self.size, self.rows, self.series, self.maxLag) = (size, rows, series, maxLag)
    (self.length, self.blocks, self.groups) = (length, blocks, groups)
    layout = GroupScratch(
      size: size, lags: 2 * maxLag + 1, rows: blocks * length + 2 * maxLag,
      together: min(groups, GroupSpectra.together))
    roots = UnitRoots.forward(size)
    // Written whole before they are read, by the task that fills a group.
    inner = AlignedDoubles(unwritten: frequencies * Kernels.innerLanes)
    outer = AlignedDoubles(unwritten: frequencies * Kernels.complexLanes)
    means = AlignedDoubles(unwritten: moments)
    weights = AlignedDoubles(unwritten: moments)
    states = AlignedDoubles(groups * lanes)
    scratch = AlignedDoubles(workers * layout.count)
  }

  /// 0 for a series of the common way, -1 for one that needs a way of its own, row + 1 of an infinity.
  func state(_ series: Int) -> Int { Int(states[series]) }

  /// Centres a group's series, notes their moments, and transforms their blocks.
  func fill(_ group: Int, from table: SeriesTable, worker: Int) {
    let (first, place) = (group * GroupSpectra.lanes, worker * layout.count)
    let values = place + layout.rows + maxLag * GroupSpectra.lanes
    let count = min(GroupSpectra.lanes, series - first)
    table.gather(first, count, into: scratch, at: values)
    let legs = Kernels.CentredLanes(scratch, at: values, rows: rows)
    let poor = Kernels.lagMoments(
      scratch, at: values, rows: rows, legs, maxLag: maxLag, means, weights, at: group * moments)
    for lane in 0..<count where !legs.isScaled(lane) || poor[lane] != 0 {
      let infinity = Kernels.firstInfinity(table[first + lane].span)
      states.store(infinity.map { Double($0 + 1) } ?? -1, at: first + lane)
      // Two series share a transform: what is not finite would spread.
      for t in 0..<rows { scratch.store(0, at: values + t * GroupSpectra.lanes + lane) }
    }
    for block in 0..<blocks {
      Kernels.splitBlock(
        scratch, at: place + layout.rows + block * length * GroupSpectra.lanes, legs,
        length: length, maxLag: maxLag, size: size, roots: roots, block: block, of: blocks,
        transform: place + layout.transform, inner: inner, at: group * innerSize, outer: outer,
        at: group * outerSize)
    }
  }

  /// Writes the profile of each series of up to `together` groups from `first` on with each later one of
  /// group `y`.
  func correlate(_ first: Int, _ y: Int, into profiles: Profiles, worker: Int) {
    let place = worker * layout.count
    let count = min(GroupSpectra.together, y - first + 1)
    Kernels.crossSpectra(
      inner, at: first * innerSize, groups: count, outer, at: y * outerSize, size: size,
      blocks: blocks, scratch: scratch, at: place + layout.cross)
    for x in first..<first + count {
      Kernels.crossTile(
        scratch, at: place + layout.cross + (x - first) * Kernels.crossSpectra(size), means,
        weights, at: (x * moments, y * moments), size: size, lags: lags, roots: roots,
        transform: place + layout.transform, tile: place + layout.tile
      ) { i, j, profile in
        let (one, other) = (x * GroupSpectra.lanes + i, y * GroupSpectra.lanes + j)
        guard one < other, other < series, state(one) == 0, state(other) == 0 else { return }
        profiles.write(profile, one, other)
      }
    }
  }
}

/// Where one worker's scratch keeps what; each part begins a cache line.
private struct GroupScratch {
  /// Eight interleaved series with `maxLag` rows of zeros before them and zeros to the last block's end.
  let rows = 0
  /// A transform, and the lags of one series with eight.
  let transform: Int
  /// The cross-spectra of the groups correlated together.
  let cross: Int
  /// The profiles of eight series with eight.
  let tile: Int
  let count: Int

  init(size: Int, lags: Int, rows: Int, together: Int) {
    transform = rows * 8
    cross = transform + Kernels.tileScratch(size, lags)
    tile = cross + together * Kernels.crossSpectra(size)
    count = tile + 64 * lags
  }
}

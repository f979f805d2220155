/// The spectra and moments of many series, eight to a group, and the correlations of one group with another.
///
/// Groups are filled, and then correlated, by several threads: each task writes places of its own.
final class GroupSpectra: Sendable {
  let groups: Int
  private let rows, series, maxLag: Int
  /// Points of a transform; rows and number of the blocks.
  private let size, length, blocks: Int
  private let roots, inner, outer, means, weights, states, interleaved, scratch: AlignedDoubles
  /// Doubles of scratch of one worker, in cache lines, and where a tile begins in it.
  private let scratchSize, tileStart: Int

  private static let lanes = 8
  private var lags: Int { 2 * maxLag + 1 }
  private var spectrum: Int { (size / 2 + 1) * blocks * Kernels.complexLanes }
  /// Rows of a group with the zeros before, after and in the last block.
  private var padded: Int { blocks * length + 2 * maxLag }

  init(rows: Int, series: Int, maxLag: Int, workers: Int) {
    var size = 32
    // The fewest operations for a pair: products over the blocks against one way back.
    while size < 6 * maxLag { size *= 2 }
    let (length, lags, lanes) = (size - 2 * maxLag, 2 * maxLag + 1, GroupSpectra.lanes)
    let blocks = (rows + length - 1) / length
    let groups = (series + lanes - 1) / lanes
    let spectra = groups * (size / 2 + 1) * blocks * Kernels.complexLanes
    (self.size, self.rows, self.series, self.maxLag) = (size, rows, series, maxLag)
    (self.length, self.blocks, self.groups) = (length, blocks, groups)
    // ROT_TILE_SCRATCH, a macro with arguments; behind it a tile.
    tileStart = (size / 2 + 1) * 128 + size * 16 + lags * lanes
    scratchSize = tileStart + lanes * lanes * lags
    roots = UnitRoots.forward(size)
    inner = AlignedDoubles(spectra)
    outer = AlignedDoubles(spectra)
    means = AlignedDoubles(groups * lags * lanes)
    weights = AlignedDoubles(groups * lags * lanes)
    states = AlignedDoubles(groups * lanes)
    interleaved = AlignedDoubles(groups * (blocks * length + 2 * maxLag) * lanes)
    scratch = AlignedDoubles(workers * scratchSize)
  }

  /// 0 for a series of the common way, -1 for one that needs a way of its own, row + 1 of an infinity.
  func state(_ series: Int) -> Int { Int(states[series]) }

  /// Centres and scales a group's series, notes their moments, and transforms their blocks.
  func fill(_ group: Int, from table: SeriesTable, worker: Int) {
    let first = group * GroupSpectra.lanes
    for lane in 0..<min(GroupSpectra.lanes, series - first) {
      let values = table[first + lane]
      if let row = Kernels.firstInfinity(values.span) {
        states.store(Double(row + 1), at: first + lane)
        continue
      }
      guard let leg = Kernels.centred(values.span), let scale = PowerOfTwo(leg.values) else {
        states.store(-1, at: first + lane)
        continue
      }
      let scaled = scale.applied(leg.values)
      guard let moments = LagMoments(scaled, maxLag) else {
        states.store(-1, at: first + lane)
        continue
      }
      let start = (group * padded + maxLag) * GroupSpectra.lanes + lane
      for t in 0..<rows { interleaved.store(scaled[t], at: start + t * GroupSpectra.lanes) }
      for k in 0..<lags {
        let at = (group * lags + k) * GroupSpectra.lanes + lane
        means.store(moments.means[k], at: at)
        weights.store(moments.weights[k], at: at)
      }
    }
    for block in 0..<blocks {
      Kernels.splitBlock(
        interleaved, at: (group * padded + block * length) * GroupSpectra.lanes, length: length,
        maxLag: maxLag, size: size, roots: roots, block: block, of: blocks,
        scratch: scratch, at: worker * scratchSize, inner: inner, outer: outer, at: group * spectrum
      )
    }
  }

  /// Writes the profile of each series of group `x` with each later one of group `y`.
  func correlate(_ x: Int, _ y: Int, into profiles: Profiles, worker: Int) {
    let moments = lags * GroupSpectra.lanes
    Kernels.crossTile(
      inner, outer, at: (x * spectrum, y * spectrum), means, weights,
      at: (x * moments, y * moments), size: size, blocks: blocks, lags: lags, roots: roots,
      scratch: scratch, at: worker * scratchSize, tileAt: worker * scratchSize + tileStart
    ) { i, j, profile in
      let (one, other) = (x * GroupSpectra.lanes + i, y * GroupSpectra.lanes + j)
      guard one < other, other < series, state(one) == 0, state(other) == 0 else { return }
      profiles.write(profile, one, other)
    }
  }
}

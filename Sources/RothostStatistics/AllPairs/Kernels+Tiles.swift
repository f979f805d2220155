import CRothostKernels

/// Calls of the kernels of all pairs; the same rules as in `Kernels.swift`.
///
/// Tasks on several threads call them on the same memory, each at places of its own.
extension Kernels {
  /// Doubles of one frequency of one block of eight series' inner spectra.
  static let innerLanes = Int(ROT_INNER_LANES)

  /// Doubles of eight series' cross-spectra with eight others, and of what their profiles take meanwhile.
  static func crossSpectra(_ size: Int) -> Int { rot_cross_spectra_size(size) }
  static func tileScratch(_ size: Int, _ lags: Int) -> Int { rot_tile_scratch(size, lags) }

  /// `series` ≤ 8 series side by side: row t of series l of `values` at t·8 + l.
  static func gatherLanes(
    _ values: UnsafeBufferPointer<Double>, first: Int, rowStride: Int, seriesStride: Int,
    series: Int, rows: Int, into out: borrowing AlignedDoubles, at place: Int
  ) {
    precondition(first >= 0 && rows >= 1 && series >= 1 && series <= 8 && place >= 0)
    // The last value that is read exists.
    precondition(
      first + (rows - 1) * rowStride + (series - 1) * seriesStride < values.count)
    precondition(8 * rows <= out.count - place)
    // Not empty, as the last value exists.
    guard let base = values.baseAddress else { return }
    // All that is read and written lies inside, checked above.
    unsafe rot_gather_lanes(
      base + first, rowStride, seriesStride, series, rows, out.pointer + place)
  }

  /// Eight series about their means, and the power of two that brings each to scale.
  struct CentredLanes {
    fileprivate var scales = [Double](repeating: 1, count: 8)
    fileprivate var totals = [Double](repeating: 0, count: 8)
    fileprivate var squares = [Double](repeating: 0, count: 8)

    /// Centres the rows in place.
    init(_ values: borrowing AlignedDoubles, at place: Int, rows: Int) {
      precondition(place >= 0 && rows >= 1 && 8 * rows <= values.count - place)
      // The rows lie inside the memory, checked above; both outputs hold eight values.
      unsafe rot_centre_lanes(values.pointer + place, rows, &totals, &squares)
      for lane in 0..<8 where isScaled(lane) {
        let exponent = Int((squares[lane] / Double(rows)).exponent) / 2
        scales[lane] = Double(sign: .plus, exponent: -exponent, significand: 1)
      }
    }

    /// False for a series of zeros, with a gap or an infinity, or with squares out of a double's range.
    func isScaled(_ lane: Int) -> Bool { squares[lane] > 1e-250 && squares[lane] < 1e250 }
  }

  /// Writes what each lag leaves of eight series; returns 1 for those of which one leaves too little.
  static func lagMoments(
    _ values: borrowing AlignedDoubles, at place: Int, rows: Int, _ legs: CentredLanes,
    maxLag: Int, _ means: borrowing AlignedDoubles, _ weights: borrowing AlignedDoubles,
    at moments: Int
  ) -> [Double] {
    precondition(place >= 0 && maxLag < rows && 8 * rows <= values.count - place)
    precondition(moments >= 0 && maxLag >= 0)
    precondition(8 * (2 * maxLag + 1) <= min(means.count, weights.count) - moments)
    var poor = [Double](repeating: 0, count: 8)
    // Rows and outputs lie inside their memory, checked above; the others hold eight values.
    unsafe rot_lag_moments(
      values.pointer + place, rows, maxLag, legs.scales, legs.totals, legs.squares,
      means.pointer + moments, weights.pointer + moments, &poor)
    return poor
  }

  /// Twice the transforms of one block of a group of eight series, see `rot_split_block`.
  static func splitBlock(
    _ scratch: borrowing AlignedDoubles, at row: Int, _ legs: CentredLanes, length: Int,
    maxLag: Int, size: Int, roots: borrowing AlignedDoubles, block: Int, of blocks: Int,
    transform: Int, inner: borrowing AlignedDoubles, at p: Int, outer: borrowing AlignedDoubles,
    at q: Int
  ) {
    let frequencies = (size / 2 + 1) * blocks
    precondition(size == length + 2 * maxLag && roots.count >= 3 * size / 2)
    precondition(block >= 0 && block < blocks)
    precondition(row >= 0 && 8 * size <= transform - row)
    precondition(size * complexLanes <= scratch.count - transform)
    precondition(p >= 0 && frequencies * innerLanes <= inner.count - p)
    precondition(q >= 0 && frequencies * complexLanes <= outer.count - q)
    // Each place leaves the kernel the room it asks for, checked above.
    unsafe rot_split_block(
      scratch.pointer + row, legs.scales, length, maxLag, size, roots.pointer,
      scratch.pointer + transform, block, blocks, inner.pointer + p, outer.pointer + q)
  }

  /// The cross-spectra of `groups` groups, one after the other in `inner`, with one.
  static func crossSpectra(
    _ inner: borrowing AlignedDoubles, at p: Int, groups: Int, _ outer: borrowing AlignedDoubles,
    at q: Int, size: Int, blocks: Int, scratch: borrowing AlignedDoubles, at cross: Int
  ) {
    let frequencies = (size / 2 + 1) * blocks
    precondition(groups >= 1 && min(p, q, cross) >= 0)
    precondition(groups * frequencies * innerLanes <= inner.count - p)
    precondition(frequencies * complexLanes <= outer.count - q)
    precondition(groups * crossSpectra(size) <= scratch.count - cross)
    // Inside the memory, checked above.
    unsafe rot_cross_spectra(
      inner.pointer + p, groups, frequencies * innerLanes, outer.pointer + q, size, blocks,
      scratch.pointer + cross)
  }

  /// The profiles of eight series with eight others: `each` gets both numbers and the lags' values.
  static func crossTile(
    _ scratch: borrowing AlignedDoubles, at cross: Int, _ means: borrowing AlignedDoubles,
    _ weights: borrowing AlignedDoubles, at moments: (x: Int, y: Int), size: Int, lags: Int,
    roots: borrowing AlignedDoubles, transform: Int, tile: Int,
    _ each: (_ i: Int, _ j: Int, _ profile: Span<Double>) -> Void
  ) {
    precondition(min(moments.x, moments.y, cross, transform, tile) >= 0)
    precondition(crossSpectra(size) <= scratch.count - cross)
    precondition(max(moments.x, moments.y) + 8 * lags <= min(means.count, weights.count))
    precondition(roots.count >= 3 * size / 2)
    precondition(tileScratch(size, lags) <= scratch.count - transform)
    precondition(64 * lags <= scratch.count - tile)
    // Inside the memory, checked above.
    var x = unsafe rot_cross_leg(
      means: means.pointer + moments.x, weights: weights.pointer + moments.x)
    // As above.
    var y = unsafe rot_cross_leg(
      means: means.pointer + moments.y, weights: weights.pointer + moments.y)
    // 64 profiles, for which the scratch has room.
    let profiles = unsafe scratch.pointer + tile
    unsafe rot_cross_tile(
      scratch.pointer + cross, &x, &y, size, lags, roots.pointer, scratch.pointer + transform,
      profiles)
    for i in 0..<8 {
      for j in 0..<8 {
        // One of them, which lives while the scratch does.
        unsafe each(i, j, Span(_unsafeStart: profiles + (i * 8 + j) * lags, count: lags))
      }
    }
  }
}

import CRothostKernels

/// Calls of the kernels of all pairs; the same rules as in `Kernels.swift`.
///
/// Tasks on several threads call them on the same memory, each at places of its own.
extension Kernels {
  /// Twice the transforms of one block of a group of eight series, see `rot_split_block`.
  static func splitBlock(
    _ rows: borrowing AlignedDoubles, at row: Int, length: Int, maxLag: Int, size: Int,
    roots: borrowing AlignedDoubles, block: Int, of blocks: Int,
    scratch: borrowing AlignedDoubles, at place: Int, inner: borrowing AlignedDoubles,
    outer: borrowing AlignedDoubles, at spectrum: Int
  ) {
    let written = (size / 2 + 1) * blocks * complexLanes
    precondition(row >= 0 && (length + 2 * maxLag) * 8 <= rows.count - row)
    precondition(size == length + 2 * maxLag && roots.count >= 3 * size / 2 && block < blocks)
    precondition(place >= 0 && size * complexLanes <= scratch.count - place)
    precondition(spectrum >= 0 && written <= min(inner.count, outer.count) - spectrum)
    // Each place leaves the kernel the room it asks for, checked above.
    unsafe rot_split_block(
      rows.pointer + row, length, maxLag, size, roots.pointer, scratch.pointer + place, block,
      blocks, inner.pointer + spectrum, outer.pointer + spectrum)
  }

  /// The profiles of eight series with eight others: `each` gets both numbers and the lags' values.
  static func crossTile(
    _ inner: borrowing AlignedDoubles, _ outer: borrowing AlignedDoubles,
    at spectra: (x: Int, y: Int), _ means: borrowing AlignedDoubles,
    _ weights: borrowing AlignedDoubles, at moments: (x: Int, y: Int), size: Int, blocks: Int,
    lags: Int, roots: borrowing AlignedDoubles, scratch: borrowing AlignedDoubles, at place: Int,
    tileAt: Int, _ each: (_ i: Int, _ j: Int, _ profile: Span<Double>) -> Void
  ) {
    let read = (size / 2 + 1) * blocks * complexLanes
    precondition(min(spectra.x, spectra.y, moments.x, moments.y, place) >= 0)
    precondition(max(spectra.x, spectra.y) + read <= min(inner.count, outer.count))
    precondition(max(moments.x, moments.y) + 8 * lags <= min(means.count, weights.count))
    precondition(roots.count >= 3 * size / 2)
    // ROT_TILE_SCRATCH, a macro with arguments.
    precondition(place + (size / 2 + 1) * 128 + size * 16 + lags * 8 <= tileAt)
    precondition(tileAt + 64 * lags <= scratch.count)
    // Inside the memory, checked above.
    var x = unsafe rot_cross_leg(
      inner: inner.pointer + spectra.x, outer: outer.pointer + spectra.x,
      means: means.pointer + moments.x, weights: weights.pointer + moments.x)
    // As above.
    var y = unsafe rot_cross_leg(
      inner: inner.pointer + spectra.y, outer: outer.pointer + spectra.y,
      means: means.pointer + moments.y, weights: weights.pointer + moments.y)
    // 64 profiles, for which the scratch has room behind the kernel's own.
    let tile = unsafe scratch.pointer + tileAt
    unsafe rot_cross_tile(
      &x, &y, size, blocks, lags, roots.pointer, scratch.pointer + place, tile)
    for i in 0..<8 {
      for j in 0..<8 {
        // One of them, which lives while the scratch does.
        unsafe each(i, j, Span(_unsafeStart: tile + (i * 8 + j) * lags, count: lags))
      }
    }
  }
}

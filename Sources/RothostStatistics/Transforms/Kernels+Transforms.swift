import CRothostKernels

/// Calls of the transforms of eight series side by side; the same rules as in `Kernels.swift`.
extension Kernels {
  /// Doubles of one complex number of eight lanes.
  static let complexLanes = Int(ROT_COMPLEX_LANES)

  /// Natural order to bit-reversed order, in place.
  static func transform(_ z: inout AlignedDoubles, _ size: Int, _ roots: borrowing AlignedDoubles) {
    precondition(z.count >= complexLanes * size && roots.count >= 2 * (3 * size / 4))
    // Sizes are checked above.
    unsafe rot_transform(z.pointer, size, roots.pointer)
  }

  /// Bit-reversed order to natural order, in place; `size` times the inverse.
  static func transformBack(
    _ z: inout AlignedDoubles, _ size: Int, _ roots: borrowing AlignedDoubles
  ) {
    precondition(z.count >= complexLanes * size && roots.count >= 2 * (3 * size / 4))
    // Sizes are checked above.
    unsafe rot_transform_back(z.pointer, size, roots.pointer)
  }

  /// Eight blocks of x, and of y around them, scaled, as complex numbers; zeros outside the series.
  static func loadBlocks(
    _ x: Span<Double>, _ y: Span<Double>, scales: (x: Double, y: Double), first: Int, length: Int,
    maxLag: Int, into z: inout AlignedDoubles
  ) {
    precondition(x.count == y.count && first >= 0 && length >= 1 && maxLag >= 0)
    precondition(z.count >= complexLanes * (length + 2 * maxLag))
    let count = x.count
    // The kernel reads no row outside 0 ..< count; z is large enough, checked above.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        unsafe rot_load_blocks(
          x, y, count, scales.x, scales.y, first, length, maxLag, z.pointer)
      }
    }
  }

  /// Adds twice conj(P)·Q of each lane, z being P + iQ.
  static func addCrossSpectra(
    _ z: borrowing AlignedDoubles, _ size: Int, to spectra: inout AlignedDoubles
  ) {
    precondition(z.count >= complexLanes * size && spectra.count >= complexLanes * size)
    // Sizes are checked above.
    unsafe rot_add_cross_spectra(z.pointer, size, spectra.pointer)
  }
}

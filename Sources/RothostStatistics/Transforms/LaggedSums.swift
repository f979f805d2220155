/// `Σ a_t·b_{t+ℓ}` for ℓ in -L…L, a and b equally long; ℓ first -L.
///
/// By themselves for few lags or rows. Else by blocks through the Fourier transform: a block of a, and b around
/// it, are one complex series; the blocks' cross-spectra are added and taken back once. The
/// rounding is some 1e-15 of √(Σ a² · Σ b²), whatever the blocks hold. O(n·L), or O(n log L).
func laggedSums(_ a: [Double], _ b: [Double], _ maxLag: Int) -> [Double] {
  if let plan = BlockPlan(rows: a.count, maxLag: maxLag) { return plan.sums(a, b) }
  if maxLag == 0 {
    var one = [0.0]
    Kernels.slidingDots(a.span, b.span, into: &one)
    return one
  }
  let pad = [Double](repeating: 0, count: maxLag)
  let padded = pad + b + pad
  var out = [Double](repeating: 0, count: 2 * maxLag + 1)
  Kernels.slidingDots(a.span, padded.span, into: &out)
  return out
}

/// How a lagged sum is cut into blocks.
struct BlockPlan {
  /// Points of a transform, a power of two, and rows of a block: the lags either side less.
  let size, length, maxLag: Int

  /// Nil where the plain sums are quicker.
  init?(rows: Int, maxLag: Int) {
    var size = 64
    // A quarter of the points then are the lags' and three quarters rows.
    while size < 8 * maxLag { size *= 2 }
    self.size = size
    self.maxLag = maxLag
    length = size - 2 * maxLag
    let batches = (rows + 8 * length - 1) / (8 * length) + 1
    // Measured: a point of eight transforms costs as much as some 40 multiplications and additions.
    guard rows * (2 * maxLag + 1) > 40 * size * batches else { return nil }
  }

  func sums(_ a: [Double], _ b: [Double]) -> [Double] {
    var out = [Double](repeating: 0, count: 2 * maxLag + 1)
    guard let scaleA = PowerOfTwo(a), let scaleB = PowerOfTwo(b) else { return out }
    let roots = UnitRoots.forward(size)
    var block = AlignedDoubles(Kernels.complexLanes * size)
    var spectra = AlignedDoubles(Kernels.complexLanes * size)
    for first in stride(from: 0, to: a.count, by: 8 * length) {
      Kernels.loadBlocks(
        a.span, b.span, scales: (scaleA.inverse, scaleB.inverse), first: first, length: length,
        maxLag: maxLag, into: &block)
      Kernels.transform(&block, size, roots)
      Kernels.addCrossSpectra(block, size, to: &spectra)
    }
    Kernels.transformBack(&spectra, size, roots)
    for k in out.indices {
      var total = 0.0
      for lane in 0..<Kernels.complexLanes / 2 { total += spectra[Kernels.complexLanes * k + lane] }
      // 2·conj(P)·Q was added, and `size` times the inverse came back.
      out[k] = scaleB.undone(scaleA.undone(total / Double(2 * size)))
    }
    return out
  }
}

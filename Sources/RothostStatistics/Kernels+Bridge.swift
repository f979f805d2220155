import CRothostKernels

/// The call of the signed bridge; the same rules as in `Kernels.swift`.
extension Kernels {
  /// The largest |S_j - (j/n)·S_n| over `range` of a running sum with signs drawn block by block.
  ///
  /// `cumulated` holds n + 1 values from 0 on; bit b of `signs` is the sign of block b.
  static func signedBridge(
    _ cumulated: [Double], block: Int, signs: [UInt64], range: ClosedRange<Int>
  ) -> Double {
    let count = cumulated.count - 1
    precondition(count >= 1 && block >= 1 && range.lowerBound >= 1 && range.upperBound <= count)
    precondition(signs.count * 64 * block >= count)
    // Sizes are checked above; both buffers live through the call.
    return unsafe cumulated.withUnsafeBufferPointer { cumulated in
      unsafe signs.withUnsafeBufferPointer { signs in
        guard let cumulated = cumulated.baseAddress, let signs = signs.baseAddress else { return 0 }
        return unsafe rot_signed_bridge(
          cumulated, count, block, signs, range.lowerBound, range.upperBound)
      }
    }
  }
}

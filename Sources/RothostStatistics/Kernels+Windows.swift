import CRothostKernels

/// Calls of the rolling kernels; the same rules as in `Kernels.swift`.
extension Kernels {
  /// What is read off the sums of a window.
  enum WindowStatistic: Int32 {
    case variance = 0
    case covariance = 1
    case correlation = 2
    case beta = 3
    /// The mean of x less its block's anchor.
    case movedMean = 4
  }

  /// Sums of the windows that end at rows `rows`, which begin a block of `window` rows.
  static func windowSums(
    _ x: Span<Double>, _ y: Span<Double>, rows: Range<Int>, window: Int,
    anchors: (x: Double, y: Double), into sums: inout [Double]
  ) {
    precondition(x.count == y.count && rows.upperBound <= x.count && rows.lowerBound >= 0)
    precondition(rows.count <= window && sums.count >= Int(ROT_WINDOW_SUMS) * window)
    precondition(rows.lowerBound == 0 || rows.lowerBound >= window)
    let start = rows.lowerBound
    // Rows start - window ..< start + rows.count exist, checked above, or left is NULL.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          guard let x = x.baseAddress, let y = y.baseAddress, let sums = sums.baseAddress else {
            return
          }
          unsafe rot_window_sums(
            start == 0 ? nil : x + (start - window), start == 0 ? nil : y + (start - window),
            x + start, y + start, rows.count, window, anchors.x, anchors.y, sums)
        }
      }
    }
  }

  /// Reads a statistic off `sums`; +∞ marks windows to be computed again, whose number is returned.
  static func windowFinish(
    _ statistic: WindowStatistic, _ sums: [Double], count: Int, window: Int, least: Int, ddof: Int,
    into out: inout [Double]
  ) -> Int {
    precondition(count <= window && sums.count >= Int(ROT_WINDOW_SUMS) * window)
    precondition(out.count >= count)
    // Sizes are checked above.
    return unsafe sums.withUnsafeBufferPointer { sums in
      unsafe out.withUnsafeMutableBufferPointer { out in
        guard let sums = sums.baseAddress, let out = out.baseAddress else { return 0 }
        return unsafe rot_window_finish(
          statistic.rawValue, sums, count, window, Double(least), Double(ddof), out)
      }
    }
  }
}

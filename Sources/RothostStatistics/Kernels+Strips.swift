import CRothostKernels

/// Calls of the kernels that take a strip of rows into the cache; the same rules as in `Kernels.swift`.
extension Kernels {
  /// Rows of a strip: with a window's history it fits the first level of cache.
  static let stripRows = 2048

  /// Rows of a strip of `windowMeans`, which keeps two totals a row.
  static let meanRows = 1024

  /// Scratch for strips of windows; see `windowMaxima` and `windowMeans`.
  static func stripScratch(window: Int) -> [Double] {
    let maxima = rot_strip_scratch(max(stripRows, window), window)
    return [Double](
      repeating: 0, count: max(maxima, rot_mean_scratch(max(meanRows, window), window)))
  }

  /// The strips of a series of `count` rows, at least as long as the window.
  static func strips(
    _ count: Int, window: Int = 1, rows least: Int = Kernels.stripRows
  ) -> [Range<Int>] {
    let length = max(least, window)
    return stride(from: 0, to: count, by: length).map { $0..<min(count, $0 + length) }
  }

  /// Writes the largest value of each window that ends in `rows`; returns how many rows are missing.
  static func windowMaxima(
    _ x: Span<Double>, rows: Range<Int>, window: Int, scratch: inout [Double],
    into out: inout MutableSpan<Double>
  ) -> Int {
    // Rows and scratch are those that the kernel asks for, as `strip` checks.
    unsafe strip(x, rows, window, &scratch, &out, rot_window_maxima)
  }

  /// Writes each window's mean, or its sum where rows are missing or infinite; returns their number, and
  /// whether all that was written is finite.
  static func windowMeans(
    _ x: Span<Double>, rows: Range<Int>, window: Int, scratch: inout [Double],
    into out: inout MutableSpan<Double>
  ) -> (absent: Int, allFinite: Bool) {
    precondition(scratch.count >= rot_mean_scratch(rows.count, window))
    var allFinite: Int32 = 1
    // As in windowMaxima; the flag outlives the call.
    let absent = unsafe strip(x, rows, window, &scratch, &out) {
      unsafe rot_window_means($0, $1, $2, $3, $4, $5, &allFinite)
    }
    return (absent, allFinite != 0)
  }

  private typealias StripKernel = (
    UnsafePointer<Double>, Int, Int, Int, UnsafeMutablePointer<Double>,
    UnsafeMutablePointer<Double>
  ) -> Int

  private static func strip(
    _ x: Span<Double>, _ rows: Range<Int>, _ window: Int, _ scratch: inout [Double],
    _ out: inout MutableSpan<Double>, _ kernel: StripKernel
  ) -> Int {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= x.count && out.count == x.count)
    precondition(window >= 1 && scratch.count >= rot_strip_scratch(rows.count, window))
    let history = min(window - 1, rows.lowerBound)
    // Rows lowerBound - history ..< upperBound exist in x and `rows` in out; scratch as asked for.
    return unsafe x.withUnsafeBufferPointer { x in
      unsafe scratch.withUnsafeMutableBufferPointer { scratch in
        unsafe out.withUnsafeMutableBufferPointer { out in
          guard let x = x.baseAddress, let scratch = scratch.baseAddress,
            let out = out.baseAddress
          else { return 0 }
          return unsafe kernel(
            x + rows.lowerBound, history, rows.count, window, scratch, out + rows.lowerBound)
        }
      }
    }
  }

  /// The first index that holds an infinity.
  static func firstInfinity(_ x: Span<Double>) -> Int? {
    let count = x.count
    // x holds `count` values and lives through the call.
    let found = unsafe x.withUnsafeBufferPointer { x in
      guard let x = x.baseAddress else { return count }
      return unsafe rot_first_infinity(x, count)
    }
    return found < count ? found : nil
  }

  /// The steady exponential means of whole eights of `rows`; returns how many rows it wrote.
  static func exponentialMeans(
    _ x: Span<Double>, rows: Range<Int>, weights: [Double], mean: Double,
    into out: inout MutableSpan<Double>
  ) -> Int {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= x.count && x.count == out.count)
    precondition(weights.count >= Int(ROT_MEAN_ROWS) * (Int(ROT_MEAN_ROWS) + 1))
    // `rows` exist in both; weights holds what the kernel reads, checked above.
    return unsafe x.withUnsafeBufferPointer { x in
      unsafe weights.withUnsafeBufferPointer { weights in
        unsafe out.withUnsafeMutableBufferPointer { out in
          guard let x = x.baseAddress, let weights = weights.baseAddress,
            let out = out.baseAddress
          else { return 0 }
          return unsafe rot_exponential_means(
            x + rows.lowerBound, rows.count, weights, mean, out + rows.lowerBound)
        }
      }
    }
  }
}

import RothostSeries

/// Which rows a resample of a dependent series is made of.
///
/// Every draw has its own counter in the SplitMix64 stream of the seed, so resample r is the same
/// whether drawn first, last or on another thread. Draw k of resample r, of n rows, uses words
/// 2·(r·n + k) and the next.
public enum BlockScheme: Sendable, Equatable {
  /// Circular blocks of this fixed length (Politis & Romano 1992).
  case circular(length: Int)
  /// Circular blocks of geometric length with this mean: stationary (Politis & Romano, JASA 89, 1994).
  case stationary(meanLength: Double)
}

/// Writes the rows of resample `resample`: as many indices in 0 ..< n as `indices` is long.
///
/// Throws `.argument` for an empty output or a block shorter than one row. O(n).
public func bootstrapIndices(
  _ scheme: BlockScheme, seed: UInt64, resample: Int, into indices: inout MutableSpan<Int64>
) throws(RothostError) {
  let rows = indices.count
  guard rows > 0, resample >= 0 else {
    throw RothostError(.argument, "resample \(resample) of \(rows) rows; there is nothing to draw")
  }
  switch scheme {
  case .circular(let length) where length < 1:
    throw RothostError(.argument, "blocks of \(length) rows; use at least 1")
  case .stationary(let length) where !(length >= 1):
    throw RothostError(.argument, "blocks of \(length) rows on average; use at least 1")
  default: break
  }
  var words = [UInt64](repeating: 0, count: 2 * rows)
  Kernels.splitMix64(seed: seed, first: UInt64(2 * rows * resample), into: &words)
  var row = 0
  for k in 0..<rows {
    let starts: Bool
    switch scheme {
    case .circular(let length): starts = k % length == 0
    // A new block with chance 1/length: uniform in 0..<1 from the upper 53 bits.
    case .stationary(let length):
      starts = k == 0 || Double(words[2 * k + 1] >> 11) * 0x1p-53 * length < 1
    }
    row = starts ? Int(words[2 * k].multipliedFullWidth(by: UInt64(rows)).high) : (row + 1) % rows
    indices[k] = Int64(row)
  }
}

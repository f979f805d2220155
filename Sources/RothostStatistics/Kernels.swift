import CRothostKernels

/// Calls of the C kernels: with `SignedSums`, all that touches a pointer here. Spans in, spans out.
///
/// Each wrapper states the preconditions that make its call safe and checks them.
enum Kernels {
  /// Columns of one block of signed sums, `ROT_SIGN_LANES`.
  static let lanes = Int(ROT_SIGN_LANES)
  /// Rows of one block of signed sums: the bits of one sign word.
  static let rowsPerWord = Int(ROT_SIGN_ROWS)

  /// Outputs `first ..< first + words.count` of the SplitMix64 generator started at `seed`.
  static func splitMix64(seed: UInt64, first: UInt64, into words: inout [UInt64]) {
    let count = words.count
    // The buffer holds exactly `count` words and lives through the call.
    unsafe words.withUnsafeMutableBufferPointer { words in
      guard let base = words.baseAddress else { return }
      unsafe rot_splitmix64(seed, first, count, base)
    }
  }

  /// The words of `[UInt64]` rows `first[r] ..< first[r] + width`, one row after the other.
  static func splitMix64Rows(
    seed: UInt64, firstWords: (Int) -> UInt64, width: Int, rows: Int, into words: inout [UInt64]
  ) {
    precondition(words.count >= rows * width)
    // Row r ends at (r + 1) * width, checked above to lie inside the buffer.
    unsafe words.withUnsafeMutableBufferPointer { words in
      guard let base = words.baseAddress else { return }
      for row in 0..<rows {
        unsafe rot_splitmix64(seed, firstWords(row), width, base + row * width)
      }
    }
  }

  /// `out[k] = Σ x[t]·y[t + k]` over `t < x.count`, for every `k` in `out`.
  static func slidingDots(_ x: Span<Double>, _ y: Span<Double>, into out: inout [Double]) {
    let (count, lags) = (x.count, out.count)
    guard lags > 0 else { return }
    precondition(y.count >= count + lags - 1)
    // y holds count + lags - 1 values, checked above; the three buffers live through the call.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe out.withUnsafeMutableBufferPointer { out in
          guard let x = x.baseAddress, let y = y.baseAddress, let out = out.baseAddress else {
            return
          }
          unsafe rot_sliding_dots(x, y, count, lags, out)
        }
      }
    }
    if count == 0 { for k in out.indices { out[k] = 0 } }
  }

  /// The values less their mean and what rounding left of their sum; nil where one is missing.
  static func centred(_ x: Span<Double>) -> (values: [Double], total: Double)? {
    let count = x.count
    var total = 0.0
    // Both hold `count` values, all of which the kernel writes.
    let values = unsafe [Double](unsafeUninitializedCapacity: count) { values, initialized in
      unsafe x.withUnsafeBufferPointer { x in
        guard let x = x.baseAddress, let values = values.baseAddress else { return }
        unsafe total = rot_centre(x, count, values)
      }
      initialized = count
    }
    return total.isNaN ? nil : (values, total)
  }

  /// `z[t][c] = x[t]·y[t + c]` in rows of `lanes`; lanes past `columns` become 0.
  static func laggedProducts(
    _ x: Span<Double>, _ y: Span<Double>, columns: Int, into z: inout [Double]
  ) {
    let rows = x.count
    precondition(columns <= lanes && y.count >= rows + columns - 1 && z.count >= rows * lanes)
    // Sizes are checked above; the buffers live through the call.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe z.withUnsafeMutableBufferPointer { z in
          guard let x = x.baseAddress, let y = y.baseAddress, let z = z.baseAddress else { return }
          unsafe rot_lagged_products(x, y, rows, columns, z)
        }
      }
    }
  }

  /// `squares[c] += Σ z[t][c]²` over `rows` rows of `lanes`.
  static func columnSquares(_ z: [Double], rows: Int, into squares: inout [Double]) {
    precondition(z.count >= rows * lanes && squares.count >= lanes)
    // Sizes are checked above; the buffers live through the call.
    unsafe z.withUnsafeBufferPointer { z in
      unsafe squares.withUnsafeMutableBufferPointer { squares in
        guard let z = z.baseAddress, let squares = squares.baseAddress else { return }
        unsafe rot_column_squares(z, rows, squares)
      }
    }
  }

  /// The move of `level` around each interval of `stamps`, shifted by `lag`; see the C header.
  ///
  /// Returns where to start at the next larger lag. `overlap` stays untouched when empty.
  static func intervalChanges(
    stamps: Span<Int64>, lag: Int64, times: Span<Int64>, level: Span<Double>, start: Int,
    change: inout [Double], overlap: inout [Double]
  ) -> Int {
    let rows = stamps.count - 1
    precondition(rows >= 1 && times.count == level.count && times.count >= 1)
    precondition(change.count >= rows && start <= times.count)
    let wantsOverlap = !overlap.isEmpty
    precondition(!wantsOverlap || overlap.count >= rows)
    let count = times.count
    // stamps holds rows + 1 values, times and level `count`, the outputs at least `rows`.
    return unsafe stamps.withUnsafeBufferPointer { stamps in
      unsafe times.withUnsafeBufferPointer { times in
        unsafe level.withUnsafeBufferPointer { level in
          unsafe change.withUnsafeMutableBufferPointer { change in
            unsafe overlap.withUnsafeMutableBufferPointer { overlap in
              guard let stamps = stamps.baseAddress, let times = times.baseAddress,
                let level = level.baseAddress, let change = change.baseAddress
              else { return start }
              return unsafe rot_interval_changes(
                stamps, rows, lag, times, level, count, start, change,
                wantsOverlap ? overlap.baseAddress : nil)
            }
          }
        }
      }
    }
  }
}

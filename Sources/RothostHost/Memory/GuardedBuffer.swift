import CRothostSystem
import Glibc
import RothostSeries

/// One output's array of 8-byte numbers, ending exactly where a page begins that faults.
///
/// A write past its end dies at once; a write before its beginning changes the canary, which
/// `isIntact` reads after the call. The memory goes back to the pool it came from with this object.
/// 8-byte aligned. Written to by one thread until it is shared, and never again.
@safe final class GuardedBuffer: @unchecked Sendable {
  let count: Int
  private let pages: GuardedPages
  private let pool: BufferPool?

  /// Canary words before the data: a cache line, which no off-by-one of a plugin steps over.
  static let canaryWords = 8
  private static let canary: UInt64 = 0x5AFE_C0DE_D15E_A5ED

  /// Zeroed or stale memory for `count` numbers; the canary is fresh.
  ///
  /// - Throws: `.memory` where the system has none left.
  init(count: Int, pool: BufferPool? = nil) throws(RothostError) {
    let words = count.addingReportingOverflow(Self.canaryWords)
    guard count >= 0, !words.overflow, words.partialValue < 1 << 57 else {
      throw RothostError(.memory, "an output of \(count) values cannot be held; ask for fewer rows")
    }
    self.count = count
    self.pool = pool
    pages = try GuardedPages.take(atLeast: words.partialValue * 8, from: pool)
    for word in 1...Self.canaryWords {
      // The pages hold the canary before the data, by the size asked for above.
      unsafe (start - word).pointee = Self.canary
    }
  }

  deinit {
    if let pool { pool.give(pages) } else { pages.unmap() }
  }

  private var start: UnsafeMutablePointer<UInt64> {
    // `count` words fit between the base and the end, by the size asked for at the beginning.
    unsafe (pages.end - count * 8).assumingMemoryBound(to: UInt64.self)
  }

  /// Whether the words before the data are as they were; O(1).
  var isIntact: Bool {
    for word in 1...Self.canaryWords {
      // The canary lies inside the pages.
      if unsafe (start - word).pointee != Self.canary { return false }
    }
    return true
  }

  /// The memory as real numbers, for a plugin to write; valid while this object lives.
  @unsafe var doubles: UnsafeMutablePointer<Double> {
    unsafe UnsafeMutableRawPointer(start).assumingMemoryBound(to: Double.self)
  }

  /// The memory as integers, for a plugin to write; valid while this object lives.
  @unsafe var integers: UnsafeMutablePointer<Int64> {
    unsafe UnsafeMutableRawPointer(start).assumingMemoryBound(to: Int64.self)
  }

  func fill(_ value: Double) {
    // `count` words belong to this object and no one else holds them yet.
    unsafe doubles.update(repeating: value, count: count)
  }

  func fill(_ value: Int64) {
    // As above.
    unsafe integers.update(repeating: value, count: count)
  }

  /// - Precondition: as many values as the buffer holds.
  func copy(_ values: Span<Int64>) {
    precondition(values.count == count)
    for index in values.indices {
      // Both are `count` long.
      unsafe integers[index] = values[index]
    }
  }

  /// Hands the numbers out; nothing may be written afterwards. O(1).
  func sharedDoubles() -> SharedArray<Double> {
    // The view keeps this object, and so its pages, alive.
    unsafe SharedArray(owner: self, base: UnsafePointer(doubles), count: count)
  }

  func sharedIntegers() -> SharedArray<Int64> {
    // As above.
    unsafe SharedArray(owner: self, base: UnsafePointer(integers), count: count)
  }
}

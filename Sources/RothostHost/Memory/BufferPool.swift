import RothostLock

/// Output pages kept for the next evaluation, so that a prepared run maps nothing.
///
/// Safe from any thread. Taking and giving are O(1). What exceeds the limit goes to the system.
final class BufferPool: Sendable {
  private struct Shelf {
    /// By the binary logarithm of their size.
    var pages = [[GuardedPages]](repeating: [], count: Int.bitWidth)
    var byteCount = 0
  }

  private let shelf = Mutex(Shelf())
  private let limit: Int

  /// - Parameter limit: bytes kept at most; 64 MiB hold the outputs of a million rows eight times.
  init(limit: Int = 64 << 20) {
    self.limit = limit
  }

  deinit {
    shelf.withLock { shelf in
      for pages in shelf.pages.joined() { pages.unmap() }
    }
  }

  /// Bytes waiting to be used again.
  var byteCount: Int { shelf.withLock { $0.byteCount } }

  /// - Precondition: the size is a power of two, as those of all `GuardedPages` are.
  func take(_ size: Int) -> GuardedPages? {
    shelf.withLock { shelf in
      guard let pages = shelf.pages[size.trailingZeroBitCount].popLast() else { return nil }
      shelf.byteCount -= size
      return pages
    }
  }

  func give(_ pages: GuardedPages) {
    let isKept = shelf.withLock { shelf in
      guard shelf.byteCount + pages.byteCount <= limit else { return false }
      shelf.pages[pages.byteCount.trailingZeroBitCount].append(pages)
      shelf.byteCount += pages.byteCount
      return true
    }
    if !isKept { pages.unmap() }
  }
}

import CRothostSystem
import Glibc
import RothostSeries

/// Pages between two that fault: what a `GuardedBuffer` borrows and a `BufferPool` keeps.
@safe struct GuardedPages: @unchecked Sendable {
  private let base: UnsafeMutableRawPointer
  let byteCount: Int

  /// Pages for at least `bytes`, from the pool where it has any.
  ///
  /// Sizes are powers of two of pages, so that a pool serves slightly different lengths.
  static func take(atLeast bytes: Int, from pool: BufferPool?) throws(RothostError) -> GuardedPages
  {
    let size = size(for: bytes)
    if let pages = pool?.take(size) { return pages }
    // The shim gives a mapping of that size or NULL.
    guard let base = unsafe rothost_map_guarded(size) else {
      throw RothostError(
        .memory, "\(bytes) bytes for an output: \(systemMessage()); ask for fewer rows")
    }
    return unsafe GuardedPages(base: base, byteCount: size)
  }

  private static let pageSize = rothost_page_size()

  static func size(for bytes: Int) -> Int {
    var size = pageSize
    while size < bytes { size *= 2 }
    return size
  }

  /// Where the guard page begins.
  @unsafe var end: UnsafeMutableRawPointer { unsafe base + byteCount }

  /// Gives the pages back to the system; nothing may use them afterwards.
  func unmap() {
    // Mapped by `take` with this size; the caller is the last to hold them.
    unsafe rothost_unmap_guarded(base, byteCount)
  }
}

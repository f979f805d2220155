import Glibc

/// Memory a plugin asks for during a call: zeroed, 64-byte aligned, given back when the call ends.
///
/// Between calls one block is kept, as large as the last call needed (at most `keptLimit`), so that
/// a prepared run allocates nothing. Belongs to one thread at a time.
@safe final class ScratchArena {
  static let alignment = 64
  /// More than this is given back to the system between calls.
  private static let keptLimit = 16 << 20

  private var kept: UnsafeMutableRawPointer?
  private var keptSize = 0
  private var used = 0
  private var extra = unsafe [UnsafeMutableRawPointer]()
  private var extraSize = 0

  /// Zeroed memory until `reset`; nil where there is none left. O(bytes).
  func take(_ bytes: Int) -> UnsafeMutableRawPointer? {
    guard bytes >= 0, bytes < 1 << 46 else { return nil }
    let size = (max(bytes, 1) + Self.alignment - 1) / Self.alignment * Self.alignment
    if size <= keptSize - used, let kept = unsafe kept {
      // The block has `keptSize` bytes, of which `used` are taken.
      let start = unsafe kept + used
      used += size
      // As above.
      return unsafe memset(start, 0, size)
    }
    // Freed by `reset`.
    guard let block = unsafe Self.allocate(size) else { return nil }
    unsafe extra.append(block)
    extraSize += size
    return unsafe block
  }

  /// Ends the life of all that was taken.
  func reset() {
    let wanted = min(used + extraSize, Self.keptLimit)
    used = 0
    if extraSize == 0 { return }
    // Allocated by `take`, and freed once.
    unsafe extra.forEach { unsafe free($0) }
    unsafe extra.removeAll(keepingCapacity: true)
    extraSize = 0
    if wanted > keptSize {
      // The kept block is not in use between calls.
      unsafe free(kept)
      unsafe kept = Self.allocate(wanted)
      keptSize = unsafe kept == nil ? 0 : wanted
    }
  }

  deinit {
    reset()
    // Nothing points into the block any more.
    unsafe free(kept)
  }

  private static func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
    // A multiple of the alignment, as aligned_alloc asks.
    guard let block = unsafe aligned_alloc(alignment, size) else { return nil }
    // Just allocated with this size.
    return unsafe memset(block, 0, size)
  }
}

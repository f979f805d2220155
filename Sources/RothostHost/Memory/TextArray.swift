/// Texts as C reads them: NUL-terminated, in one block, with a table of pointers; nil = missing.
@safe public final class TextArray: @unchecked Sendable {
  public let count: Int
  private let table: UnsafeMutablePointer<UnsafePointer<CChar>?>
  private let block: UnsafeMutablePointer<CChar>

  /// Copies the texts; O(total bytes). A text's NULs, which C could not see past, are dropped.
  public init(_ texts: [String?]) {
    count = texts.count
    let encoded = texts.map { $0.map { $0.utf8.filter { $0 != 0 } } }
    unsafe block = .allocate(capacity: max(encoded.reduce(0) { $0 + ($1?.count ?? 0) + 1 }, 1))
    unsafe table = .allocate(capacity: max(count, 1))
    var end = unsafe block
    for (index, text) in encoded.enumerated() {
      guard let text else {
        // One entry per text was allocated.
        unsafe (table + index).initialize(to: nil)
        continue
      }
      unsafe (table + index).initialize(to: UnsafePointer(end))
      for byte in text {
        // The block holds every byte of every text and a NUL each.
        unsafe end.initialize(to: CChar(bitPattern: byte))
        unsafe end += 1
      }
      unsafe end.initialize(to: 0)
      unsafe end += 1
    }
  }

  deinit {
    // Both blocks belong to this object alone; their elements are trivial.
    unsafe block.deallocate()
    unsafe table.deallocate()
  }

  public subscript(index: Int) -> String? {
    precondition(index >= 0 && index < count)
    // The index was checked, and every entry is NULL or NUL-terminated.
    return unsafe table[index].map { unsafe String(cString: $0) }
  }

  /// One pointer per text, NULL where missing; valid while this object lives.
  @unsafe public var pointers: UnsafePointer<UnsafePointer<CChar>?> { unsafe UnsafePointer(table) }

  /// The same as `execve` and `posix_spawn` declare it, which write to neither table nor texts.
  @unsafe var arguments: UnsafePointer<UnsafeMutablePointer<CChar>?> {
    // A pointer to constant characters has the bits of one to characters.
    unsafe UnsafeRawPointer(table).assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self)
  }
}

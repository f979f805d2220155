/// The 48 bytes before the elements of a stored column, which place these on a 64-byte boundary.
struct ColumnHeader {
  static let wordCount = 6
  /// "ROTCOL1" and a zero byte, little-endian.
  static let magic: UInt64 = 0x0031_4C4F_4354_4F52

  /// magic, element count, XXH64 of the elements, column index (0 = times), generation, zero.
  let words: [UInt64]

  init(generation: UInt64, column: Int, count: Int, checksum: UInt64) {
    words = [Self.magic, UInt64(count), checksum, UInt64(column), generation, 0]
  }

  init(words: Span<UInt64>) {
    self.words = words.indices.map { words[$0] }
  }

  var checksum: UInt64 { words[2] }

  func matches(generation: UInt64, column: Int, count: Int) -> Bool {
    words
      == ColumnHeader(generation: generation, column: column, count: count, checksum: checksum)
      .words
  }
}

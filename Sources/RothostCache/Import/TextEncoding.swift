import RothostSeries

/// Looks at the first bytes of a file for what is not plain UTF-8 text.
enum TextEncoding {
  /// Where the text begins: behind a byte order mark if there is one. Throws `.data` for other files.
  static func skipMark(_ text: Span<UInt8>, count: Int, _ fault: ImportFault) throws -> Int {
    if begins(text, count, with: [0xEF, 0xBB, 0xBF]) { return 3 }
    if begins(text, count, with: [0xFF, 0xFE]) || begins(text, count, with: [0xFE, 0xFF]) {
      throw fault.error(
        line: 1, "the file is UTF-16", "convert it with iconv -f UTF-16 -t UTF-8 FILE > NEW")
    }
    if begins(text, count, with: [0x1F, 0x8B]) {
      throw fault.error(line: 1, "the file is compressed", "unpack it first with gunzip FILE")
    }
    for index in 0..<min(count, 4096) where text[index] == 0 {
      throw fault.error(line: 1, "the file is not text (it holds zero bytes)", "give a CSV file")
    }
    for index in 0..<min(count, 4096) where text[index] == UInt8(ascii: "\r") {
      if index + 1 < count, text[index + 1] != UInt8(ascii: "\n") {
        throw fault.error(
          line: 1, "the lines end in carriage returns only", "convert it with tr '\\r' '\\n'")
      }
    }
    return 0
  }

  private static func begins(_ text: Span<UInt8>, _ count: Int, with mark: [UInt8]) -> Bool {
    guard count >= mark.count else { return false }
    return mark.indices.allSatisfy { text[$0] == mark[$0] }
  }
}

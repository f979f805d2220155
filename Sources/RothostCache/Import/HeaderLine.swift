import RothostSeries

/// Splits single lines into fields, where speed does not matter: headers and error messages.
enum HeaderLine {
  /// The fields of the line that begins at `position`, unquoted and trimmed; nil for an open quote.
  ///
  /// Moves `position` behind the line's end. Fields follow RFC 4180.
  static func fields(_ text: Span<UInt8>, _ position: inout Int, end: Int) -> [String]? {
    var fields: [String] = []
    while true {
      guard let field = field(text, &position, end: end) else { return nil }
      fields.append(field)
      guard position < end, text[position] == UInt8(ascii: ",") else { break }
      position += 1
    }
    if position < end { position += 1 }
    return fields
  }

  /// One field, ending before a comma or line end; nil where a quote is not closed on its line.
  static func field(_ text: Span<UInt8>, _ position: inout Int, end: Int) -> String? {
    var bytes: [UInt8] = []
    var isQuoted = false
    while position < end {
      let byte = text[position]
      if byte == UInt8(ascii: "\n") { break }
      if byte == UInt8(ascii: "\"") {
        if isQuoted && position + 1 < end && text[position + 1] == byte {
          bytes.append(byte)
          position += 1
        } else {
          isQuoted.toggle()
        }
      } else if byte == UInt8(ascii: ",") && !isQuoted {
        break
      } else {
        bytes.append(byte)
      }
      position += 1
    }
    if isQuoted { return nil }
    return trimmed(bytes)
  }

  /// The bytes of a range as text; what is not UTF-8 is shown as U+FFFD.
  static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: range.map { bytes[$0] }, as: UTF8.self)
  }

  private static func trimmed(_ bytes: [UInt8]) -> String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
    let kept = bytes.drop(while: isBlank)
    let end = kept.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? kept.startIndex
    return String(decoding: kept[kept.startIndex..<end], as: UTF8.self)
  }
}

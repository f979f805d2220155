import RothostSeries

/// Weight and colour of text, written only where the device shows them.
struct TextStyle {
  var isOn: Bool

  func bold(_ text: String) -> String { wrapped(text, 1) }
  func dim(_ text: String) -> String { wrapped(text, 2) }
  func red(_ text: String) -> String { wrapped(text, 31) }
  func green(_ text: String) -> String { wrapped(text, 32) }
  func yellow(_ text: String) -> String { wrapped(text, 33) }
  func blue(_ text: String) -> String { wrapped(text, 34) }

  /// ECMA-48 "select graphic rendition" around the text.
  private func wrapped(_ text: String, _ code: Int) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// A page without what steers a terminal, but for the sequences written here.
  static func shown(_ page: String) -> String {
    var shown = String.UnicodeScalarView()
    var rest = page.unicodeScalars[...]
    while let scalar = rest.first {
      if scalar == "\u{1B}", let own = sequences.first(where: rest.starts(with:)) {
        shown.append(contentsOf: own)
        rest = rest.dropFirst(own.count)
      } else {
        shown.append(scalar.printable)
        rest = rest.dropFirst()
      }
    }
    return String(shown)
  }

  private static let sequences = [0, 1, 2, 31, 32, 33, 34].map {
    Array("\u{1B}[\($0)m".unicodeScalars)
  }
}

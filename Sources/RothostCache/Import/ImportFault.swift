import RothostSeries

/// Builds the errors of an import: file, line, what was found and a way out.
struct ImportFault {
  let path: String

  func error(line: Int, _ found: String, _ wayOut: String) -> RothostError {
    RothostError(.data, "\(path), line \(line): \(found); \(wayOut)")
  }

  func error(_ found: String, _ wayOut: String) -> RothostError {
    RothostError(.data, "\(path): \(found); \(wayOut)")
  }

  /// A field as messages show it: shortened, control characters made visible.
  static func shown(_ field: String) -> String {
    let text = field.unicodeScalars.prefix(40).map {
      $0.value < 0x20 || $0.value == 0x7F ? "\\u{\(String($0.value, radix: 16))}" : String($0)
    }.joined()
    return "\"\(text)\(field.unicodeScalars.count > 40 ? "…" : "")\""
  }
}

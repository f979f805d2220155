import RothostSeries

/// The rules for the names of series and columns.
public enum SeriesName {
  /// Bytes of UTF-8; LMDB keys may have 511.
  public static let longest = 200
  /// Names that begin so belong to the built-in demo market, which is kept apart from real series.
  public static let demoPrefix = "DEMO_"

  /// Throws `.argument` unless `name` can be the name of a series.
  ///
  /// Refused: empty, longer than `longest` bytes, `/`, `:` and `@` (which the command line reads as
  /// column and transform), control characters, a leading `.` or blank, a trailing blank, and
  /// (unless `allowsDemo`) the reserved prefix `DEMO_`.
  public static func check(_ name: String, allowsDemo: Bool = false) throws {
    try check(name, what: "series")
    if !allowsDemo && isDemo(name) {
      throw RothostError(
        .argument,
        "series name \"\(name)\" begins with \(demoPrefix), which is reserved for the demo market; "
          + "choose another name (--name NAME)")
    }
  }

  public static func isDemo(_ name: String) -> Bool {
    name.utf8.prefix(demoPrefix.utf8.count).elementsEqual(demoPrefix.utf8)
  }

  /// Throws `.argument` unless `name` can be the name of a column.
  static func checkColumn(_ name: String) throws {
    try check(name, what: "column")
  }

  private static func check(_ name: String, what: String) throws {
    guard let problem = problem(name) else { return }
    let shown = name.unicodeScalars.prefix(60).map {
      isControl($0) ? "\\u{\(String($0.value, radix: 16))}" : String($0)
    }.joined()
    throw RothostError(
      .argument, "\(what) name \"\(shown)\" \(problem); choose another name")
  }

  private static func problem(_ name: String) -> String? {
    if name.isEmpty { return "is empty" }
    if name.utf8.count > longest { return "is longer than \(longest) bytes" }
    if name.first == "." { return "begins with a dot" }
    if name.first?.isWhitespace == true || name.last?.isWhitespace == true {
      return "begins or ends with a blank"
    }
    for scalar in name.unicodeScalars {
      if isControl(scalar) { return "holds a control character" }
      if scalar == "/" || scalar == ":" || scalar == "@" { return "holds a \"\(scalar)\"" }
    }
    return nil
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}

/// The grammar of semantic versions (Semantic Versioning 2.0.0, semver.org, clauses 2, 9 and 10).
enum SemanticVersion {
  /// Whether the text is three numbers, then perhaps `-` and what comes before it, `+` and its build.
  static func isOne(_ text: String) -> Bool {
    let (version, build) = parted(Substring(text).utf8, by: UInt8(ascii: "+"))
    let (core, before) = parted(version, by: UInt8(ascii: "-"))
    let numbers = identifiers(core)
    return numbers.count == 3 && numbers.allSatisfy { isNumber($0) && !hasSpareZero($0) }
      && before.map { identifiers($0).allSatisfy { isWord($0) && !hasSpareZero($0) } } != false
      && build.map { identifiers($0).allSatisfy(isWord) } != false
  }

  private typealias Bytes = Substring.UTF8View

  /// What stands before the first separator, and after it where there is one.
  private static func parted(_ bytes: Bytes, by separator: UInt8) -> (Bytes, Bytes?) {
    guard let place = bytes.firstIndex(of: separator) else { return (bytes, nil) }
    return (bytes[..<place], bytes[bytes.index(after: place)...])
  }

  private static func identifiers(_ bytes: Bytes) -> [Bytes] {
    bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isNumber(_ bytes: Bytes) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy(isDigit)
  }

  private static func isWord(_ bytes: Bytes) -> Bool {
    !bytes.isEmpty
      && bytes.allSatisfy { byte in
        isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || byte == UInt8(ascii: "-")
      }
  }

  /// A number that begins with a zero and goes on.
  private static func hasSpareZero(_ bytes: Bytes) -> Bool {
    bytes.count > 1 && bytes.first == UInt8(ascii: "0") && isNumber(bytes)
  }
}

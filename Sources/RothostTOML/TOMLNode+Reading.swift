import RothostSeries

/// Typed getters: each answers the value, or throws `.data` with file, line, key and remedy.
extension TOMLNode {
  /// An error at this value's place; say what is wrong and what to do.
  public func error(_ words: String, status: Status = .data) -> RothostError {
    place.error(words, status: status)
  }

  public func string() throws(RothostError) -> String {
    guard case .string(let text) = content else { throw mismatch("text in quotes") }
    return text
  }

  public func integer() throws(RothostError) -> Int64 {
    guard case .integer(let value) = content else { throw mismatch("a whole number") }
    return value
  }

  /// A whole number within `range`, as the host's word.
  public func integer(in range: ClosedRange<Int>) throws(RothostError) -> Int {
    let value = try integer()
    guard let word = Int(exactly: value), range.contains(word) else {
      throw error(
        "must be between \(range.lowerBound) and \(range.upperBound), not \(value)")
    }
    return word
  }

  /// A real number, also `inf` and `nan`; a whole number serves where a double holds it exactly.
  public func real() throws(RothostError) -> Double {
    switch content {
    case .real(let value): return value
    case .integer(let value):
      guard let real = Double(exactly: value) else {
        throw error("\(value) has more digits than a real number holds; write it with fewer")
      }
      return real
    default: throw mismatch("a number")
    }
  }

  public func boolean() throws(RothostError) -> Bool {
    guard case .boolean(let value) = content else { throw mismatch("true or false") }
    return value
  }

  /// A date without a time, as `2014-01-02`; quotes around it are fine.
  public func date() throws(RothostError) -> String {
    switch content {
    case .date(let text), .string(let text): return text
    default: throw mismatch("a date such as 2014-01-02")
    }
  }

  public func array() throws(RothostError) -> [TOMLNode] {
    guard case .array(let items) = content else { throw mismatch("a list in [brackets]") }
    return items
  }

  /// The keys of a table in the order of the text.
  public func entries() throws(RothostError) -> [TOMLEntry] {
    guard case .table(let entries) = content else { throw mismatch("a table of keys") }
    return entries
  }

  /// A list of texts.
  public func strings() throws(RothostError) -> [String] {
    var texts: [String] = []
    for item in try array() { texts.append(try item.string()) }
    return texts
  }

  /// The kind of the value with what it holds, for messages: `the integer 5`.
  public var shown: String {
    switch content {
    case .table: "a table"
    case .array(let items): "a list of \(items.count)"
    case .string(let text): "the text \(TOMLText.quoted(TOMLText.shortened(text)))"
    case .integer(let value): "the integer \(value)"
    case .real(let value): "the number \(value)"
    case .boolean(let value): "\(value)"
    case .date(let text): "the date \(text)"
    case .time(let text): "the time \(text)"
    case .dateTime(let text): "the date and time \(text)"
    }
  }

  private func mismatch(_ wanted: String) -> RothostError {
    error("must be \(wanted), not \(shown)")
  }
}

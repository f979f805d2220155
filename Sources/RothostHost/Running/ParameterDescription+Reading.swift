import RothostSeries

/// Reading parameters: from the text a user writes, or from a typed value of a program.
extension ParameterDescription {
  /// Reads `60`, `30,60,90`, `ccf`, `1.5d`, `2016-07-09`, … as this parameter's type.
  ///
  /// - Throws: `.parameter` where the text is not of the type or out of range.
  func read(_ text: String) throws(RothostError) -> Value {
    guard isList else { return try checked([try element(text)], asList: false) }
    let trimmed = Self.trimmed(text[...])
    if trimmed.isEmpty { return try checked([], asList: true) }
    var elements: [Element] = []
    for part in trimmed.split(separator: ",", omittingEmptySubsequences: false) {
      elements.append(try element(Self.trimmed(part)))
    }
    return try checked(elements, asList: true)
  }

  /// Accepts a program's value: of the same type, or of one that converts without loss.
  ///
  /// Text is read as a user would write it. Whole reals serve as integers, integers as reals or as the
  /// number of a choice counted from 0, 0 and 1 as booleans, times as dates where they are midnights, and one value as a list of one.
  /// - Throws: `.parameter` where the value does not fit.
  func accept(_ value: Value) throws(RothostError) -> Value {
    if !isList && value.isList {
      throw refusal("takes one \(type.name), not a list")
    }
    var elements: [Element] = []
    switch value.storage {
    case .text(let text): return try read(text)
    case .texts(let texts): for text in texts { elements.append(try element(text)) }
    case .real(let real): elements = [try convert(real)]
    case .reals(let reals): for real in reals { elements.append(try convert(real)) }
    case .integer(let integer): elements = [try convert(integer, value.type)]
    case .integers(let integers):
      for integer in integers { elements.append(try convert(integer, value.type)) }
    }
    return try checked(elements, asList: isList)
  }

  /// One value of the parameter, in the storage its type has in C.
  private enum Element {
    case real(Double)
    case integer(Int64)
    case text(String)
  }

  private func element(_ text: String) throws(RothostError) -> Element {
    switch type {
    case .real:
      guard let value = Double(text), value.isFinite else { throw mismatch(text) }
      return .real(value)
    case .integer:
      guard let value = Int64(text), value != .min else { throw mismatch(text) }
      return .integer(value)
    case .boolean:
      switch text.lowercased() {
      case "true", "yes", "on", "1": return .integer(1)
      case "false", "no", "off", "0": return .integer(0)
      default: throw mismatch(text)
      }
    case .time:
      return .integer(try stamp(text).time)
    case .date:
      let stamp = try stamp(text)
      guard stamp.kind == .dates else { throw mismatch(text) }
      return .integer(stamp.time)
    case .duration:
      do {
        return .integer(try TimeSpan(parsing: text).nanoseconds)
      } catch {
        throw refusal("cannot be read: \(error.message)")
      }
    case .text:
      return .text(text)
    case .choice:
      guard
        let index = choices.firstIndex(of: text)
          ?? choices.indices.first(where: { "\($0)" == text })
      else {
        let hint = Nearest.hint(text, among: choices)
        throw refusal("has no choice \"\(text)\"\(hint); choose one of \(allChoices)")
      }
      return .integer(Int64(index))
    }
  }

  private func stamp(_ text: String) throws(RothostError) -> ISO8601.Stamp {
    do {
      return try ISO8601.parse(text)
    } catch {
      throw refusal("cannot be read: \(error.message)")
    }
  }

  private var allChoices: String { choices.joined(separator: ", ") }

  private func convert(_ real: Double) throws(RothostError) -> Element {
    switch type {
    case .real:
      guard real.isFinite else { throw mismatch("\(real)") }
      return .real(real)
    case .integer:
      guard let value = Int64(exactly: real) else { throw mismatch("\(real)") }
      return .integer(value)
    default:
      throw mismatch("\(real)")
    }
  }

  private func convert(_ integer: Int64, _ given: ValueType) throws(RothostError) -> Element {
    guard integer != .min else { throw refusal("is missing") }
    switch (type, given) {
    case (.real, .integer), (.real, .boolean): return .real(Double(integer))
    case (.integer, .integer), (.integer, .boolean), (.time, .time), (.time, .date),
      (.duration, .duration):
      return .integer(integer)
    case (.date, .date), (.date, .time):
      guard integer % CivilDate.nanosecondsPerDay == 0 else {
        throw mismatch(ISO8601.instant(integer))
      }
      return .integer(integer)
    case (.boolean, .boolean), (.boolean, .integer):
      guard integer == 0 || integer == 1 else { throw mismatch("\(integer)") }
      return .integer(integer)
    case (.choice, .choice), (.choice, .integer):
      guard choices.indices.contains(Int(integer)) else {
        throw refusal("has choices 0 to \(choices.count - 1), not \(integer)")
      }
      return .integer(integer)
    default:
      throw mismatch("\(integer)")
    }
  }

  private func checked(_ elements: [Element], asList: Bool) throws(RothostError) -> Value {
    var reals: [Double] = []
    var integers: [Int64] = []
    var texts: [String] = []
    for element in elements {
      switch element {
      case .real(let value):
        try checkRange(value, shown: "\(value)")
        reals.append(value)
      case .integer(let value):
        if type == .integer { try checkRange(Double(value), shown: "\(value)") }
        if type == .duration {
          try checkRange(Double(value), shown: "\(TimeSpan(nanoseconds: value))")
        }
        integers.append(value)
      case .text(let value): texts.append(value)
      }
    }
    switch type {
    case .real: return Value(type, asList ? .reals(reals) : .real(reals[0]))
    case .text: return Value(type, asList ? .texts(texts) : .text(texts[0]))
    default: return Value(type, asList ? .integers(integers) : .integer(integers[0]))
    }
  }

  private func checkRange(_ value: Double, shown: String) throws(RothostError) {
    guard let range, !range.contains(value) else { return }
    throw refusal(
      "must be between \(limit(range.lowerBound)) and \(limit(range.upperBound)), not \(shown)")
  }

  private func limit(_ bound: Double) -> String {
    switch type {
    case .duration: Int64(exactly: bound).map { "\(TimeSpan(nanoseconds: $0))" } ?? "\(bound)ns"
    case .integer: Int64(exactly: bound).map(String.init) ?? "\(bound)"
    default: "\(bound)"
    }
  }

  private func mismatch(_ text: String) -> RothostError {
    let example =
      switch type {
      case .real: "a number such as 0.05"
      case .integer: "a whole number such as 60"
      case .boolean: "true or false"
      case .time: "an instant such as 2014-01-02T15:30:00Z"
      case .date: "a date such as 2014-01-02"
      case .duration: "a duration such as 28d or 90m"
      case .text: "text"
      case .choice: "one of \(allChoices)"
      }
    return refusal(
      "must be \(example)\(isList ? " (or several, separated by commas)" : ""), not \"\(text)\"")
  }

  private func refusal(_ words: String) -> RothostError {
    RothostError(.parameter, "parameter \(name) \(words)")
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}

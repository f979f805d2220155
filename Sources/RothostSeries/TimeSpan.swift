/// A length of time in whole nanoseconds; named so as not to clash with `Swift.Duration`.
///
/// Written as a number and a unit: `28d`, `1w`, `90m`, `12h`, `30s`, `500ms`, `1.5d`, `-2h`.
public struct TimeSpan: Sendable, Hashable, Comparable, CustomStringConvertible {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  public static let zero = TimeSpan(nanoseconds: 0)
  public static func days(_ count: Int) -> TimeSpan {
    TimeSpan(nanoseconds: Int64(count) * CivilDate.nanosecondsPerDay)
  }
  public static func hours(_ count: Int) -> TimeSpan {
    TimeSpan(nanoseconds: Int64(count) * 3_600_000_000_000)
  }

  /// Whether `then`, which is not after `now`, lies longer ago than this; also centuries ago.
  func isExceeded(from then: Int64, to now: Int64) -> Bool {
    let (age, overflow) = now.subtractingReportingOverflow(then)
    return overflow || age > nanoseconds
  }

  public static func < (left: TimeSpan, right: TimeSpan) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The units in which spans are written, largest first. Weeks are read but days are printed.
  static let units: [(name: String, nanoseconds: Int64)] = [
    ("w", 7 * CivilDate.nanosecondsPerDay), ("d", CivilDate.nanosecondsPerDay),
    ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
    ("us", 1000), ("ns", 1),
  ]

  /// The largest unit that divides the span, so that reading it back gives the same span.
  public var description: String {
    if nanoseconds == 0 { return "0d" }
    for unit in Self.units.dropFirst() where nanoseconds % unit.nanoseconds == 0 {
      return "\(nanoseconds / unit.nanoseconds)\(unit.name)"
    }
    return "\(nanoseconds)ns"
  }

  /// Reads a span, exactly: no binary fraction is involved.
  ///
  /// - Throws: `.parameter` where the text is no number with a unit, is finer than a nanosecond or
  ///   is longer than 292 years. A bare `0` needs no unit.
  public init(parsing text: String) throws(RothostError) {
    func refuse(_ why: String) -> RothostError {
      RothostError(
        .parameter, "'\(text)' \(why); write a duration as 28d, 1w, 12h, 90m, 30s or 500ms")
    }
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    // By scalar: to Characters a digit with an accent lies between 0 and 9 as well.
    let scalars = rest.unicodeScalars
    let digits = scalars.prefix { $0 == "." || ("0"..."9").contains($0) }
    let number = Substring(digits)
    let parts = number.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty, parts.last?.isEmpty == false,
      parts.last?.contains(".") == false
    else { throw refuse("is not a duration") }
    let name = Substring(scalars[digits.endIndex...])
    guard name.isEmpty == false || number.allSatisfy({ $0 == "0" || $0 == "." }) else {
      throw refuse("has no unit")
    }
    guard let unit = name.isEmpty ? 1 : Self.units.first(where: { $0.name == name })?.nanoseconds
    else { throw refuse("has the unknown unit '\(name)'") }
    guard let count = Int64(whole) else { throw refuse("is too long") }
    var (total, overflow) = count.multipliedReportingOverflow(by: unit)
    if parts.count == 2 {
      var place = unit
      for digit in parts[1].utf8 {
        let value = Int64(digit) - 48
        guard value == 0 || place % 10 == 0 else { throw refuse("is finer than a nanosecond") }
        place /= 10
        let (sum, carried) = total.addingReportingOverflow(value * place)
        total = sum
        overflow = overflow || carried
      }
    }
    if overflow { throw refuse("is too long") }
    nanoseconds = isNegative ? -total : total
  }
}

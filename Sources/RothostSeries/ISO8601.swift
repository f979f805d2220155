/// Dates and instants as ISO 8601 text. Instants are always written in UTC.
public enum ISO8601 {
  /// `2014-01-02`: the UTC date of a stamp. O(1).
  public static func date(_ time: Int64) -> String {
    var text = [UInt8]()
    append(date: CivilDate(containingNanoseconds: time), to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// `2014-01-02T00:00:00Z`, with a fraction of a second only where there is one. O(1).
  public static func instant(_ time: Int64) -> String {
    var text = [UInt8]()
    append(instant: time, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// A session date as a date, an instant as an instant.
  public static func text(_ time: Int64, as kind: TimeKind) -> String {
    kind == .dates ? date(time) : instant(time)
  }

  /// Appends the text of an instant to a buffer of UTF-8: for writers of many rows.
  public static func append(instant time: Int64, to text: inout [UInt8]) {
    let day = CivilDate(containingNanoseconds: time)
    append(date: day, to: &text)
    // Wrapping, because the first representable day begins before the first representable instant.
    let inDay = time &- Int64(day.daysSinceEpoch) &* CivilDate.nanosecondsPerDay
    let seconds = Int(inDay / 1_000_000_000)
    text.append(UInt8(ascii: "T"))
    append(seconds / 3600, digits: 2, to: &text)
    text.append(UInt8(ascii: ":"))
    append(seconds / 60 % 60, digits: 2, to: &text)
    text.append(UInt8(ascii: ":"))
    append(seconds % 60, digits: 2, to: &text)
    if inDay % 1_000_000_000 != 0 {
      text.append(UInt8(ascii: "."))
      append(Int(inDay % 1_000_000_000), digits: 9, to: &text)
      while text.last == UInt8(ascii: "0") { text.removeLast() }
    }
    text.append(UInt8(ascii: "Z"))
  }

  /// Appends `2014-01-02` to a buffer of UTF-8.
  public static func append(date: CivilDate, to text: inout [UInt8]) {
    let (year, month, day) = date.components
    append(year, digits: 4, to: &text)
    text.append(UInt8(ascii: "-"))
    append(month, digits: 2, to: &text)
    text.append(UInt8(ascii: "-"))
    append(day, digits: 2, to: &text)
  }

  private static func append(_ number: Int, digits: Int, to text: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      text.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}

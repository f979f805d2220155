import CRothost

/// An instant, or a session date as its 00:00 UTC: nanoseconds since 1970.
public struct Time: TypedValue, Comparable, Hashable {
  public var nanoseconds: Int64

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public init?(_ cell: Cell) {
    guard case .integer(let value) = cell else { return nil }
    nanoseconds = value
  }

  public static var typeCode: UInt32 { ROT_TIME }
  public var cell: Cell { .integer(nanoseconds) }
  public var text: String { Day(nanoseconds: nanoseconds).text }

  public static func < (left: Time, right: Time) -> Bool { left.nanoseconds < right.nanoseconds }

  /// Days from `earlier` to this instant; 86,400 s each.
  public func days(since earlier: Time) -> Double {
    Double(nanoseconds - earlier.nanoseconds) / Double(Timespan.nanosecondsPerDay)
  }
}

/// A length of time in nanoseconds.
public struct Timespan: BoundedValue, Hashable {
  public var nanoseconds: Int64

  static let nanosecondsPerDay: Int64 = 86_400_000_000_000

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static func days(_ count: Int) -> Timespan {
    Timespan(nanoseconds: Int64(count) * nanosecondsPerDay)
  }

  public static func seconds(_ count: Int) -> Timespan {
    Timespan(nanoseconds: Int64(count) * 1_000_000_000)
  }

  public init?(_ cell: Cell) {
    guard case .integer(let value) = cell else { return nil }
    nanoseconds = value
  }

  public static var typeCode: UInt32 { ROT_DURATION }
  public var cell: Cell { .integer(nanoseconds) }
  public var bound: Double { Double(nanoseconds) }

  /// In the largest unit that divides it: "30d", "12h", "500ms".
  public var text: String {
    let units: [(String, Int64)] = [
      ("d", Timespan.nanosecondsPerDay), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
      ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000),
    ]
    for (name, length) in units where nanoseconds != 0 && nanoseconds % length == 0 {
      return "\(nanoseconds / length)\(name)"
    }
    return nanoseconds == 0 ? "0d" : "\(nanoseconds)ns"
  }

  public static func < (left: Timespan, right: Timespan) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

/// A calendar day, as nanoseconds from 1970 to its 00:00 UTC.
public struct Day: TypedValue, Comparable, Hashable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public init?(_ cell: Cell) {
    guard case .integer(let value) = cell else { return nil }
    nanoseconds = value
  }

  public static var typeCode: UInt32 { ROT_DATE }
  public var cell: Cell { .integer(nanoseconds) }

  /// ISO 8601, "2026-01-22".
  public var text: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Year, month and day of the proleptic Gregorian calendar; O(1).
  ///
  /// After Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), `civil_from_days`.
  public var civil: (year: Int64, month: Int64, day: Int64) {
    let length = Timespan.nanosecondsPerDay
    let days = nanoseconds / length - (nanoseconds % length < 0 ? 1 : 0)
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    return (year, month, day)
  }

  private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  public static func < (left: Day, right: Day) -> Bool { left.nanoseconds < right.nanoseconds }
}

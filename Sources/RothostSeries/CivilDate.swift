/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
///
/// Conversion follows Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013),
/// `days_from_civil` and `civil_from_days`; O(1), exact for every `Int32` year.
public struct CivilDate: Hashable, Comparable, Sendable {
  public static let nanosecondsPerDay: Int64 = 86_400_000_000_000

  /// Days since 1970-01-01; negative before it.
  public var daysSinceEpoch: Int

  public init(daysSinceEpoch: Int) {
    self.daysSinceEpoch = daysSinceEpoch
  }

  /// The given civil date, or nil where the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, year: year) else {
      return nil
    }
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSinceEpoch = era * 146_097 + dayOfEra - 719_468
  }

  public var components: (year: Int, month: Int, day: Int) {
    let shifted = daysSinceEpoch + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// 0 = Monday … 6 = Sunday.
  public var weekday: Int {
    let shifted = (daysSinceEpoch + 3) % 7
    return shifted < 0 ? shifted + 7 : shifted
  }

  /// Nanoseconds since 1970 at the start of this day, UTC; traps where `hasStart` is false.
  public var startNanoseconds: Int64 { Int64(daysSinceEpoch) * Self.nanosecondsPerDay }

  /// Whether the start of this day is a stamp: it is from 1677-09-22 to 2262-04-11.
  public var hasStart: Bool { daysSinceEpoch.magnitude <= 106_751 }

  /// The UTC day that contains the given instant.
  public init(containingNanoseconds time: Int64) {
    let quotient = time / Self.nanosecondsPerDay
    daysSinceEpoch = Int(time % Self.nanosecondsPerDay < 0 ? quotient - 1 : quotient)
  }

  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }

  public static func isLeap(year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

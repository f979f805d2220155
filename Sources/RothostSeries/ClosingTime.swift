/// When a session's value is known, counted from 00:00 UTC of its date.
///
/// It matters where dates meet instants, and it is what tells that two daily series do not close
/// at the same hour. A series without one counts as known from the end of its date.
public struct ClosingTime: Sendable, Hashable {
  public var offset: TimeSpan

  public init(offset: TimeSpan) {
    self.offset = offset
  }

  /// 24:00 UTC: series that trade every day, and series whose close is not known.
  public static let endOfDay = ClosingTime(offset: .days(1))

  /// 16:00 in New York, taken at winter time (21:00 UTC) so that it is never an hour too early.
  public static let newYork = ClosingTime(offset: .hours(21))

  /// What is known of a calendar without metadata: crypto closes at 24:00 UTC, others are unknown.
  public static func standard(for calendar: SeriesCalendar) -> ClosingTime? {
    calendar == .sevenDay ? endOfDay : nil
  }
}

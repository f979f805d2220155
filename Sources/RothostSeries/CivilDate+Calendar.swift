extension CivilDate {
  /// The last day of this date's month. O(1).
  public var endOfMonth: CivilDate {
    let (year, month, day) = components
    return CivilDate(
      daysSinceEpoch: daysSinceEpoch + Self.length(ofMonth: month, year: year) - day)
  }

  /// Monday to Friday.
  public var isWeekday: Bool { weekday < 5 }

  /// This day, or the Monday after it where it is a Saturday or Sunday.
  public var rolledToWeekday: CivilDate {
    isWeekday ? self : CivilDate(daysSinceEpoch: daysSinceEpoch + 7 - weekday)
  }

  func advanced(byDays days: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: daysSinceEpoch + days)
  }
}

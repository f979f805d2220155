/// Recognises vendors' stamps that are session dates in disguise.
public enum SessionStamps {
  /// The session dates behind the stamps, as their 00:00 UTC, or nil where they are instants.
  ///
  /// Dates are stamps that all stand at midnight UTC, or all at midnight New York (04:00 UTC in
  /// summer, 05:00 in winter), at most one to a day. Postcondition: strictly increasing where the
  /// stamps are. No stamps at all are instants. O(n).
  public static func dates(behind times: Span<Int64>) -> [Int64]? {
    guard times.count > 0 else { return nil }
    let isNewYork = timeOfDay(times[0]) != 0
    var dates = [Int64]()
    dates.reserveCapacity(times.count)
    for row in times.indices {
      let inDay = timeOfDay(times[row])
      guard isNewYork ? inDay == fourHours || inDay == fiveHours : inDay == 0,
        CivilDate(containingNanoseconds: times[row]).hasStart
      else { return nil }
      let date = times[row] - inDay
      if let last = dates.last, last == date { return nil }
      dates.append(date)
    }
    return dates
  }

  private static let fourHours = TimeSpan.hours(4).nanoseconds
  private static let fiveHours = TimeSpan.hours(5).nanoseconds

  private static func timeOfDay(_ time: Int64) -> Int64 {
    let rest = time % CivilDate.nanosecondsPerDay
    return rest < 0 ? rest + CivilDate.nanosecondsPerDay : rest
  }
}

/// How often a series is observed; decides its staleness, its reference period and unfinished bins.
public enum SeriesCalendar: Sendable, Hashable, CaseIterable, CustomStringConvertible {
  /// Every calendar day, as crypto trades.
  case sevenDay
  /// Monday to Friday less holidays.
  case weekdays
  case weekly
  case monthly
  /// Intraday, ticks, quarterly, or too few rows to tell.
  case irregular

  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.description == name }) else { return nil }
    self = match
  }

  public var description: String {
    switch self {
    case .sevenDay: "seven-day"
    case .weekdays: "weekdays"
    case .weekly: "weekly"
    case .monthly: "monthly"
    case .irregular: "irregular"
    }
  }

  /// The calendar most stamps keep to: nine gaps of ten must fit it. O(n), one pass.
  ///
  /// A daily calendar trades at weekends where a tenth of its stamps are Saturdays or Sundays (two
  /// sevenths would be); one misplaced Sunday does not make a stock trade every day.
  public static func inferred(from times: Span<Int64>, kind: TimeKind) -> SeriesCalendar {
    guard kind == .dates, times.count >= 2 else { return .irregular }
    var daily = 0
    var weekly = 0
    var monthly = 0
    var weekend = 0
    var previous = 0
    for row in times.indices {
      let day = CivilDate(containingNanoseconds: times[row])
      if !day.isWeekday { weekend += 1 }
      if row > 0 {
        switch day.daysSinceEpoch - previous {
        case 1...5: daily += 1  // a long weekend is a gap of five days at most
        case 6...8: weekly += 1
        case 28...31: monthly += 1
        default: break
        }
      }
      previous = day.daysSinceEpoch
    }
    let needed = (times.count - 1) * 9 / 10
    if daily >= max(needed, 1) { return weekend * 10 >= times.count ? .sevenDay : .weekdays }
    if weekly >= max(needed, 1) { return .weekly }
    return monthly >= max(needed, 1) ? .monthly : .irregular
  }

  /// Nominal length; a month is 365.2425 / 12 days. nil where there is none.
  var period: TimeSpan? {
    switch self {
    case .sevenDay, .weekdays: .days(1)
    case .weekly: .days(7)
    case .monthly: TimeSpan(nanoseconds: 2_629_746_000_000_000)
    case .irregular: nil
    }
  }

  /// How old a last known value may be: 7 days, or 1.5 periods where a period is a week or longer.
  public var standardStaleness: TimeSpan {
    guard let period, period >= .days(7) else { return .days(7) }
    return TimeSpan(nanoseconds: period.nanoseconds / 2 * 3)
  }

  /// The last day of the reference period that a row's stamp names.
  ///
  /// Monthly macro series are stamped on the first day of the month they describe; all others on
  /// the last day of their period.
  func periodEnd(of day: CivilDate) -> CivilDate {
    self == .monthly && day.components.day == 1 ? day.endOfMonth : day
  }

  /// The first day after `day` on which another row may come.
  func nextExpected(after day: CivilDate) -> CivilDate {
    switch self {
    case .sevenDay, .irregular: day.advanced(byDays: 1)
    case .weekdays: day.advanced(byDays: 1).rolledToWeekday
    case .weekly: day.advanced(byDays: 7)
    case .monthly: day.advanced(byDays: 28)
    }
  }
}

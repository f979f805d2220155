import RothostSeries
import Testing

@Suite("Calendars inferred from stamps")
struct SeriesCalendarTests {
  private func inferred(_ days: [Int], kind: TimeKind = .dates) -> SeriesCalendar {
    let times = days.map { CivilDate(daysSinceEpoch: $0).startNanoseconds }
    return SeriesCalendar.inferred(from: times.span, kind: kind)
  }

  /// 2024-01-01, a Monday.
  private let monday = 19_723

  @Test("crypto trades every day, stocks on weekdays less holidays")
  func daily() {
    let everyDay = Array(monday..<(monday + 60))
    #expect(inferred(everyDay) == .sevenDay)
    let weekdays = everyDay.filter { CivilDate(daysSinceEpoch: $0).isWeekday && $0 % 17 != 0 }
    #expect(inferred(weekdays) == .weekdays)
    #expect(inferred((weekdays + [monday + 6]).sorted()) == .weekdays)
    #expect(inferred(everyDay, kind: .instants) == .irregular)
  }

  @Test("weeks and months are recognised, with a hole here and there")
  func coarse() {
    #expect(inferred((0..<52).map { monday + 2 + 7 * $0 }) == .weekly)
    #expect(inferred((0..<52).filter { $0 != 9 }.map { monday + 7 * $0 }) == .weekly)
    let months = (1...12).map { CivilDate(year: 2024, month: $0, day: 1)!.daysSinceEpoch }
    #expect(inferred(months) == .monthly)
    let quarters = [1, 4, 7, 10].map { CivilDate(year: 2024, month: $0, day: 1)!.daysSinceEpoch }
    #expect(inferred(quarters) == .irregular)
  }

  @Test("no gap, no calendar")
  func tooFew() {
    #expect(inferred([]) == .irregular)
    #expect(inferred([monday]) == .irregular)
    #expect(inferred([monday, monday + 300]) == .irregular)
  }

  @Test("staleness is 7 days for daily and 1.5 periods for weekly and monthly series")
  func staleness() {
    #expect(SeriesCalendar.weekdays.standardStaleness == .days(7))
    #expect(SeriesCalendar.sevenDay.standardStaleness == .days(7))
    #expect(SeriesCalendar.weekly.standardStaleness == .hours(252))
    #expect(
      SeriesCalendar.monthly.standardStaleness == TimeSpan(nanoseconds: 3_944_619_000_000_000))
  }

  @Test("names read back")
  func names() {
    for calendar in SeriesCalendar.allCases {
      #expect(SeriesCalendar(name: calendar.description) == calendar)
    }
  }
}

@Suite("Session dates in disguise")
struct SessionStampsTests {
  private func dates(_ stamps: [String]) throws -> [String]? {
    let times = try stamps.map { try ISO8601.parse($0).time }
    return SessionStamps.dates(behind: times.span)?.map { ISO8601.instant($0) }
  }

  @Test("midnight in UTC or in New York, summer and winter, is a date")
  func recognised() throws {
    #expect(try dates(["2020-01-02", "2020-01-03"])?.last == "2020-01-03T00:00:00Z")
    #expect(
      try dates(["2020-10-30 04:00:00+00:00", "2020-11-02 05:00:00+00:00"])
        == ["2020-10-30T00:00:00Z", "2020-11-02T00:00:00Z"])
    #expect(try dates(["1969-12-30 05:00:00Z"]) == ["1969-12-30T00:00:00Z"])
  }

  @Test("a session on the first day, whose midnight is no stamp, leaves its stamps instants")
  func firstDay() throws {
    let first = try ISO8601.parse("1677-09-21T04:00:00Z").time
    #expect(SessionStamps.dates(behind: [first, first + 86_400_000_000_000].span) == nil)
  }

  @Test("intraday stamps, two to a day, and mixtures of midnights stay instants")
  func instants() throws {
    #expect(try dates([]) == nil)
    #expect(try dates(["2020-01-02T04:00Z", "2020-01-02T05:00Z"]) == nil)
    #expect(try dates(["2020-01-02T00:00Z", "2020-01-03T05:00Z"]) == nil)
    #expect(try dates(["2020-01-02T04:00Z", "2020-01-03T16:00Z"]) == nil)
    #expect(try dates(["2020-01-02T00:00:00.1Z"]) == nil)
  }
}

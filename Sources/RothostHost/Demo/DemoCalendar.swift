import RothostSeries

/// The demo market's days: sessions on weekdays less four holidays, and all days between them.
struct DemoCalendar: Sendable {
  /// 00:00 UTC of each session's date.
  var sessions: [Int64] = []
  /// Every calendar day from the first session to the last.
  var days: [Int64] = []
  /// For each day, whether the exchange is open.
  var isSession: [Bool] = []

  /// Fixed, whatever the seed: 3,000 sessions from 2014-01-02 on.
  static let standard = DemoCalendar(start: CivilDate(daysSinceEpoch: 16_072), count: 3000)

  private init(start: CivilDate, count: Int) {
    var day = start
    while sessions.count < count {
      let isOpen = day.isWeekday && !Self.isHoliday(day)
      days.append(day.startNanoseconds)
      isSession.append(isOpen)
      if isOpen { sessions.append(day.startNanoseconds) }
      day = CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1)
    }
  }

  /// New Year, Independence Day, Christmas, and Thanksgiving: the fourth Thursday of November.
  private static func isHoliday(_ date: CivilDate) -> Bool {
    let (_, month, day) = date.components
    switch (month, day) {
    case (1, 1), (7, 4), (12, 25): return true
    case (11, 22...28): return date.weekday == 3
    default: return false
    }
  }
}

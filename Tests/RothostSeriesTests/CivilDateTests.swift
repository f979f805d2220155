import Testing

@testable import RothostSeries

@Suite("Civil dates")
struct CivilDateTests {
  @Test("days count up one by one through 800 years, leap days and all")
  func everyDay() {
    var expected = CivilDate(year: 1600, month: 1, day: 1)!.daysSinceEpoch
    for year in 1600..<2400 {
      for month in 1...12 {
        for day in 1...CivilDate.length(ofMonth: month, year: year) {
          let date = CivilDate(year: year, month: month, day: day)
          if date?.daysSinceEpoch != expected || date!.components != (year, month, day) {
            Issue.record("\(year)-\(month)-\(day)")
          }
          expected += 1
        }
      }
    }
    #expect(CivilDate(year: 1970, month: 1, day: 1)?.daysSinceEpoch == 0)
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
  }

  @Test("weekends roll to Monday, months end on their last day, stamps before 1970 keep their day")
  func neighbours() {
    let saturday = CivilDate(year: 2024, month: 6, day: 8)!
    #expect(saturday.weekday == 5)
    #expect(saturday.rolledToWeekday == CivilDate(year: 2024, month: 6, day: 10))
    #expect(saturday.advanced(byDays: -1).rolledToWeekday == saturday.advanced(byDays: -1))
    #expect(saturday.endOfMonth == CivilDate(year: 2024, month: 6, day: 30))
    #expect(CivilDate(containingNanoseconds: -1).daysSinceEpoch == -1)
    #expect(CivilDate(containingNanoseconds: -CivilDate.nanosecondsPerDay).daysSinceEpoch == -1)
  }
}

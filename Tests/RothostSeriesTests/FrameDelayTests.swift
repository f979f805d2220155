import RothostSeries
import Testing

@Suite("Publication delays")
struct FrameDelayTests {
  static let previous = FrameRules(alignment: .previous)

  /// Weekdays from Monday 2024-01-01, each with its day number as its value.
  private func weekdays(_ name: String, count: Int = 70, delay: TimeSpan? = nil) throws
    -> FrameInput
  {
    let days = (0..<count).map { CivilDate(daysSinceEpoch: 19_723 + $0) }.filter(\.isWeekday)
    let times = days.map(\.startNanoseconds)
    let values = days.map { Double($0.daysSinceEpoch - 19_722) }
    return try FrameInput(
      name: name, role: name.lowercased(), times: times.span, values: values.span, kind: .dates,
      delay: delay)
  }

  @Test("a yield known one day later is yesterday's on Tuesday and Friday's on Monday")
  func oneDay() throws {
    let frame = try WrittenFrame(
      [weekdays("SPY", count: 12), weekdays("DGS10", count: 12, delay: .days(1))], Self.previous)
    #expect(frame.columns[0] == [2, 3, 4, 5, 8, 9, 10, 11, 12])
    #expect(frame.columns[1] == [1, 2, 3, 4, 5, 8, 9, 10, 11])
    #expect(try WrittenFrame([weekdays("VIXCLS", delay: .zero)]).times.first == "2024-01-01")
  }

  @Test("inner joins a delayed series on the day it is known, so that no session is lost")
  func inner() throws {
    let frame = try WrittenFrame([
      weekdays("SPY", count: 12), weekdays("DGS10", count: 12, delay: .days(1)),
    ])
    #expect(frame.columns[1] == [1, 2, 3, 4, 5, 8, 9, 10, 11])
  }

  @Test("a month is known its delay after the month's end, though stamped on its first day")
  func monthly() throws {
    let money = try input(
      "M2SL", ["2023-12-01": 12, "2024-01-01": 1, "2024-02-01": 2], calendar: .monthly,
      delay: .days(28))
    let frame = try WrittenFrame([weekdays("SPY"), money], Self.previous)
    // December 31 + 28 d = January 28, a Sunday; January 31 + 28 d = February 28, a Wednesday.
    #expect(frame.times.first == "2024-01-29")
    let january = frame.columns[1].firstIndex(of: 1)
    #expect(january.map { frame.times[$0] } == "2024-02-28")
    #expect(frame.columns[1].contains(2) == false)
  }

  @Test("an override of 0 d still waits for the month to end")
  func noDelay() throws {
    let money = try input("M2SL", ["2024-01-01": 1], calendar: .monthly, delay: .zero)
    #expect(try WrittenFrame([money]).times == ["2024-01-31"])
    let bare = try input("M2SL", ["2024-01-01": 1], calendar: .monthly)
    #expect(try WrittenFrame([bare]).times == ["2024-01-01"])
  }

  @Test("of two rows known on one day the later one stays, unless it is missing")
  func together() throws {
    let dollar = try input(
      "DTWEXBGS",
      ["2024-01-01": 1, "2024-01-02": 2, "2024-01-03": .nan, "2024-01-04": 4], calendar: .weekdays,
      delay: .days(5))
    let frame = try WrittenFrame([dollar])
    #expect(frame.times == ["2024-01-08", "2024-01-09"])
    #expect(frame.columns == [[2, 4]])
  }

  @Test("instants move by the delay itself")
  func instants() throws {
    let flow = try input("F", ["2024-01-05T12:00Z": 1], delay: .hours(36))
    #expect(try WrittenFrame([flow]).times == ["2024-01-07T00:00:00Z"])
  }

  @Test("a delay beyond reason is refused")
  func unreasonable() throws {
    for delay in [TimeSpan.days(-1), .days(4000)] {
      let error = #expect(throws: RothostError.self) {
        try input("X", ["2024-01-05": 1], delay: delay)
      }
      #expect(error?.status == .parameter)
    }
  }

  @Test("a bad value of a delayed series is named by its own row and date")
  func badValue() throws {
    let bad = try input(
      "X", ["2024-01-04": 1, "2024-01-05": .infinity], calendar: .weekdays, delay: .days(1))
    let error = #expect(throws: RothostError.self) { try WrittenFrame([bad]) }
    #expect(error?.message.hasPrefix("X, row 1 (2024-01-05): the value inf") == true)
  }
}

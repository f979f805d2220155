import RothostSeries
import Testing

@Suite("Previous alignment")
struct FramePreviousTests {
  static let previous = FrameRules(alignment: .previous)

  @Test("every other input gives its last non-missing value, never one from the future")
  func lastKnown() throws {
    let frame = try WrittenFrame(
      [
        input("A", ["2024-01-02": 1, "2024-01-04": 2, "2024-01-05": 3, "2024-01-08": .nan]),
        input("B", ["2024-01-01": 10, "2024-01-03": 20, "2024-01-05": .nan, "2024-01-09": 90]),
      ], Self.previous)
    #expect(frame.times == ["2024-01-02", "2024-01-04", "2024-01-05", "2024-01-08"])
    #expect(frame.columns[1] == [10, 20, 20, 20])
    #expect(frame.columns[0][3].isNaN)
  }

  @Test("rows before an input begins, and rows whose last value is stale, are dropped and counted")
  func stale() throws {
    let a = try input(
      "A", ["2024-01-02": 1, "2024-01-03": 2, "2024-01-10": 3, "2024-01-11": 4, "2024-01-12": 5])
    let b = try input("B", ["2024-01-03": 7, "2024-01-04": .nan])
    let frame = try WrittenFrame([a, b], Self.previous)
    #expect(frame.times == ["2024-01-03", "2024-01-10"])
    #expect(frame.columns == [[2, 3], [7, 7]])
    #expect(
      frame.plan.notes == [
        "2 rows from 2024-01-11 to 2024-01-12 left out: the last value of B was older than 7d; "
          + "--staleness allows more"
      ])
    var rules = Self.previous
    rules.staleness = .days(8)
    #expect(try WrittenFrame([a, b], rules).columns == [[2, 3, 4], [7, 7, 7]])
    rules.from = time("2024-01-12")
    #expect(try WrittenFrame([a, b], rules).plan.notes.first?.hasPrefix("1 row from") == true)
  }

  @Test("a value of five centuries ago is stale, and good where no age is too old")
  func centuries() throws {
    let a = try input("A", ["1700-01-04": 1, "1950-01-04": 2, "2199-12-30": 3, "2199-12-31": 4])
    let b = try input("B", ["1700-01-04": 7])
    #expect(try WrittenFrame([a, b], Self.previous).columns == [[1], [7]])
    var rules = Self.previous
    rules.staleness = TimeSpan(nanoseconds: .max)
    #expect(try WrittenFrame([a, b], rules).columns == [[1, 2], [7, 7]])
    let c = try input("C", ["1700-01-04": 7, "2199-12-30": 8])
    #expect(try WrittenFrame([a, c]).columns == [[1, 3], [7, 8]])
  }

  @Test("a return after dropped rows spans them: no zero returns are made up")
  func returnsSpan() throws {
    let a = try input("A", ["2024-01-02": 1, "2024-01-15": 2, "2024-01-16": 4], .difference)
    let b = try input("B", ["2024-01-02": 10, "2024-01-16": 13], .difference)
    let frame = try WrittenFrame([a, b], Self.previous)
    #expect(frame.times == ["2024-01-16"])
    #expect(frame.columns == [[3], [3]])
  }

  @Test("weekly and monthly inputs stay good for 1.5 periods")
  func periods() throws {
    let days = (0..<60).map { CivilDate(daysSinceEpoch: 19_723 + $0).startNanoseconds }
    let ones = [Double](repeating: 1, count: days.count)
    let daily = try FrameInput(
      name: "D", role: "d", times: days.span, values: ones.span, kind: .dates)
    let weekly = try input("W", ["2024-01-03": 1], calendar: .weekly)
    let monthly = try input("M", ["2024-01-03": 1], calendar: .monthly)
    #expect(try WrittenFrame([daily, weekly], Self.previous).times.last == "2024-01-13")
    #expect(try WrittenFrame([daily, monthly], Self.previous).times.last == "2024-02-17")
  }

  @Test("a clock that names a role keeps that input's stamps")
  func roleClock() throws {
    let a = try input("A", ["2024-01-02": 1, "2024-01-03": 2, "2024-01-04": 3])
    let b = try input("B", ["2024-01-03": 10, "2024-01-05": 20])
    let frame = try WrittenFrame([a, b], FrameRules(clock: .role("b"), alignment: .previous))
    #expect(frame.times == ["2024-01-03", "2024-01-05"])
    #expect(frame.columns == [[2, 3], [10, 20]])
  }

  @Test(
    "a date is known to instants from its close, or from the end of the day where that is unknown")
  func datesAgainstInstants() throws {
    let hourly = try input(
      "H", ["2024-01-02T20:00Z": 1, "2024-01-02T21:00Z": 2, "2024-01-03T00:00Z": 3])
    let rows: KeyValuePairs = ["2024-01-01": 6.0, "2024-01-02": 7]
    let known = try WrittenFrame([hourly, input("D", rows, close: .newYork)], Self.previous)
    #expect(known.columns[1] == [6, 7, 7])
    #expect(try WrittenFrame([hourly, input("D", rows)], Self.previous).columns[1] == [6, 6, 7])
  }

  @Test("a date asks instants for what they were at its close")
  func instantsAgainstDates() throws {
    let hourly = try input(
      "H",
      [
        "2024-01-02T20:00Z": 1, "2024-01-02T21:00Z": 2, "2024-01-03T00:00Z": 3,
        "2024-01-03T01:00Z": 4,
      ])
    let closing = try input("D", ["2024-01-02": 7], close: .newYork)
    #expect(try WrittenFrame([closing, hourly], Self.previous).columns == [[7], [2]])
    let unknown = try input("D", ["2024-01-02": 7])
    #expect(try WrittenFrame([unknown, hourly], Self.previous).columns == [[7], [3]])
  }
}

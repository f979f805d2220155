import RothostSeries
import Testing

@Suite("Coarser clocks")
struct FrameClockTests {
  static let twoWeeks: KeyValuePairs = [
    "2024-01-02": 2.0, "2024-01-04": 4, "2024-01-05": 5, "2024-01-08": 8, "2024-01-11": .nan,
    "2024-01-12": .nan, "2024-01-16": 16,
  ]

  @Test("a week keeps its last non-missing value, stamped with its Friday")
  func weekly() throws {
    let frame = try WrittenFrame(
      [input("A", Self.twoWeeks, calendar: .weekdays)], FrameRules(clock: .weekly(endingOn: 4)))
    #expect(frame.times == ["2024-01-05", "2024-01-12"])
    #expect(frame.columns == [[5, 8]])
    #expect(frame.plan.notes.first?.contains("unfinished last bin of A") == true)
    #expect(frame.plan.notes.first?.contains("2024-01-16, the bin 2024-01-19") == true)
  }

  @Test("--partial keeps the unfinished bin, at its end")
  func partial() throws {
    let frame = try WrittenFrame(
      [input("A", Self.twoWeeks, calendar: .weekdays)],
      FrameRules(clock: .weekly(endingOn: 4), keepsPartialBin: true))
    #expect(frame.times.last == "2024-01-19")
    #expect(frame.columns[0].last == 16)
    #expect(frame.plan.notes.isEmpty)
  }

  @Test("weeks may end on any day")
  func anchors() throws {
    let frame = try WrittenFrame(
      [input("A", ["2024-01-05": 5, "2024-01-06": 6, "2024-01-08": 8, "2024-01-09": 9])],
      FrameRules(clock: .weekly(endingOn: 0), keepsPartialBin: true))
    #expect(frame.times == ["2024-01-08", "2024-01-15"])
    #expect(frame.columns == [[8, 9]])
  }

  @Test("a month is finished with its last weekday, for stocks, and its last day, for crypto")
  func monthly() throws {
    // 2024-03-31 is a Sunday, 2024-03-29 a Friday.
    let rows: KeyValuePairs = ["2024-02-29": 2.0, "2024-03-28": 3, "2024-03-29": 4]
    let clock = FrameRules(clock: .monthly)
    let stock = try WrittenFrame([input("S", rows, calendar: .weekdays)], clock)
    #expect(stock.times == ["2024-02-29", "2024-03-31"])
    #expect(stock.columns == [[2, 4]])
    let crypto = try WrittenFrame([input("C", rows, calendar: .sevenDay)], clock)
    #expect(crypto.times == ["2024-02-29"])
    let weekly = try WrittenFrame([input("W", rows, calendar: .weekly)], clock)
    #expect(weekly.times == ["2024-02-29", "2024-03-31"])
  }

  @Test("a month cut by the end of the range counts as finished where the range covers it")
  func cutAtRange() throws {
    let rows: KeyValuePairs = ["2024-01-30": 1.0, "2024-02-27": 2, "2024-03-05": 3]
    let input = try input("X", rows, calendar: .irregular)
    func days(to: String) throws -> [String] {
      try WrittenFrame(
        [input], FrameRules(clock: .monthly, to: ISO8601.parse(to).end)
      ).times
    }
    #expect(try days(to: "2024-02-28") == ["2024-01-31"])
    #expect(try days(to: "2024-02-29") == ["2024-01-31", "2024-02-29"])
  }

  @Test("with previous, a finished week takes what another input had by then, its week done or not")
  func lagging() throws {
    let stock = try input(
      "IWM", ["2024-01-05": 1, "2024-01-12": 2, "2024-01-16": 3], calendar: .weekdays)
    let bond = try input("HYG", ["2024-01-05": 10, "2024-01-10": 20], calendar: .weekdays)
    let frame = try WrittenFrame(
      [stock, bond], FrameRules(clock: .weekly(endingOn: 4), alignment: .previous))
    #expect(frame.times == ["2024-01-05", "2024-01-12"])
    #expect(frame.columns == [[1, 2], [10, 20]])
  }

  @Test("instants become the dates of their UTC days; the last day counts once its bars are all in")
  func daily() throws {
    let bars = (0..<48).map { time("2024-01-02") + $0 * 3_600_000_000_000 }
    let values = bars.indices.map(Double.init)
    func frame(_ count: Int) throws -> WrittenFrame {
      let input = try FrameInput(
        name: "H", role: "h", times: bars.span.extracting(first: count),
        values: values.span.extracting(first: count), kind: .instants)
      return try WrittenFrame([input], FrameRules(clock: .daily))
    }
    #expect(try frame(48).times == ["2024-01-02", "2024-01-03"])
    #expect(try frame(48).columns == [[23, 47]])
    #expect(try frame(47).times == ["2024-01-02"])
    #expect(try frame(48).plan.kind == .dates)
  }

  @Test("on a weekly clock returns are from week to week and stocks meet crypto on Fridays")
  func together() throws {
    let crypto = try input(
      "BTC", ["2024-01-05": 10, "2024-01-07": 11, "2024-01-12": 12, "2024-01-14": 99],
      calendar: .sevenDay, .difference)
    let stock = try input(
      "IWM", ["2024-01-04": 1, "2024-01-11": 3, "2024-01-12": 4], calendar: .weekdays, .difference)
    let frame = try WrittenFrame([crypto, stock], FrameRules(clock: .weekly(endingOn: 4)))
    #expect(frame.times == ["2024-01-12"])
    #expect(frame.columns == [[2], [3]])
    #expect(frame.plan.closesDiffer == false)
  }
}

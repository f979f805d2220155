import Glibc
import RothostSeries
import Testing

@Suite("Inner alignment")
struct FrameInnerTests {
  @Test("only dates that all inputs have remain, and each column keeps its own values")
  func common() throws {
    let frame = try WrittenFrame([
      input("A", ["2024-01-02": 1, "2024-01-03": 2, "2024-01-04": 3, "2024-01-08": 4]),
      input("B", ["2024-01-01": 10, "2024-01-03": 20, "2024-01-04": 30, "2024-01-08": 40]),
      input("C", ["2024-01-02": 5, "2024-01-04": 6, "2024-01-05": 7, "2024-01-08": 8]),
    ])
    #expect(frame.times == ["2024-01-04", "2024-01-08"])
    #expect(frame.columns == [[3, 4], [30, 40], [6, 8]])
    #expect(frame.plan.warmUpRows == 0)
    #expect(frame.plan.kind == .dates)
  }

  @Test("the weekend of an asset that trades every day lands in Monday's return")
  func weekend() throws {
    let crypto = try input(
      "BTC",
      [
        "2024-01-04": 90, "2024-01-05": 100, "2024-01-06": 110, "2024-01-07": 150,
        "2024-01-08": 120,
      ],
      calendar: .sevenDay, .simple)
    let stock = try input(
      "IWM", ["2024-01-04": 10, "2024-01-05": 10, "2024-01-08": 11], calendar: .weekdays, .log)
    let frame = try WrittenFrame([crypto, stock])
    #expect(frame.times == ["2024-01-05", "2024-01-08"])
    #expect(abs(frame.columns[0][1] - 0.2) < 1e-15)
    #expect(abs(frame.columns[1][1] - log(1.1)) < 1e-15)
    #expect(frame.plan.closesDiffer)
  }

  @Test("a frame of returns drops its first row, of every column")
  func firstRow() throws {
    let a = try input("A", ["2024-01-02": 1, "2024-01-03": 3], .difference)
    let b = try input("B", ["2024-01-02": 5, "2024-01-03": 6])
    #expect(try WrittenFrame([a, b]).columns == [[2], [6]])
    #expect(try WrittenFrame([b]).columns == [[5, 6]])
  }

  @Test("a missing value stays missing, in its row and in the returns beside it")
  func missing() throws {
    let a = try input(
      "A", ["2024-01-02": 1, "2024-01-03": .nan, "2024-01-04": 4, "2024-01-05": 5], .difference)
    let b = try input(
      "B", ["2024-01-02": 1, "2024-01-03": 2, "2024-01-04": 3, "2024-01-05": .nan])
    let frame = try WrittenFrame([a, b])
    #expect(frame.times == ["2024-01-03", "2024-01-04", "2024-01-05"])
    #expect(frame.columns[0].map(\.isNaN) == [true, true, false])
    #expect(frame.columns[1].map(\.isNaN) == [false, false, true])
  }

  @Test("empty, single-row and disjoint inputs give no rows, and a demand for rows says why")
  func nothing() throws {
    let empty = try input("EMPTY", [:])
    let one = try input("ONE", ["2024-01-02": 1], .log)
    let other = try input("OTHER", ["2024-02-02": 1])
    #expect(try WrittenFrame([empty]).times == [])
    #expect(try WrittenFrame([one]).times == [])
    #expect(try WrittenFrame([one, other]).times == [])
    #expect(try WrittenFrame([other]).times == ["2024-02-02"])
    let plan = try WrittenFrame([one, empty]).plan
    let error = #expect(throws: RothostError.self) { try plan.requireRows(30) }
    #expect(error?.status == .tooFew)
    #expect(error?.message.contains("0 rows in common in the asked range, 30 are needed") == true)
    #expect(error?.message.contains("ONE has 1 rows from 2024-01-02 to 2024-01-02") == true)
    #expect(error?.message.contains("EMPTY is empty") == true)
    #expect(throws: Never.self) { try plan.requireRows(0) }
  }

  @Test("instants join on equal instants; a date joins them at its close")
  func mixedKinds() throws {
    let hourly = try input(
      "H", ["2024-01-02T20:00Z": 1, "2024-01-02T21:00Z": 2, "2024-01-03T00:00Z": 3])
    let closing = try input("D", ["2024-01-02": 7], close: .newYork)
    let joined = try WrittenFrame([hourly, closing])
    #expect(joined.times == ["2024-01-02T21:00:00Z"])
    #expect(joined.columns == [[2], [7]])
    let unknown = try WrittenFrame([hourly, input("D", ["2024-01-02": 7])])
    #expect(unknown.times == ["2024-01-03T00:00:00Z"])
    #expect(unknown.plan.closesDiffer == false)
  }

  @Test("bad levels are named with series, row and date, and with what else to use")
  func badLevels() throws {
    let rows: KeyValuePairs = ["2024-01-02": 1.0, "2024-01-03": 0, "2024-01-04": 2]
    let log = try input("OIL", rows, .log)
    let error = #expect(throws: RothostError.self) { try WrittenFrame([log]) }
    #expect(error?.status == .input)
    #expect(
      error?.message.hasPrefix("OIL, row 1 (2024-01-03): the value 0.0 is not above 0") == true)
    #expect(throws: Never.self) { try WrittenFrame([input("OIL", rows, .difference)]) }

    let simple = try input("OIL", rows, .simple)
    let zero = #expect(throws: RothostError.self) { try WrittenFrame([simple]) }
    #expect(zero?.message.hasPrefix("OIL, row 2 (2024-01-04)") == true)

    let infinite = try input("X", ["2024-01-02": 1, "2024-01-03": -.infinity])
    let bad = #expect(throws: RothostError.self) { try WrittenFrame([infinite]) }
    #expect(bad?.message.hasPrefix("X, row 1 (2024-01-03): the value -inf is infinite") == true)
  }

  @Test("a bad level that only serves as the one before the range is named by its own row")
  func badPrevious() throws {
    let log = try input("OIL", ["2024-01-02": -3, "2024-01-03": 1, "2024-01-04": 2], .log)
    let error = #expect(throws: RothostError.self) { try WrittenFrame([log]) }
    #expect(error?.message.hasPrefix("OIL, row 0 (2024-01-02): the value -3.0") == true)
    let later = FrameRules(from: time("2024-01-04"))
    #expect(try WrittenFrame([log], later).times == ["2024-01-04"])
  }

  @Test("stamps out of order, out of range or not on a date are refused by row")
  func badStamps() throws {
    func refusal(_ times: [Int64], _ kind: TimeKind = .instants) -> String? {
      let values = [Double](repeating: 1, count: times.count)
      let error = #expect(throws: RothostError.self) {
        try FrameInput(name: "X", role: "x", times: times.span, values: values.span, kind: kind)
      }
      #expect(error?.status == .input)
      return error?.message
    }
    #expect(refusal([5, 5])?.contains("row 1") == true)
    #expect(refusal([5, 4])?.contains("does not come after") == true)
    #expect(refusal([.max])?.contains("between 1700 and 2200") == true)
    #expect(refusal([.min])?.contains("between 1700 and 2200") == true)
    #expect(refusal([0, 1], .dates)?.contains("must be its 00:00 UTC") == true)
    let two: [Int64] = [1, 2]
    let one = [1.0]
    let few = #expect(throws: RothostError.self) {
      try FrameInput(name: "X", role: "x", times: two.span, values: one.span, kind: .instants)
    }
    #expect(few?.status == .argument)
  }
}

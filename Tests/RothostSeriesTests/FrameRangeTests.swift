import RothostSeries
import Testing

@Suite("Range and warm-up")
struct FrameRangeTests {
  static let rows: KeyValuePairs = [
    "2024-01-02": 1.0, "2024-01-03": 2, "2024-01-04": 4, "2024-01-05": 8, "2024-01-08": 16,
  ]

  @Test(
    "rows before the range only warm up, as many as asked and as there are",
    arguments: [
      ("2024-01-04", 0, Transform.level, 0, ["4", "5", "8"]),
      ("2024-01-04", 1, .level, 1, ["3", "4", "5", "8"]),
      ("2024-01-04", 9, .level, 2, ["2", "3", "4", "5", "8"]),
      ("2024-01-04", 0, .difference, 0, ["4", "5", "8"]),
      ("2024-01-04", 9, .difference, 1, ["3", "4", "5", "8"]),
      ("2024-01-06", 1, .level, 1, ["5", "8"]),
      ("2024-01-02", 3, .difference, 0, ["3", "4", "5", "8"]),
      ("2024-02-01", 2, .level, 2, ["5", "8"]),
    ] as [(String, Int, Transform, Int, [String])])
  func warmUp(from: String, wanted: Int, _ transform: Transform, got: Int, days: [String]) throws {
    let frame = try WrittenFrame(
      [input("A", Self.rows, transform)], FrameRules(from: time(from), warmUpRows: wanted))
    #expect(frame.times == days.map { "2024-01-0\($0)" })
    #expect(frame.plan.warmUpRows == got)
    #expect(frame.plan.outputRows == days.count - got)
  }

  @Test("a return at the first day of the range uses the level before it")
  func returnAtFrom() throws {
    let frame = try WrittenFrame(
      [input("A", Self.rows, .difference)], FrameRules(from: time("2024-01-05")))
    #expect(frame.columns == [[4, 8]])
  }

  @Test("the end of the range is inclusive, and a bare date covers its day")
  func end() throws {
    let to = try ISO8601.parse("2024-01-04").end
    #expect(try WrittenFrame([input("A", Self.rows)], FrameRules(to: to)).columns == [[1, 2, 4]])
    let ticks = try input("T", ["2024-01-04T23:59:59Z": 1, "2024-01-05T00:00Z": 2])
    #expect(try WrittenFrame([ticks], FrameRules(to: to)).columns == [[1]])
    #expect(try WrittenFrame([ticks], FrameRules(to: to + 1)).columns == [[1, 2]])
    #expect(try WrittenFrame([ticks], FrameRules(to: 0)).columns == [[]])
  }

  @Test("native alignment has no frame; a role that is not there is named with those that are")
  func refusals() throws {
    let a = try input("A", Self.rows)
    let native = #expect(throws: RothostError.self) {
      try FrameAssembly.plan([a], FrameRules(alignment: .native))
    }
    #expect(native?.status == .unsupported)
    let role = #expect(throws: RothostError.self) {
      try FrameAssembly.plan([a], FrameRules(clock: .role("leader"), alignment: .previous))
    }
    #expect(role?.status == .parameter)
    #expect(role?.message.contains("1mo or a") == true)
    #expect(throws: RothostError.self) { try FrameAssembly.plan([], FrameRules()) }
  }
}

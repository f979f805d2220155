import RothostSeries
import RothostTestSupport
import Testing

/// A stream in a box, because the testing macros take no inout arguments.
private final class Arrivals {
  var stream: StreamAlignment

  init(_ inputs: [FrameInput], _ rules: FrameRules) throws {
    stream = try StreamAlignment(inputs, rules)
  }

  func push(_ input: Int, _ stamp: String, _ value: Double) throws {
    try stream.push(input: input, time: time(stamp), value: value)
  }

  /// Rows given out by one advance.
  func rows(to stamp: String) throws -> [(stamp: String, levels: [Double])] {
    var rows = [(stamp: String, levels: [Double])]()
    let count = try stream.advance(to: time(stamp)) { stamp, levels in
      rows.append((ISO8601.instant(stamp), levels.indices.map { levels[$0] }))
    }
    #expect(count == rows.count)
    return rows
  }
}

@Suite("Rows as they arrive")
struct StreamAlignmentTests {
  @Test("inner waits for the last input; the history is not given out again")
  func inner() throws {
    let a = try input("A", ["2024-01-02": 1, "2024-01-03": 2], calendar: .weekdays)
    let b = try input("B", ["2024-01-02": 10], calendar: .weekdays)
    let stream = try Arrivals([a, b], FrameRules())
    #expect(stream.stream.levels == [1, 10])
    #expect(try stream.rows(to: "2024-01-03").isEmpty)
    try stream.push(1, "2024-01-03", 20)
    #expect(try stream.rows(to: "2024-01-03").map(\.levels) == [[2, 20]])
    try stream.push(0, "2024-01-05", 5)
    try stream.push(0, "2024-01-04", 4)
    try stream.push(1, "2024-01-05", 50)
    #expect(try stream.rows(to: "2024-01-04").isEmpty)
    #expect(try stream.rows(to: "2024-01-05").map(\.stamp) == ["2024-01-05T00:00:00Z"])
    #expect(stream.stream.levels == [5, 50])
  }

  @Test("previous gives a row for each stamp of the first input, with what was pushed by then")
  func previous() throws {
    let (stamps, values) = ([Int64](), [Double]())
    let ticks = try ["T", "U"].map {
      try FrameInput(
        name: $0, role: $0, times: stamps.span, values: values.span, kind: .instants)
    }
    let stream = try Arrivals(ticks, FrameRules(alignment: .previous))
    #expect(stream.stream.levels.map(\.isNaN) == [true, true])
    try stream.push(1, "2024-01-02T10:00Z", 7)
    try stream.push(0, "2024-01-02T09:00Z", 1)
    try stream.push(0, "2024-01-02T11:00Z", 2)
    try stream.push(0, "2024-01-10T11:00Z", 3)
    #expect(try stream.rows(to: "2024-01-31").map(\.levels) == [[2, 7]])
  }

  @Test("a week comes out when the calendar or the time has finished it")
  func weekly() throws {
    let a = try input("A", [:], calendar: .weekdays)
    let b = try input("B", [:], calendar: .sevenDay)
    let rules = FrameRules(clock: .weekly(endingOn: 6), alignment: .previous)
    // 2024-01-05 is a Friday; the week ends on Sunday the 7th.
    let stream = try Arrivals([a, b], rules)
    try stream.push(1, "2024-01-04", 10)
    try stream.push(0, "2024-01-04", 1)
    #expect(try stream.rows(to: "2024-01-04").isEmpty)
    try stream.push(0, "2024-01-05", 2)
    #expect(try stream.rows(to: "2024-01-05").map(\.levels) == [[2, 10]])
    try stream.push(0, "2024-01-09", 3)
    #expect(try stream.rows(to: "2024-01-13").isEmpty)
    #expect(try stream.rows(to: "2024-01-14").map(\.stamp) == ["2024-01-14T00:00:00Z"])
  }

  @Test("values behind the time, pushed twice, infinite or of no input are refused by name")
  func refusals() throws {
    let a = try input("A", ["2024-01-02": 1], calendar: .weekdays)
    let stream = try Arrivals([a], FrameRules())
    func refusal(_ input: Int, _ stamp: String, _ value: Double = 1) -> String? {
      let error = #expect(throws: RothostError.self) { try stream.push(input, stamp, value) }
      return error?.message
    }
    #expect(refusal(0, "2024-01-02")?.contains("A: the value of 2024-01-02 arrives after") == true)
    try stream.push(0, "2024-01-03", 1)
    #expect(refusal(0, "2024-01-03")?.contains("2024-01-03 was pushed twice") == true)
    #expect(refusal(0, "2024-01-04", .infinity)?.contains("is infinite") == true)
    #expect(refusal(0, "2024-01-04T01:00Z")?.contains("no stamp of this series") == true)
    #expect(refusal(1, "2024-01-04")?.contains("inputs 0 to 0") == true)
    _ = try stream.rows(to: "2024-01-05")
    let back = #expect(throws: RothostError.self) { _ = try stream.rows(to: "2024-01-04") }
    #expect(back?.message.contains("cannot go back") == true)
    #expect(throws: RothostError.self) { try StreamAlignment([], FrameRules()) }
    #expect(throws: RothostError.self) { try StreamAlignment([a], FrameRules(alignment: .native)) }
  }

  @Test("of two rows known together the later stays; a delayed value waits for its day")
  func delays() throws {
    let macro = try input("M", [:], calendar: .weekdays, delay: .days(5))
    let stream = try Arrivals([macro], FrameRules())
    try stream.push(0, "2024-01-01", 1)
    try stream.push(0, "2024-01-02", 2)
    #expect(try stream.rows(to: "2024-01-07").isEmpty)
    #expect(try stream.rows(to: "2024-01-08").map(\.levels) == [[2]])
  }

  private struct Live {
    var days: [Int]
    var values: [Double]
    var delay: TimeSpan?

    func input(from: Int, through: Int) throws -> FrameInput {
      let kept = days.indices.filter { (from...through).contains(days[$0]) }
      let times = kept.map { CivilDate(daysSinceEpoch: days[$0]).startNanoseconds }
      let values = kept.map { self.values[$0] }
      return try FrameInput(
        name: "x", role: "x", times: times.span, values: values.span, kind: .dates,
        calendar: .sevenDay, delay: delay)
    }
  }

  @Test(
    "rows that arrive one by one are, to the bit, those of the frame of them all",
    arguments: [Alignment.inner, .previous],
    [SamplingClock.native, .daily, .weekly(endingOn: 4), .monthly])
  func equalsBatch(alignment: Alignment, clock: SamplingClock) throws {
    for seed in 0..<120 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let rules = FrameRules(clock: clock, alignment: alignment, staleness: .days(20))
      let lives = (0..<Int.random(in: 1...3, using: &random)).map { index in
        let days = (19_000..<19_120).filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
        let isDelayed = index > 0 && Bool.random(using: &random)
        return Live(
          days: days,
          values: days.map { Int.random(in: 0..<7, using: &random) == 0 ? .nan : Double($0) },
          delay: isDelayed ? .days(Int.random(in: 0...6, using: &random)) : nil)
      }
      let split = Int.random(in: 18_999...19_120, using: &random)
      let history = try lives.map { try $0.input(from: 0, through: split) }
      let warmUp = try FrameAssembly.plan(history, rules)
      var stream = try StreamAlignment(history, rules)
      var stamps = [Int64](warmUp.times)
      var columns = try lives.indices.map { try warmUp.values(column: $0) }
      for day in (split + 1)..<max(split + 2, 19_130) {
        let stamp = CivilDate(daysSinceEpoch: day).startNanoseconds
        for index in lives.indices.shuffled(using: &random) {
          guard let row = lives[index].days.firstIndex(of: day) else { continue }
          try stream.push(input: index, time: stamp, value: lives[index].values[row])
        }
        _ = try stream.advance(to: stamp) { stamp, levels in
          stamps.append(stamp)
          for index in levels.indices { columns[index].append(levels[index]) }
        }
      }
      let whole = try FrameAssembly.plan(
        lives.map { try $0.input(from: 0, through: .max) }, rules)
      // The stream may finish a last bin by the time, which the frame of all values cannot know of.
      let count = whole.rowCount
      #expect(stamps.count - count == 0 || (clock != .native && stamps.count == count + 1))
      #expect(Array(stamps.prefix(count)) == Array(whole.times), "seed \(seed)")
      for index in lives.indices {
        let expected = try whole.values(column: index).map(\.bitPattern)
        #expect(columns[index].prefix(count).map(\.bitPattern) == expected, "seed \(seed)")
      }
    }
  }
}

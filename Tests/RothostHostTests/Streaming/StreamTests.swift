import CRothost
import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostHost

@Suite("Streams")
struct StreamTests {
  static let day = CivilDate.nanosecondsPerDay

  private func engine() throws -> Engine {
    let folder = try Fixture.plugin("spread", id: "spread")
    try Fixture.compile("memory", to: "\(folder)/memory.so")
    return try Engine.testing(option: [folder])
  }

  private func deferred(_ indicator: String, _ transforms: [(String, Transform)]) -> Request {
    var request = Request(indicator: indicator)
    request.inputs = transforms.map { role, transform in
      InputBinding(role: role, source: .deferred, transform: transform)
    }
    return request
  }

  private func batch(
    _ engine: Engine, _ request: Request, _ data: [(times: [Int64], values: [Double])]
  ) throws -> EvaluationResult {
    var request = request
    for (index, data) in data.enumerated() {
      request.inputs[index].source = .array(
        ArrayInput(
          name: request.inputs[index].role, times: data.times, values: data.values,
          timeKind: .dates))
    }
    return try engine.evaluate(request)
  }

  @Test(
    "Updates equal evaluate bit for bit, for every transform, gaps included",
    arguments: Transform.allCases)
  func updatesEqualBatch(transform: Transform) throws {
    let engine = try engine()
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let times = Days.weekdays(200)
    let legs = (0..<2).map { _ in
      times.map { _ in
        random.next() % 10 == 0 ? Double.nan : Double.random(in: 1...200, using: &random)
      }
    }
    let request = deferred("memory", [("x", transform), ("y", .level)])
    let stream = try engine.openStream(request)
    var streamed: [Double] = []
    for row in times.indices {
      let answer = try stream.updated(time: times[row], row: [legs[0][row], legs[1][row]])
      if transform == .level || row > 0 {
        streamed.append(answer[0])
      } else {
        #expect(answer[0].isNaN)
      }
    }
    let result = try batch(engine, request, legs.map { (times, $0) })
    let series = try #require(result.series("total"))
    #expect(
      series.values.indices.map { series.values[$0].bitPattern } == streamed.map(\.bitPattern))
    let snapshot = try stream.snapshot()
    #expect(snapshot.scalar("rows") == result.scalar("rows"))
    #expect(snapshot.table("peaks")?.rowCount == result.table("peaks")?.rowCount)
  }

  @Test("Cached rows before the range are the warm-up, and the stream goes on from them")
  func warmUp() throws {
    let engine = try engine()
    let times = Days.weekdays(30)
    let values = (0..<30).map { Double(($0 * 37) % 11 + 1) }
    try engine.putWeekdays("A", values)
    try engine.putWeekdays("B", values.reversed())
    var request = Request.of("memory", [("x", "A"), ("y", "B")], [("window", "5")])
    request.inputs[0].transform = .log
    request.from = times[20]
    let result = try engine.evaluate(request)
    let series = try #require(result.series("total"))
    #expect(series.count == 10)
    let stream = try engine.openStream(request)
    for row in 20..<30 {
      let answer = try stream.updated(time: times[row], row: [values[row], values[29 - row]])
      #expect(answer[0].bitPattern == series.values[row - 20].bitPattern)
    }
    #expect(try stream.snapshot().scalar("rows") == result.scalar("rows"))
    let early = try #require(failure { try stream.updated(time: times[5], row: [1, 1]) })
    #expect(early.status == .argument && early.message.contains("does not come after the last one"))
  }

  @Test("Peeking answers for an unfinished bar and changes nothing")
  func peeking() throws {
    var request = deferred("memory", [("x", .difference), ("y", .level)])
    request.settings = [Setting(name: "window", value: .integer(1))]
    let stream = try engine().openStream(request)
    _ = try stream.updated(time: Self.day, row: [1, 1])
    var peeked = [0.0]
    try unsafe stream.peek(time: 2 * Self.day, row: [5, 1], count: 2, series: &peeked)
    try unsafe stream.peek(time: 2 * Self.day, row: [9, 1], count: 2, series: &peeked)
    #expect(peeked == [8])
    #expect(try stream.updated(time: 2 * Self.day, row: [9, 1]) == peeked)
  }

  @Test(
    "Values pushed input by input give the batch's rows",
    arguments: [
      (SamplingClock.native, Alignment.inner), (.native, .previous), (.weekly(endingOn: 4), .inner),
      (.monthly, .previous), (.weekly(endingOn: 4), .previous),
    ])
  func pushing(clock: SamplingClock, alignment: Alignment) throws {
    let engine = try engine()
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let all = Days.weekdays(260)
    let data = (0..<2).map { _ in
      let times = all.filter { _ in random.next() % 4 != 0 }
      return (times: times, values: times.map { _ in Double.random(in: 1...9, using: &random) })
    }
    var request = deferred("memory", [("x", .log), ("y", .level)])
    request.clock = clock
    request.alignment = alignment
    let stream = try engine.openStream(request)
    var stamps: [Int64] = []
    var streamed: [Double] = []
    var next = [0, 0]
    var now = all[0]
    while now <= all[259] + 40 * Self.day {
      // The second input first, to show that the order between inputs does not matter.
      for input in [1, 0] {
        while next[input] < data[input].times.count, data[input].times[next[input]] <= now {
          try stream.push(
            input: input, time: data[input].times[next[input]],
            value: data[input].values[next[input]])
          next[input] += 1
        }
      }
      let count = try stream.advance(to: now)
      let rows = try unsafe stream.rows(seriesOutput: 0)
      #expect(rows.count == count)
      for row in 0..<count {
        unsafe stamps.append(rows.times[row])
        unsafe streamed.append(rows.values[row])
      }
      now += Int64(1 + random.next() % 9) * Self.day
    }
    // The batch leaves the last, unfinished bin out; the stream was advanced past its end.
    request.keepsPartialBin = true
    let result = try batch(engine, request, data)
    let series = try #require(result.series("total"))
    // The first row has no return: the stream says so with NaN, the batch drops it.
    #expect(Array(stamps.dropFirst()) == series.times.indices.map { series.times[$0] })
    #expect(
      streamed.dropFirst().map(\.bitPattern)
        == series.values.indices.map { series.values[$0].bitPattern })
  }

  @Test("What comes too late, twice or for no input is an answer, and the stream goes on")
  func badPushes() throws {
    let stream = try engine().openStream(deferred("memory", [("x", .level), ("y", .level)]))
    try stream.push(input: 0, time: Self.day, value: 1)
    try stream.push(input: 1, time: Self.day, value: 2)
    #expect(failure { try stream.push(input: 0, time: Self.day, value: 1) }?.status == .input)
    #expect(failure { try stream.push(input: 2, time: Self.day, value: 1) }?.status == .argument)
    #expect(failure { try stream.push(input: 0, time: 2, value: .infinity) }?.status == .input)
    #expect(try stream.advance(to: Self.day) == 1)
    #expect(failure { try stream.push(input: 0, time: Self.day, value: 1) }?.status == .input)
    #expect(failure { try stream.advance(to: 0) }?.status == .argument)
    #expect(failure { try unsafe stream.rows(seriesOutput: 7) }?.status == .argument)
    try stream.push(input: 0, time: 2 * Self.day, value: 1)
    try stream.push(input: 1, time: 2 * Self.day, value: 2)
    #expect(try stream.advance(to: 3 * Self.day) == 1)
  }

  @Test("Rows of a wrong length, an infinity, a log of zero and a closed stream are told apart")
  func badRows() throws {
    let stream = try engine().openStream(deferred("memory", [("x", .log), ("y", .level)]))
    _ = try stream.updated(time: 1, row: [1, 1])
    #expect(failure { try stream.updated(time: 2, row: [1]) }?.message.contains("2 values") == true)
    let zero = try #require(failure { try stream.updated(time: 2, row: [0, 1]) })
    #expect(zero.status == .input && zero.message.contains("input x") && zero.phase == "update")
    #expect(failure { try stream.updated(time: 2, row: [1, .infinity]) }?.status == .input)
    #expect(try stream.updated(time: 2, row: [2, 1]).count == 1)
    stream.close()
    stream.close()
    #expect(failure { try stream.updated(time: 3, row: [1, 1]) }?.status == .closed)
    #expect(failure { try stream.snapshot() }?.status == .closed)
    #expect(failure { try stream.push(input: 0, time: 9, value: 1) }?.status == .closed)
  }

  @Test("An indicator that does not stream and native clocks say so")
  func unsupported() throws {
    let folder = try Fixture.plugin("witness", id: "witness", defines: ["WITNESS=\"/dev/null\""])
    let engine = try Engine.testing(option: [folder])
    let error = try #require(
      failure { try engine.openStream(deferred("witness", [("series", .level)])) })
    #expect(error.status == .unsupported && error.phase == "open")
  }

  @Test("The stream describes its inputs and outputs as JSON")
  func description() throws {
    let stream = try engine().openStream(deferred("memory", [("x", .log), ("y", .level)]))
    #expect(
      stream.describeJSON()
        == #"{"indicator": "memory", "inputs": [{"role": "x", "series": "x", "transform": "log"}, "#
        + #"{"role": "y", "series": "y", "transform": "level"}], "#
        + #""series": [{"name": "total", "unit": null}]}"#)
  }
}

import CRothost
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Prepared runs")
struct PreparedRunTests {
  private func engine() throws -> Engine {
    try Engine.testing(option: [try Fixture.plugin("spread", id: "spread")])
  }

  private func values(_ result: EvaluationResult) throws -> [Double] {
    let series = try #require(result.series("spread"))
    return series.values.indices.map { series.values[$0] }
  }

  @Test("A prepared run gives what evaluating the same arrays gives")
  func sameAsEvaluate() throws {
    let engine = try engine()
    let prepared = try engine.prepare(.of("spread", [], [("scale", "2")]))
    let x: [Double] = [5, 6, .nan, 8]
    let y: [Double] = [1, 1, 1, 2]
    let times = Days.weekdays(4)
    let result = try unsafe x.withUnsafeBufferPointer { x in
      try unsafe y.withUnsafeBufferPointer { y in
        try unsafe prepared.run(
          columns: [x.baseAddress!, y.baseAddress!], times: times, count: 4)
      }
    }
    var request = Request.of("spread", [], [("scale", "2")])
    request.inputs = [("x", x), ("y", y)].map { role, values in
      InputBinding(
        role: role,
        source: .array(ArrayInput(name: role, times: times, values: values, timeKind: .dates)))
    }
    let evaluated = try engine.evaluate(request)
    #expect(try values(result).map(\.bitPattern) == values(evaluated).map(\.bitPattern))
    #expect(result.scalar("last") == evaluated.scalar("last"))
    #expect(result.json() == evaluated.json())
  }

  @Test("Results stay as they were while the run goes on, and buffers come back from the pool")
  func independentResults() throws {
    let prepared = try engine().prepare(.of("spread"))
    var results: [EvaluationResult] = []
    for run in 0..<20 {
      let x = (0..<251).map { Double($0 + run) }
      let y = [Double](repeating: 0, count: 251)
      let result = try unsafe prepared.run(columns: [x, y].pointers, times: nil, count: 251)
      if run % 5 == 0 { results.append(result) }
    }
    for (index, result) in results.enumerated() {
      #expect(try values(result) == (0..<251).map { Double($0 + index * 5) })
      #expect(result.series("spread")?.times[250] == 250 * CivilDate.nanosecondsPerDay)
    }
  }

  @Test("Transforms apply, and the frame loses its first row")
  func transforms() throws {
    var request = Request.of("spread")
    request.inputs = [
      InputBinding(role: "x", source: .deferred, transform: .difference),
      InputBinding(role: "y", source: .deferred, transform: .level),
    ]
    let prepared = try engine().prepare(request)
    let result = try unsafe prepared.run(
      columns: [[1.0, 4, 9], [10.0, 20, 30]].pointers, times: nil, count: 3)
    #expect(try values(result) == [3 - 20, 5 - 30])
    #expect(result.series("spread")?.times[0] == CivilDate.nanosecondsPerDay)
  }

  @Test("Bad arrays are answers: infinities, stamps out of order, too few arrays, bad counts")
  func badArrays() throws {
    let prepared = try engine().prepare(.of("spread"))
    let columns = unsafe [[1.0, 2], [3.0, .infinity]].pointers
    let infinite = try #require(
      failure { try unsafe prepared.run(columns: columns, times: nil, count: 2) })
    #expect(infinite.status == .input && infinite.message.contains("input y is infinite at row 1"))
    let disordered = try #require(
      failure { try unsafe prepared.run(columns: columns, times: [5, 5], count: 2) })
    #expect(disordered.status == .input && disordered.message.contains("row 1"))
    #expect(
      failure { try unsafe prepared.run(columns: [], times: nil, count: 2) }?.status == .argument)
    #expect(
      failure { try unsafe prepared.run(columns: columns, times: nil, count: -1) }?.status
        == .argument)
  }

  @Test("A request with data, a range or a clock of its own cannot be prepared, and says why")
  func unsupported() throws {
    let engine = try engine()
    #expect(failure { try engine.prepare(.of("spread", [("x", "IWM")])) }?.status == .unsupported)
    var ranged = Request.of("spread")
    ranged.from = 0
    #expect(failure { try engine.prepare(ranged) }?.status == .unsupported)
    #expect(
      failure { try engine.prepare(.of("spread", [], [("scal", "1")])) }?.status == .parameter)
  }
}

extension [[Double]] {
  /// Copies that are never freed: tests only.
  var pointers: [UnsafePointer<Double>] {
    unsafe map { values in
      let memory = UnsafeMutablePointer<Double>.allocate(capacity: Swift.max(values.count, 1))
      unsafe memory.initialize(from: values, count: values.count)
      return unsafe UnsafePointer(memory)
    }
  }
}

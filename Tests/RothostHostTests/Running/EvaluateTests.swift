import RothostCache
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Evaluating")
struct EvaluateTests {
  private func engine() throws -> Engine {
    try Engine.testing(option: [try Fixture.plugin("spread", id: "spread")])
  }

  @Test("An indicator runs on two series of the cache, with its defaults and its own outputs")
  func spread() throws {
    let engine = try engine()
    try engine.putWeekdays("IWM", [3, 4, 5, 7])
    try engine.putWeekdays("SPY", [1, 1, 2, 2.5])
    let result = try engine.evaluate(.of("spread", [], [("scale", "2")]))
    let series = try #require(result.series("spread"))
    #expect(series.values.indices.map { series.values[$0] } == [4, 6, 6, 9])
    #expect(series.times.indices.map { series.times[$0] } == Days.weekdays(4))
    #expect(result.scalar("last") == .real(9))
    #expect(result.rows == 4 && result.clock == "1d" && result.alignment == .inner)
    #expect(result.inputs.map(\.series) == ["IWM", "SPY"])
    #expect(result.inputs.map(\.column) == ["close", "close"])
    #expect(result.parameters[0].value == .real(2))
    #expect(result.parameters[1].value == Value(.integer, .integers([30, 60, 90])))
    #expect(result.plugin.path.hasSuffix("spread.so") && result.plugin.sha256.count == 64)
    #expect(engine.counters.evaluations == 1)
  }

  @Test("The second evaluation on the same inputs shares the prepared frame")
  func sharedFrame() throws {
    let engine = try engine()
    try engine.putWeekdays("IWM", [3, 4, 5, 7])
    try engine.putWeekdays("SPY", [1, 1, 2, 2.5])
    _ = try engine.evaluate(.of("spread"))
    _ = try engine.evaluate(.of("spread", [], [("scale", "3")]))
    #expect(engine.counters.frameHits == 1 && engine.counters.frameMisses == 1)
    #expect(engine.counters.frameBytes > 0)
  }

  @Test("With an empty cache the demo market answers, and the result says that it is synthetic")
  func demo() throws {
    let result = try engine().evaluate(.of("spread"))
    #expect(result.inputs.map(\.series) == ["DEMO_SMALL", "DEMO_LARGE"])
    #expect(result.inputs.map(\.isSynthetic) == [true, true])
    #expect(result.warnings.contains { $0.contains("DEMO_SMALL") && $0.contains("synthetic") })
  }

  @Test("What the demo market answered is not stored beside real series")
  func demoIsNotSaved() throws {
    let engine = try engine()
    let result = try engine.evaluate(.of("spread"))
    let refused = failure { try engine.save(result, output: "spread", as: "REAL") }
    #expect(refused?.status == .refused && refused?.message.contains("DEMO_SMALL") == true)
    #expect(try engine.store().names() == [])
  }

  @Test("A default series missing from a cache that holds others names role, series and remedy")
  func missingDefault() throws {
    let engine = try engine()
    try engine.putWeekdays("IWN", [1, 2])
    let error = try #require(failure { try engine.evaluate(.of("spread")) })
    #expect(error.status == .notFound && error.plugin == "spread" && error.phase == "prepare")
    for words in ["input x", "IWM", "did you mean IWN?", "--input x=SERIES", "cache import"] {
      #expect(error.message.contains(words), "\(error.message)")
    }
  }

  @Test("A series or column that is not there names the role and the nearest name")
  func missingSeries() throws {
    let engine = try engine()
    try engine.putWeekdays("IWM", [1, 2])
    try engine.putWeekdays("SPY", [1, 2])
    let series = try #require(failure { try engine.evaluate(.of("spread", [("x", "IWW")])) })
    #expect(series.message.contains("input x") && series.message.contains("IWM"))
    let column = try #require(failure { try engine.evaluate(.of("spread", [("x", "IWM:high")])) })
    #expect(column.message.contains("no column \"high\"") && column.status == .notFound)
  }

  @Test("Bindings that do not fit the roles are refused by name")
  func badBindings() throws {
    let engine = try engine()
    try engine.putWeekdays("IWM", [1, 2])
    try engine.putWeekdays("SPY", [1, 2])
    let unknown = try #require(failure { try engine.evaluate(.of("spread", [("z", "IWM")])) })
    #expect(unknown.status == .parameter && unknown.message.contains("it has x, y"))
    let twice = try #require(
      failure { try engine.evaluate(.of("spread", [("x", "IWM"), ("x", "SPY")])) })
    #expect(twice.message.contains("at most 1 series, 2 given"))
    let mixed = try #require(
      failure { try engine.evaluate(.of("spread", [("x", "IWM"), ("y", "DEMO_LARGE")])) })
    #expect(mixed.message.contains("never mixed"))
    var delayed = Request.of("spread")
    delayed.delays = ["SPX": .days(1)]
    let delay = try #require(failure { try engine.evaluate(delayed) })
    #expect(delay.message.contains("SPX") && delay.message.contains("did you mean SPY?"))
  }

  @Test("An alignment it does not take is refused in words")
  func unsupported() throws {
    var native = Request.of("spread")
    native.alignment = .native
    let alignment = try #require(failure { try engine().evaluate(native) })
    #expect(alignment.status == .unsupported && alignment.message.contains("inner, previous"))
  }

  @Test("The caller's own arrays are inputs like any other")
  func arrays() throws {
    var request = Request(indicator: "spread")
    for (role, values) in [("x", [5.0, 6]), ("y", [1.0, 4])] {
      request.inputs.append(
        InputBinding(
          role: role,
          source: .array(
            ArrayInput(name: role, times: Days.weekdays(2), values: values, timeKind: .dates))))
    }
    let result = try engine().evaluate(request)
    #expect(result.scalar("last") == .real(2))
  }

  @Test("Two daily series with different closing hours draw a warning; equal ones do not")
  func closingHours() throws {
    let engine = try engine()
    try engine.putWeekdays("IWM", [3, 4], closing: .newYork)
    try engine.putWeekdays("SPY", [1, 1], closing: .newYork)
    #expect(try engine.evaluate(.of("spread")).warnings == [])
    try engine.putWeekdays("BTC_USD", [1, 1], closing: .endOfDay)
    let result = try engine.evaluate(.of("spread", [("y", "BTC_USD")]))
    #expect(result.warnings.contains { $0.contains("different hours") })
  }

  @Test("Revised series, unpublished codes and prices beside total returns draw their warnings")
  func warnings() throws {
    let engine = try engine()
    try engine.putWeekdays("ANFCI", [3, 4, 5, 6, 7, 8, 9, 10, 11, 12], code: "ANFCI")
    try engine.putWeekdays("SOMETHING", [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], code: "SOMETHING")
    let macro = try engine.evaluate(.of("spread", [("x", "ANFCI"), ("y", "SOMETHING")]))
    #expect(macro.warnings.contains { $0.contains("ANFCI is revised") })
    #expect(macro.warnings.contains { $0.contains("SOMETHING has no known publication delay") })

    for name in ["IWM", "SPY"] {
      try engine.store().put(
        name,
        SeriesData(
          times: Days.weekdays(3),
          columns: [.init("close", [10, 11, 12]), .init("adj_close", [9, 10.5, 12])],
          metadata: SeriesMetadata(timeKind: .dates)), mode: .replace)
    }
    var request = Request.of("spread", [("x", "IWM"), ("y", "SPY:adj_close")])
    request.transform = .log
    let mixed = try engine.evaluate(request)
    #expect(mixed.warnings.contains { $0.contains("IWM:close is a price without dividends") })
    request = .of("spread", [("x", "IWM:adj_close"), ("y", "SPY:adj_close")])
    request.transform = .log
    #expect(try engine.evaluate(request).warnings == [])
  }

  @Test("A series output goes back into the cache and feeds the next evaluation")
  func saving() throws {
    let engine = try engine()
    try engine.putWeekdays("IWM", [3, 4, 5, 7])
    try engine.putWeekdays("SPY", [1, 1, 2, 2.5])
    let first = try engine.evaluate(.of("spread"))
    try engine.save(first, output: "spread", as: "DIFFERENCE")
    let second = try engine.evaluate(.of("spread", [("x", "DIFFERENCE"), ("y", "SPY")]))
    #expect(second.scalar("last") == .real(2))
    #expect(failure { try engine.save(first, output: "spraed", as: "X") }?.status == .notFound)
  }
}

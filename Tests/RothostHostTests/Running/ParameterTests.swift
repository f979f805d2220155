import RothostSeries
import Testing

@testable import RothostHost

@Suite("Parameters")
struct ParameterTests {
  private func plan(_ settings: [(String, Value)]) throws -> RequestPlan {
    let engine = try Engine.testing(option: [try Fixture.plugin("spread", id: "spread")])
    var request = Request(indicator: "spread")
    request.settings = settings.map { Setting(name: $0.0, value: $0.1) }
    return try RequestPlan(request, engine.catalogue.indicator("spread"))
  }

  private func value(_ name: String, _ value: Value) throws -> Value? {
    try plan([(name, value)]).parameters.first { $0.name == name }?.value
  }

  @Test("Text is read as the parameter's type: numbers, lists, choices, durations, dates, booleans")
  func text() throws {
    #expect(try value("scale", .text("2.5")) == .real(2.5))
    #expect(try value("lags", .text(" 1, 2 ,3")) == Value(.integer, .integers([1, 2, 3])))
    #expect(try value("lags", .text("")) == Value(.integer, .integers([])))
    #expect(try value("method", .text("fancy")) == Value(.choice, .integer(1)))
    #expect(try value("hold", .text("90m")) == Value(.duration, .integer(5_400_000_000_000)))
    #expect(
      try value("dates", .text("1970-01-02"))
        == Value(.date, .integers([CivilDate.nanosecondsPerDay])))
    #expect(try value("strict", .text("yes")) == Value(.boolean, .integer(1)))
    #expect(try value("note", .text("a, b")) == .text("a, b"))
  }

  @Test("Typed values convert where nothing is lost")
  func typed() throws {
    #expect(try value("scale", .integer(3)) == .real(3))
    #expect(try value("lags", .integer(7)) == Value(.integer, .integers([7])))
    #expect(
      try value("lags", Value(.real, .reals([1, 2]))) == Value(.integer, .integers([1, 2])))
    #expect(try value("strict", .integer(1)) == Value(.boolean, .integer(1)))
    #expect(try value("method", Value(.choice, .integer(1))) == Value(.choice, .integer(1)))
    #expect(
      try value("dates", Value(.text, .texts(["1970-01-02", "1970-01-03"])))
        == Value(
          .date,
          .integers([CivilDate.nanosecondsPerDay, 2 * CivilDate.nanosecondsPerDay])))
  }

  @Test(
    "What does not fit is refused with the parameter, the range and the nearest names",
    arguments: [
      ("scale", "0.1", "between 0.5 and 100.0, not 0.1"), ("scale", "nan", "must be a number"),
      ("scale", "", "must be a number"), ("lags", "1,501", "between 1 and 500, not 501"),
      ("lags", "1,,2", "must be a whole number"), ("lags", "1.5", "must be a whole number"),
      ("method", "fanci", "did you mean fancy?"), ("method", "other", "choose one of plain, fancy"),
      ("hold", "3", "cannot be read"), ("dates", "2016-02-30", "cannot be read"),
      ("dates", "2016-01-01T00:00:00Z", "must be a date"), ("strict", "maybe", "true or false"),
      ("scal", "1", "did you mean scale?"),
      ("zzzzzzzz", "1", "it has scale, lags, method, hold, dates, note, strict"),
    ])
  func refusals(name: String, text: String, words: String) throws {
    let error = try #require(failure { try plan([(name, .text(text))]) })
    #expect(error.status == .parameter && error.message.contains(words), "\(error)")
    #expect(error.plugin == "spread" && error.phase == "prepare")
  }

  @Test("Typed values that lose something, lists for one value and doubled names are refused")
  func typedRefusals() throws {
    for (name, value) in [
      ("scale", Value(.real, .reals([1]))), ("scale", .real(.infinity)), ("lags", .real(1.5)),
      ("method", Value(.choice, .integer(9))), ("hold", .integer(5)), ("strict", .integer(2)),
      ("dates", Value(.time, .integer(1))), ("scale", .integer(.min)),
    ] {
      #expect(failure { try plan([(name, value)]) }?.status == .parameter, "\(name) \(value)")
    }
    let twice = try #require(failure { try plan([("scale", .real(1)), ("scale", .real(2))]) })
    #expect(twice.message.contains("given twice"))
  }
}

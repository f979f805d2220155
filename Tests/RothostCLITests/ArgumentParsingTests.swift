import RothostHost
import RothostSeries
import Testing

@testable import RothostCLI

@Suite("Arguments of the command line")
struct ArgumentParsingTests {
  @Test("an input names role and series, and may name column and transform")
  func input() throws {
    #expect(
      try InputArgument(parsing: "leader=IWM")
        == InputArgument(role: "leader", series: "IWM", column: nil, transform: nil))
    #expect(
      try InputArgument(parsing: "x=HYG:adj_close@log")
        == InputArgument(role: "x", series: "HYG", column: "adj_close", transform: .log))
    #expect(
      try InputArgument(parsing: "x=VIXCLS@difference")
        == InputArgument(role: "x", series: "VIXCLS", column: nil, transform: .difference))
  }

  @Test(
    "an input that leaves something out is refused with the form to write",
    arguments: ["IWM", "=IWM", "x=", "x=:close", "x=IWM:", "x=@log", ""])
  func inputRefused(text: String) {
    let error = #expect(throws: RothostError.self) { _ = try InputArgument(parsing: text) }
    #expect(error?.status == .parameter)
    #expect(error?.message.contains("ROLE=SERIES[:COLUMN][@TRANSFORM]") == true)
  }

  @Test("an unknown transform is refused with the names of all")
  func unknownTransform() {
    let error = #expect(throws: RothostError.self) { _ = try InputArgument(parsing: "x=IWM@cube") }
    for name in ["cube", "level", "log", "simple", "difference"] {
      #expect(error?.message.contains(name) == true)
    }
  }

  @Test("a parameter keeps its value as it was written, lists and equals signs too")
  func parameter() throws {
    let parameter = try NamedArgument(parsing: "horizons=30,60,90", example: "")
    #expect(parameter == NamedArgument(name: "horizons", value: "30,60,90"))
    #expect(parameter.setting.value == .text("30,60,90"))
    #expect(try NamedArgument(parsing: "a=b=c", example: "").value == "b=c")
  }

  @Test("a parameter without name or value is refused", arguments: ["max_lag", "=60", "max_lag="])
  func parameterRefused(text: String) {
    let error = #expect(throws: RothostError.self) {
      _ = try NamedArgument(parsing: text, example: "max_lag=60")
    }
    #expect(error?.message.contains("max_lag=60") == true)
  }

  @Test("a bare date as the end includes the whole of its day, as the start its first instant")
  func range() throws {
    let day = try #require(CivilDate(year: 2026, month: 1, day: 22)).startNanoseconds
    #expect(try RangeArgument.start(parsing: "2026-01-22") == day)
    #expect(
      try RangeArgument.end(parsing: "2026-01-22") == day + CivilDate.nanosecondsPerDay - 1)
    #expect(
      try RangeArgument.end(parsing: "2026-01-22T10:00:00Z") == day + 36_000_000_000_000)
    #expect(throws: RothostError.self) { _ = try RangeArgument.start(parsing: "22.1.2026") }
  }

  @Test("the last representable day ends at the last representable instant")
  func endOfTime() throws {
    #expect(try RangeArgument.end(parsing: "2262-04-11") == .max)
  }

  @Test("a time limit is a duration of at least a millisecond")
  func timeout() throws {
    #expect(try TimeoutArgument.milliseconds(parsing: "30s") == 30_000)
    #expect(try TimeoutArgument.milliseconds(parsing: "1ms") == 1)
    for text in ["0s", "999us", "-5s", "60d", "30", "soon"] {
      #expect(throws: RothostError.self) { _ = try TimeoutArgument.milliseconds(parsing: text) }
    }
  }
}

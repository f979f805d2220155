import RothostSeries
import Testing

@testable import RothostHost

@Suite("What validation compares")
struct ComparisonTests {
  @Test("Without the flag that the same inputs give the same bits, no two answers are compared")
  func incomparable() throws {
    let path = try BrokenLab.build(
      "NOTHING_TWICE", flags: ["-DFLAGS=(ROT_STREAMING|ROT_THREAD_SAFE)"])
    let report = try Validator(path: path).run()
    #expect(report.failed.isEmpty, "\(report.failed)")
    let names = [
      "repeatable", "fresh_process", "forgetful", "isolation", "names", "threads", "causal_cut",
      "causal_changed", "causal_shuffled", "table_causal", "scale", "shift", "stream_equals_batch",
      "snapshot_equals_batch", "peek", "snapshot_changes_nothing", "stream_again", "streams_apart",
      "chunks", "stream_moves",
    ].map { "numbers.\($0)" }
    var expected = Dictionary(
      uniqueKeysWithValues: names.map { ($0, "it is not flagged ROT_DETERMINISTIC") })
    expected["contract.texts"] = "it has no such parameter"
    #expect(BrokenLab.skipped(report) == expected)
  }

  @Test("A past too short to answer excuses a cut, not one that was never compared")
  func shortPast() throws {
    // After two tenths of 240 rows nothing is answered; after six and nine tenths it is.
    let some = try Validator(path: BrokenLab.build(nil, flags: ["-DLEAST_ROWS=100"])).run()
    #expect(some.failed.isEmpty, "\(some.failed)")
    #expect(BrokenLab.skipped(some) == ["contract.texts": "it has no such parameter"])
    // Wherever 240 rows are cut nothing is answered: a longer market shows the break all the same.
    for part in ["CAUSAL_CUT", "TABLE_CAUSAL"] {
      let path = try BrokenLab.build(
        part, flags: ["-DLEAST_ROWS=235", "-DSHORT_ROWS=240", "-DCUT_ROWS=960"])
      let objection = try BrokenLab.objection(path, only: "numbers.\(part.lowercased())")
      #expect(objection == nil)
    }
    let none = try Validator(path: BrokenLab.build(nil, flags: ["-DLEAST_ROWS=235"])).run()
    #expect(none.failed.isEmpty, "\(none.failed)")
    #expect(BrokenLab.skipped(none)["numbers.causal_cut"] == nil)
    #expect(
      BrokenLab.skipped(none)["numbers.chunks"] == "too few rows are left wherever it is opened")
  }

  @Test("Another future is no excuse not to answer")
  func refusedFuture() throws {
    let path = try BrokenLab.build("CAUSAL_REFUSED")
    #expect(try BrokenLab.objection(path, only: "numbers.causal_changed") == nil)
    #expect(
      try BrokenLab.failures(path)["numbers.causal_changed"]?.contains("it does not answer: 30000")
        == true)
  }

  @Test("A stream that leaves out a row, or all of them, does not equal the batch")
  func missingRows() throws {
    let (engine, plugin) = try Validator.open(BrokenLab.build(nil), origin: .option)
    let trial = Trial(engine, plugin.indicators[0], ValidationOptions(), isolation: .process)
    let run = try StreamRun(trial)
    let base = try trial.base.get()
    #expect(run.difference([], from: base) == "the stream never answered row 21")
    var answers: [(row: Int, series: [Double])] = []
    for row in run.rows { answers.append((row, try run.update(row))) }
    #expect(run.difference(answers, from: base) == nil)
    let gone = answers.remove(at: 100).row
    #expect(run.difference(answers, from: base) == "the stream never answered row \(gone)")
    #expect(run.difference(Array(answers.prefix(100)), of: 21..<121, from: base) == nil)
  }
}

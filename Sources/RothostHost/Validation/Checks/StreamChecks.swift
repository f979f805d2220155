import RothostSeries

/// A stream is the batch, row by row.
enum StreamChecks {
  static let equals = "numbers.stream_equals_batch"

  static let all = [
    check("stream_equals_batch", "fed row by row it writes the bits of the whole range", []) {
      trial throws(RothostError) in
      let run = try StreamRun(trial)
      var answers: [(row: Int, series: [Double])] = []
      for row in run.rows { answers.append((row, try run.update(row))) }
      return .of(run.difference(answers, from: try trial.base.get()))
    },
    check(
      "snapshot_equals_batch", "after the last row its scalars and tables are the batch's",
      isOfSnapshots: true
    ) {
      trial throws(RothostError) in
      let run = try StreamRun(trial)
      for row in run.rows { _ = try run.update(row) }
      return .of(difference(try trial.base.get(), try run.stream.snapshot()))
    },
    check("peek", "a peek answers what the update will, and changes nothing") {
      trial throws(RothostError) in
      let run = try StreamRun(trial)
      var answers: [(row: Int, series: [Double])] = []
      for row in run.rows {
        let ahead: [Double]
        do throws(RothostError) {
          ahead = try run.peek(row)
        } catch {
          if error.status == .unsupported { return .notApplicable("it cannot peek") }
          throw error
        }
        let now = try run.update(row)
        if let found = Self.difference(row, ahead, now) { return .failed(found) }
        answers.append((row, now))
      }
      return .of(run.difference(answers, from: try trial.base.get()))
    },
    check("snapshot_changes_nothing", "a snapshot after every row changes nothing") {
      trial throws(RothostError) in
      let run = try StreamRun(trial)
      var answers: [(row: Int, series: [Double])] = []
      for row in run.rows {
        answers.append((row, try run.update(row)))
        if row % 4 == 0 { _ = try run.stream.snapshot() }
      }
      if let found = run.difference(answers, from: try trial.base.get()) { return .failed(found) }
      return .of(difference(try run.stream.snapshot(), try run.stream.snapshot()))
    },
  ]

  static func check(
    _ name: String, _ sentence: String, _ needs: [String] = [equals], isOfSnapshots: Bool = false,
    _ body: @escaping @Sendable (Trial) throws(RothostError) -> CheckOutcome
  ) -> Check {
    Check(
      .numbers, name, sentence, needs: [AnswerChecks.answers, "numbers.repeatable"] + needs,
      .probe { trial throws(RothostError) in
        guard trial.description.flags.contains(.streaming) else {
          return .notApplicable("it does not stream")
        }
        guard trial.streams else { return .notApplicable("it takes its inputs as they are stored") }
        if let incomparable = trial.incomparable { return incomparable }
        let hasSeries = trial.description.outputs.contains { $0.kind == .series }
        guard hasSeries || isOfSnapshots else {
          return .notApplicable("it declares no series: its rows answer nothing")
        }
        return try body(trial)
      })
  }

  /// Scalars and tables alone: a snapshot has no series.
  static func difference(_ batch: EvaluationResult, _ snapshot: EvaluationResult) -> String? {
    ResultComparison(batch, snapshot).difference(scalarsAndTablesOnly: true)
  }

  private static func difference(_ row: Int, _ ahead: [Double], _ now: [Double]) -> String? {
    for (old, new) in zip(ahead, now)
    where old.bitPattern != new.bitPattern && !(old.isNaN && new.isNaN) {
      return "at row \(row) it peeked \(old) and then wrote \(new)"
    }
    return nil
  }
}

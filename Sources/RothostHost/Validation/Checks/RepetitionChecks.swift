import RothostLock
import RothostSeries

/// Same inputs, same bits: again, elsewhere, at once, after other calls.
enum RepetitionChecks {
  static let all = [
    check(
      "repeatable", "the same request answers the same bits again",
      ["contract.says_something", "contract.every_output"]
    ) {
      trial throws(RothostError) in
      // In a process of its own, where nothing else was asked.
      let (engine, _) = try Validator.open(trial.found.plugin.path, origin: .option)
      let request = trial.request(trial.market)
      let first = try engine.evaluate(request)
      for _ in 0..<3 {
        let again = try engine.evaluate(request)
        if let found = ResultComparison(first, again).difference() { return .failed(found) }
      }
      return .passed
    },
    check("fresh_process", "a process that never ran it answers the same bits") {
      trial throws(RothostError) in
      let (engine, _) = try Validator.open(trial.found.plugin.path, origin: .option)
      let fresh = try engine.evaluate(trial.request(trial.market))
      return .of(try difference(trial, fresh))
    },
    check("forgetful", "what it answered before changes nothing") { trial throws(RothostError) in
      // Other data, other rows, and a call that fails.
      _ = trial.outcome(trial.request(trial.market.mapped { value, row, _ in value + Double(row) }))
      _ = trial.outcome(trial.request(trial.market.cut(at: trial.market.times.count / 2)))
      _ = trial.outcome(trial.request(trial.market.cut(at: 3)))
      return .of(try difference(trial, try trial.answer(trial.market)))
    },
    check(
      "isolation", "in the host's process it answers the same bits as in a worker",
      ["numbers.repeatable", "numbers.fresh_process"]
    ) { trial throws(RothostError) in
      let call = ProbeCall(
        path: trial.found.plugin.path, indicator: trial.found.index,
        options: trial.options)
      let here = try call.baseAnswer(rows: trial.market.times.count).get()
      let worker = try trial.base.get().json()
      return .of(Self.textDifference(worker, here))
    },
    check(
      "names", "its numbers do not depend on what the series are called", [forgetful]
    ) { trial throws(RothostError) in
      // Where a parameter names series, other names are another question.
      let takesTexts = trial.description.parameters.contains { $0.type == .text }
      guard !takesTexts else { return .notApplicable("a parameter of it may name series") }
      let other = try trial.answer(trial.market.renamed)
      return .of(ResultComparison(try trial.base.get(), other, ignoresTexts: true).difference())
    },
    Check(
      .numbers, "threads", "eight evaluations at once, on four threads, answer the same bits",
      needs: [AnswerChecks.answers, "numbers.repeatable"],
      .probe { trial throws(RothostError) in
        if let incomparable = trial.incomparable { return incomparable }
        guard trial.description.flags.contains(.threadSafe) else {
          return .notApplicable("it is not flagged ROT_THREAD_SAFE")
        }
        let expected = try trial.base.get()
        return .of(Self.atOnce(trial, expected))
      }),
  ]

  static let forgetful = "numbers.forgetful"

  private static func check(
    _ name: String, _ sentence: String, _ needs: [String] = ["numbers.repeatable"],
    _ body: @escaping @Sendable (Trial) throws(RothostError) -> CheckOutcome
  ) -> Check {
    Check(
      .numbers, name, sentence, needs: [AnswerChecks.answers] + needs,
      .indicator { trial throws(RothostError) in
        if let incomparable = trial.incomparable { return incomparable }
        return try body(trial)
      })
  }

  private static func difference(
    _ trial: Trial, _ other: EvaluationResult
  ) throws(RothostError) -> String? {
    ResultComparison(try trial.base.get(), other).difference()
  }

  /// Where two JSON texts part, with what stands there.
  private static func textDifference(_ left: String, _ right: String) -> String? {
    if left == right { return nil }
    let (old, new) = (Array(left.utf8), Array(right.utf8))
    let place = zip(old, new).prefix { $0 == $1 }.count
    func around(_ bytes: [UInt8]) -> String {
      String(decoding: bytes[max(0, place - 40)..<min(bytes.count, place + 40)], as: UTF8.self)
    }
    return "in a worker \"…\(around(old))…\", in the host's process \"…\(around(new))…\""
  }

  private static func atOnce(_ trial: Trial, _ expected: EvaluationResult) -> String? {
    let found = Mutex<String?>(nil)
    let team = ThreadTeam(count: 4) {
      for _ in 0..<2 {
        let objection: String?
        switch trial.outcome(trial.request(trial.market)) {
        case .success(let result): objection = ResultComparison(expected, result).difference()
        case .failure(let error): objection = error.message
        }
        if let objection { found.withLock { $0 = objection } }
      }
    }
    team.join()
    return found.withLock { $0 }
  }
}

import CRothostSystem
import RothostLock
import RothostSeries

/// What it takes and does not give back.
enum ResourceChecks {
  static let all = [
    Check(
      .resources, "time", "an answer on a thousand rows takes less than two seconds",
      needs: [AnswerChecks.answers],
      .probe { trial throws(RothostError) in
        let rows = max(1000, trial.market.times.count)
        var request = trial.request(
          ProbeMarket(trial.description, rows: rows, seed: trial.seed))
        // Its own time counts, which no limit by the clock knows; the probe as a whole has one.
        request.timeoutMilliseconds = 0
        var best = Double.infinity
        // The best of three counts: the first may read what the others find in memory.
        for round in 0..<3 where best > 2000 && (round == 0 || best < 10_000) {
          let time = OwnTime()
          if case .failure(let error) = trial.outcome(request) { return .failed(error.message) }
          best = min(best, time.milliseconds)
        }
        return .of(best < 2000 ? nil : "\(rows) rows took \(Int(best)) ms")
      }),
    growth("memory", "evaluations keep no memory, call after call", .memory),
    growth("mappings", "evaluations keep no mapping, call after call", .mappings),
    growth("descriptors", "evaluations leave no file open, call after call", .files),
    growth("threads", "evaluations leave no thread behind, call after call", .threads),
    Check(
      .resources, "stream_memory", "streams keep no memory, one after the other",
      needs: [StreamChecks.equals],
      .probe { trial throws(RothostError) in
        guard trial.streams else { return .notApplicable("it does not stream") }
        return try LeakTest.memory.outcome { () throws(RothostError) in
          let run = try StreamRun(trial)
          for row in run.rows.prefix(16) { _ = try run.update(row) }
          _ = try run.stream.snapshot()
          run.stream.close()
        }
      }),
    Check(
      .resources, "stack", "it answers the same on a thread with 256 KiB of stack",
      needs: [AnswerChecks.answers, "numbers.repeatable"],
      .probe { trial throws(RothostError) in try onSmallStack(trial) }),
    Check(
      .resources, "prints", "it prints nothing: what it has to say goes through the host",
      needs: [AnswerChecks.answers],
      .probe { trial throws(RothostError) in
        try trial.exercise()
        _ = trial.outcome(trial.request(trial.market.cut(at: 1)))
        rothost_flush_streams()
        let bytes = rothost_diverted_bytes()
        return .of(bytes == 0 ? nil : "it printed \(bytes) bytes; use host->log or host->warn")
      }),
  ]

  private static func growth(_ name: String, _ sentence: String, _ test: LeakTest) -> Check {
    Check(
      .resources, name, sentence, needs: [AnswerChecks.answers],
      .probe { trial throws(RothostError) in
        try test.outcome { () throws(RothostError) in _ = try trial.answer(trial.market) }
      })
  }

  private static func onSmallStack(_ trial: Trial) throws(RothostError) -> CheckOutcome {
    let expected = try trial.base.get()
    let wanted = 256 << 10
    guard rothost_set_thread_stack(wanted) == 0 else {
      return .notApplicable("this system does not set the stack of threads")
    }
    let seen = Mutex<(stack: Int, answer: Result<EvaluationResult, RothostError>)?>(nil)
    let team = ThreadTeam(count: 1) {
      let answer = trial.outcome(trial.request(trial.market))
      seen.withLock { $0 = (rothost_thread_stack(), answer) }
    }
    team.join()
    // Where no thread could be made, it ran on this one, which proves nothing.
    guard let (stack, answer) = seen.withLock({ $0 }), stack > 0, stack <= 2 * wanted else {
      return .notApplicable("this system gave it no thread with so small a stack")
    }
    let other: EvaluationResult
    switch answer {
    case .failure(let error): return .failed("there it does not answer: \(error.message)")
    case .success(let result): other = result
    }
    guard trial.incomparable == nil else { return .passed }
    return .of(ResultComparison(expected, other).difference())
  }
}

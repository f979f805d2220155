import CRothostSystem
import RothostSeries

/// What it takes and does not give back.
enum ResourceChecks {
  static let all = [
    Check(
      .resources, "time", "an answer on a thousand rows takes less than two seconds",
      needs: [AnswerChecks.answers],
      .indicator { trial throws(RothostError) in
        let rows = max(1000, trial.market.times.count)
        let request = trial.request(
          ProbeMarket(trial.description, rows: rows, seed: trial.seed))
        var best = Double.infinity
        // The best of three counts, because machines are busy.
        for _ in 0..<3 where best > 2000 {
          let start = ContinuousClock.now
          if case .failure(let error) = trial.outcome(request) { return .failed(error.message) }
          best = min(best, (ContinuousClock.now - start).inMilliseconds)
        }
        return .of(best < 2000 ? nil : "\(rows) rows took \(Int(best)) ms")
      }),
    growth("memory", "a hundred evaluations keep no memory", \.heap_bytes, atLeast: 16),
    growth("mappings", "a hundred evaluations keep no mapping", \.mapped_bytes, atLeast: 4096),
    growth("descriptors", "evaluations leave no file open", \.files, atLeast: 1, most: 4),
    growth("threads", "evaluations leave no thread behind", \.threads, atLeast: 1, most: 4),
    Check(
      .resources, "stream_memory", "a hundred streams keep no memory",
      needs: [StreamChecks.equals],
      .probe { trial throws(RothostError) in
        guard trial.description.flags.contains(.streaming),
          trial.description.defaultAlignment != .native
        else { return .notApplicable("it does not stream") }
        return try grown(\.heap_bytes, atLeast: 16) { () throws(RothostError) in
          let run = try StreamRun(trial)
          for row in run.rows.prefix(16) { _ = try run.update(row) }
          _ = try run.stream.snapshot()
          run.stream.close()
        }
      }),
    Check(
      .resources, "stack", "it runs on a thread with 256 KiB of stack",
      needs: [AnswerChecks.answers],
      .probe { trial throws(RothostError) in
        guard rothost_set_thread_stack(256 << 10) == 0 else {
          return .notApplicable("this system does not set the stack of threads")
        }
        let team = ThreadTeam(count: 1) { _ = trial.outcome(trial.request(trial.market)) }
        team.join()
        return .passed
      }),
    Check(
      .resources, "prints", "it prints nothing: what it has to say goes through the host",
      needs: [AnswerChecks.answers],
      .probe { trial throws(RothostError) in
        _ = trial.outcome(trial.request(trial.market.cut(at: 1)))
        rothost_flush_streams()
        let bytes = rothost_diverted_bytes()
        return .of(bytes == 0 ? nil : "it printed \(bytes) bytes; use host->log or host->warn")
      }),
  ]

  /// Rounds of evaluations, each of which must have grown for a leak to be one.
  private static func growth(
    _ name: String, _ sentence: String,
    _ what: @escaping @Sendable (rothost_possessions) -> UInt64, atLeast least: Int, most: Int = 25
  ) -> Check {
    Check(
      .resources, name, sentence, needs: [AnswerChecks.answers],
      .probe { trial throws(RothostError) in
        try grown(what, atLeast: least, most: most) { () throws(RothostError) in
          _ = try trial.answer(trial.market)
        }
      })
  }

  private static func grown(
    _ what: (rothost_possessions) -> UInt64, atLeast least: Int, most: Int = 25,
    _ call: () throws(RothostError) -> Void
  ) throws(RothostError) -> CheckOutcome {
    // The first calls fill what is kept for good; the fastest tells how many can be afforded.
    var each = Double.infinity
    for _ in 0..<3 {
      let start = ContinuousClock.now
      try call()
      each = min(each, (ContinuousClock.now - start).inMilliseconds)
    }
    let calls = each < 20 ? most : max(3, min(most, Int(400 / each)))
    var counts = [what(rothost_count_possessions())]
    for _ in 0..<4 {
      for _ in 0..<calls { try call() }
      counts.append(what(rothost_count_possessions()))
    }
    let growths = zip(counts.dropFirst(), counts).map { Int64($0) - Int64($1) }
    // A leak grows by about the same each time; what the process keeps for itself does not.
    // After few calls, threads' own heaps still settle: then only a kilobyte a call is one.
    let leak = least == 16 && calls < most ? 1024 : least
    guard let smallest = growths.min(), let largest = growths.max(),
      smallest >= Int64(leak * calls), smallest * 2 >= largest
    else { return .passed }
    let rounds = growths.map { "\($0)" }.joined(separator: ", ")
    return .failed("\(calls) calls grew it by \(rounds), round after round")
  }
}

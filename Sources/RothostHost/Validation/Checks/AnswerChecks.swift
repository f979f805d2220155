import RothostSeries

/// What became of the first evaluation, each kind of end under a name of its own.
enum AnswerChecks {
  static let answers = "contract.answers"

  static let all = [
    first("survives", "evaluating it does not end its process", [.crashed]),
    first("returns", "evaluating it comes to an end", [.timeout]),
    first(
      "keeps_contract", "it writes inside its outputs and answers a status that there is",
      [.plugin]),
    first(
      "finite", "it writes what its outputs take: no infinity, no unknown choice", [.output]),
    Check(
      .contract, "answers", "it answers on an ordinary market of weekdays",
      needs: [
        "contract.survives", "contract.returns", "contract.keeps_contract", "contract.finite",
      ],
      .indicator { trial in
        guard case .failure(let error) = trial.base else { return .passed }
        return .failed("\(error.message) (on \(trial.market.times.count) rows)")
      }),
    check("says_something", "some of what it declares is there") { trial throws(RothostError) in
      let result = try trial.base.get()
      let isThere = result.description.outputs.indices.contains { index in
        if let value = result.scalar(at: index) {
          if case .real(let real) = value.storage { return !real.isNaN }
          return true
        }
        if let series = result.series(at: index) {
          return series.values.indices.contains { !series.values[$0].isNaN }
        }
        return (result.table(at: index)?.rowCount ?? 0) > 0
      }
      return .of(isThere ? nil : "every scalar, series and table of the answer is missing or empty")
    },
    check("every_output", "with every input given it writes every series that it declares") {
      trial throws(RothostError) in
      let result = try trial.base.get()
      let missing = result.description.outputs.indices.first { index in
        result.description.outputs[index].kind == .series && result.series(at: index) == nil
      }
      return .of(
        missing.map { "series \(result.description.outputs[$0].name) is never written" })
    },
    check("row_counts", "it answers or refuses in words for 1 to 32 rows and more") {
      trial throws(RothostError) in
      let total = trial.market.times.count
      for rows in Array(1...32) + [33, 63, 64, 65, 127, 128, 129] where rows < total {
        var request = trial.request(trial.market)
        request.from = trial.market.times[total - rows]
        if let breach = trial.breach(request) { return .failed("for \(rows) rows: \(breach)") }
      }
      return .passed
    },
    check("one_row", "it answers or refuses in words where the market has one row") { trial in
      // A return takes two rows of levels to be one.
      for rows in 1...2 {
        let market = trial.market.cut(at: rows)
        if let breach = trial.breach(trial.request(market)) { return .failed(breach) }
      }
      return .passed
    },
    check("no_warm_up", "it answers or refuses in words where the rows before are missing") {
      trial in
      guard trial.warmUp > 1 else { return .notApplicable("it does not look back") }
      var request = trial.request(trial.market)
      request.from = nil
      return .of(trial.breach(request))
    },
    check("words", "where it has too few rows it says how many it needs") { trial in
      for rows in 1...3 {
        let outcome = trial.outcome(trial.request(trial.market.cut(at: rows)))
        guard case .failure(let error) = outcome, error.phase == "evaluate" else { continue }
        guard error.message.contains(where: \.isNumber) else {
          return .failed("on \(rows) rows it says only: \(error.message)")
        }
      }
      return .passed
    },
  ]

  static func check(
    _ name: String, _ sentence: String,
    _ body: @escaping @Sendable (Trial) throws(RothostError) -> CheckOutcome
  ) -> Check {
    Check(.contract, name, sentence, needs: [answers], .indicator(body))
  }

  private static func first(_ name: String, _ sentence: String, _ faults: Set<Status>) -> Check {
    Check(
      .contract, name, sentence, needs: [DescriptorChecks.loads],
      .indicator { trial in
        guard case .failure(let error) = trial.base, faults.contains(error.status) else {
          return .passed
        }
        return .failed(error.message)
      })
  }
}

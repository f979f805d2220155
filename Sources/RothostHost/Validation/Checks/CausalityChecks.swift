import RothostSeries

/// No look-ahead: what is declared causal does not change with what came later.
enum CausalityChecks {
  static let all = [
    check("cut", "outputs up to t stand when the rows after t are cut off") {
      trial, row throws(RothostError) in
      let short = try trial.answer(trial.market.cut(at: row + 1))
      return ResultComparison(try trial.base.get(), short)
        .causalDifference(upTo: trial.market.times[row])
    },
    check("changed", "outputs up to t stand when the rows after t become a boom") {
      trial, row throws(RothostError) in
      let other = try trial.answer(trial.market.booming(from: row + 1, seed: trial.seed))
      return ResultComparison(try trial.base.get(), other)
        .causalDifference(upTo: trial.market.times[row])
    },
    check("shuffled", "outputs up to t stand when the rows after t are put into another order") {
      trial, row throws(RothostError) in
      let other = try trial.answer(trial.market.shuffled(from: row + 1))
      return ResultComparison(try trial.base.get(), other)
        .causalDifference(upTo: trial.market.times[row])
    },
    Check(
      .numbers, "table_causal", "a table's causal columns only grow at their end",
      needs: [AnswerChecks.answers, "numbers.repeatable"],
      .indicator { trial throws(RothostError) in
        guard trial.description.outputs.contains(where: { hasCausalColumns($0) }) else {
          return .notApplicable("no column of a table is flagged ROT_CAUSAL")
        }
        let whole = try trial.base.get()
        for row in rows(trial) {
          let short = try trial.answer(trial.market.cut(at: row + 1))
          if let found = tableDifference(whole, short) { return .failed(found) }
        }
        return .passed
      }),
  ]

  /// Where the future is taken away: after two, six and nine tenths of the asked rows.
  private static func rows(_ trial: Trial) -> [Int] {
    let asked = trial.market.times.count - trial.warmUp
    return [2, 6, 9].map { trial.warmUp + asked * $0 / 10 }
  }

  private static func hasCausalColumns(_ output: OutputDescription) -> Bool {
    output.kind == .table && output.columns.contains { $0.flags.contains(.causal) }
  }

  private static func check(
    _ name: String, _ sentence: String,
    _ body: @escaping @Sendable (Trial, Int) throws(RothostError) -> String?
  ) -> Check {
    Check(
      .numbers, "causal_\(name)", sentence, needs: [AnswerChecks.answers, "numbers.repeatable"],
      .indicator { trial throws(RothostError) in
        let isDeclared = trial.description.outputs.contains {
          $0.kind == .series && $0.flags.contains(.causal)
        }
        guard isDeclared else { return .notApplicable("no series is flagged ROT_CAUSAL") }
        for row in rows(trial) {
          do throws(RothostError) {
            guard let found = try body(trial, row) else { continue }
            return .failed(
              "looks ahead: \(found), with other rows after "
                + ISO8601.text(trial.market.times[row], as: trial.market.timeKind))
          } catch {
            // A short past is answered in words; another future is no reason not to answer.
            guard error.status == .tooFew || error.status == .failed else { throw error }
          }
        }
        return .passed
      })
  }

  private static func tableDifference(
    _ whole: EvaluationResult, _ short: EvaluationResult
  ) -> String? {
    for (index, output) in whole.description.outputs.enumerated() where hasCausalColumns(output) {
      guard let all = whole.table(at: index), let early = short.table(at: index) else { continue }
      guard early.rowCount <= all.rowCount else {
        return "table \(output.name) loses rows when more data come in: \(early.rowCount) and then "
          + "\(all.rowCount)"
      }
      for (old, new) in zip(early.columns, all.columns)
      where old.description.flags.contains(.causal) {
        for row in 0..<early.rowCount where old.text(row) != new.text(row) {
          return "table \(output.name), column \(old.name), row \(row): \(old.text(row)) and then "
            + new.text(row)
        }
      }
    }
    return nil
  }
}

extension TableColumn {
  /// A cell with all its bits.
  fileprivate func text(_ row: Int) -> String {
    switch storage {
    case .reals(let values): values[row].isNaN ? "missing" : "\(values[row])"
    case .integers(let values): "\(values[row])"
    case .texts(let texts): texts[row] ?? "missing"
    }
  }
}

import RothostSeries

/// No look-ahead: what is declared causal does not change with what came later.
enum CausalityChecks {
  static let all = [
    check(
      "causal_cut", "outputs up to t stand when the rows after t are cut off", hasSeries,
      Way(isCut: true, compare: series) { market, row, _ in market.cut(at: row) }),
    check(
      "causal_changed", "outputs up to t stand when the rows after t become a boom", hasSeries,
      Way(compare: series) { market, row, seed in market.booming(from: row, seed: seed) }),
    check(
      "causal_shuffled", "outputs up to t stand when the rows after t are put into another order",
      hasSeries, Way(compare: series) { market, row, _ in market.shuffled(from: row) }),
    check(
      "table_causal", "a table's causal columns only grow at their end", hasTable,
      Way(isCut: true, compare: tables) { market, row, _ in market.cut(at: row) }),
  ]

  /// What a comparison of an answer with one that knew another future found.
  private enum Finding {
    case nothing
    case alike
    case different(String)
  }

  /// Another future, and what of the past is compared.
  private struct Way: Sendable {
    /// Whether there is none at all.
    var isCut = false
    /// The answer on the whole market, the other one, and the last time that both know.
    var compare: @Sendable (EvaluationResult, EvaluationResult, Int64) -> Finding
    /// The market, its first row that changes, and a seed.
    var change: @Sendable (ProbeMarket, Int, UInt64) -> ProbeMarket
  }

  /// - Parameter inapplicable: why it does not apply, where it does not.
  private static func check(
    _ name: String, _ sentence: String,
    _ inapplicable: @escaping @Sendable (IndicatorDescription) -> String?, _ way: Way
  ) -> Check {
    Check(
      .numbers, name, sentence, needs: [AnswerChecks.answers, "numbers.repeatable"],
      .indicator { trial throws(RothostError) in
        if let reason = inapplicable(trial.description) { return .notApplicable(reason) }
        if let incomparable = trial.incomparable { return incomparable }
        if let outcome = compared(trial, trial.market, try trial.base.get(), way) { return outcome }
        // Rare things show in longer markets.
        for rows in trial.longerRows {
          let market = ProbeMarket(trial.description, rows: rows, seed: trial.seed)
          switch trial.outcome(trial.request(market)) {
          case .success(let whole):
            if let outcome = compared(trial, market, whole, way) { return outcome }
          case .failure(let error):
            guard error.status == .timeout else { throw error }
          }
        }
        return .notApplicable("wherever its rows are cut off, nothing is left to compare")
      })
  }

  /// nil where no answer had anything to compare.
  private static func compared(
    _ trial: Trial, _ market: ProbeMarket, _ whole: EvaluationResult, _ way: Way
  ) -> CheckOutcome? {
    let asked = market.times.count - trial.warmUp
    var outcome: CheckOutcome?
    // The future begins after two, six and nine tenths of the asked rows.
    for row in [2, 6, 9].map({ trial.warmUp + asked * $0 / 10 }) {
      let time = market.times[row]
      let place = "other rows after \(ISO8601.text(time, as: market.timeKind))"
      switch trial.outcome(trial.request(way.change(market, row + 1, trial.seed))) {
      case .failure(let error):
        // A past alone may be too short to answer; with another future it is as long as it was.
        guard way.isCut, error.status == .tooFew else {
          return .failed("with \(place) it does not answer: \(error.message)")
        }
      case .success(let answer):
        switch way.compare(whole, answer, time) {
        case .nothing: continue
        case .alike: outcome = .passed
        case .different(let words): return .failed("looks ahead: \(words), with \(place)")
        }
      }
    }
    return outcome
  }

  private static func hasSeries(_ description: IndicatorDescription) -> String? {
    let has = description.outputs.contains { $0.kind == .series && $0.flags.contains(.causal) }
    return has ? nil : "no series is flagged ROT_CAUSAL"
  }

  private static func hasTable(_ description: IndicatorDescription) -> String? {
    let has = description.outputs.contains { hasCausalColumns($0) }
    return has ? nil : "no column of a table is flagged ROT_CAUSAL"
  }

  private static func hasCausalColumns(_ output: OutputDescription) -> Bool {
    output.kind == .table && output.columns.contains { $0.flags.contains(.causal) }
  }

  private static func series(
    _ whole: EvaluationResult, _ other: EvaluationResult, _ time: Int64
  ) -> Finding {
    ResultComparison(whole, other).causalDifference(upTo: time).map { .different($0) } ?? .alike
  }

  private static func tables(
    _ whole: EvaluationResult, _ short: EvaluationResult, _ time: Int64
  ) -> Finding {
    var finding = Finding.nothing
    for (index, output) in whole.description.outputs.enumerated() where hasCausalColumns(output) {
      guard let early = short.table(at: index), early.rowCount > 0 else { continue }
      guard let all = whole.table(at: index), early.rowCount <= all.rowCount else {
        return .different(
          "table \(output.name) loses rows when more data come in: \(early.rowCount) and then "
            + "\(whole.table(at: index)?.rowCount ?? 0)")
      }
      for (old, new) in zip(early.columns, all.columns)
      where old.description.flags.contains(.causal) {
        for row in 0..<early.rowCount where old.text(row) != new.text(row) {
          return .different(
            "table \(output.name), column \(old.name), row \(row): \(old.text(row)) and then "
              + new.text(row))
        }
      }
      finding = .alike
    }
    return finding
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

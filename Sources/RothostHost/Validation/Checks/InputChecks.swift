import RothostSeries

/// Inputs that markets do have: constant, gapped, tiny, huge, of other kinds and numbers.
enum InputChecks {
  static let all = [
    market("constant", "inputs that never move") { market in market.mapped { _, _, _ in 100 } },
    market("all_missing", "inputs without a value") { market in market.mapped { _, _, _ in .nan } },
    market("gaps", "every third value missing, and a run of twenty") { market in
      market.mapped { value, row, leg in
        (row + leg) % 3 == 0 || (40..<60).contains(row) ? .nan : value
      }
    },
    market("tiny", "levels near the smallest numbers there are") { market in
      market.mapped { value, _, _ in value * 1e-300 }
    },
    market("huge", "levels whose squares no number can hold") { market in
      market.mapped { value, _, _ in value * 1e200 }
    },
    market("bad_tick", "one value a million times too large") { market in
      market.mapped { value, row, _ in row == market.times.count / 2 ? value * 1e6 : value }
    },
    AnswerChecks.check("negative", "it answers or refuses in words: levels of zero and below") {
      trial in
      // A return of such levels does not exist, which the host says itself.
      let returns = trial.description.inputs.filter { [.log, .simple].contains($0.transform) }
        .map(\.role)
      let roles = trial.market.legs.map(\.role)
      guard roles.contains(where: { !returns.contains($0) }) else {
        return .notApplicable("every input is taken as a return")
      }
      let market = trial.market.mapped { value, row, leg in
        returns.contains(roles[leg]) ? value : row % 7 == 0 ? 0 : -value
      }
      return .of(trial.breach(trial.request(market), mayTakeLong: true))
    },
    market("instants", "stamps that are instants, not dates") { $0.asInstants },
    AnswerChecks.check("transforms", "it answers or refuses in words for every transform") {
      trial in
      for transform in Transform.allCases {
        var request = trial.request(trial.market)
        request.transform = transform
        if let breach = trial.breach(request) { return .failed("for \(transform): \(breach)") }
      }
      return .passed
    },
    AnswerChecks.check("alignments", "it answers or refuses in words for each of its alignments") {
      trial in
      let others = trial.description.alignments.filter { $0 != trial.description.defaultAlignment }
      guard !others.isEmpty else { return .notApplicable("it has one alignment") }
      for alignment in others {
        var request = trial.request(trial.market)
        request.alignment = alignment
        if let breach = trial.breach(request, mayTakeLong: true) {
          return .failed("aligned by \(alignment): \(breach)")
        }
      }
      return .passed
    },
    AnswerChecks.check("optional_inputs", "it does without each input that it calls optional") {
      trial in
      let roles = trial.description.inputs.filter(\.isOptional)
      guard !roles.isEmpty, trial.description.inputs.count > 1 else {
        return .notApplicable("every input is required")
      }
      for role in roles {
        if let breach = trial.breach(trial.request(trial.market.without(role: role.role))) {
          return .failed("without \(role.role): \(breach)")
        }
      }
      return .passed
    },
    AnswerChecks.check("repeated_inputs", "it takes as few and as many series as it says") {
      trial in
      let roles = trial.description.inputs.filter(\.isRepeated)
      guard !roles.isEmpty else { return .notApplicable("no input is repeated") }
      for wanted in [0, 2, 8] {
        let market = ProbeMarket(
          trial.description, rows: trial.market.times.count, seed: trial.seed,
          counts: { $0.isRepeated ? wanted : 1 })
        if let breach = trial.breach(trial.request(market), mayTakeLong: true) {
          return .failed("with \(market.legs.count) series in all: \(breach)")
        }
      }
      return .passed
    },
  ]

  /// An ordinary market with something done to it.
  private static func market(
    _ name: String, _ what: String, _ change: @escaping @Sendable (ProbeMarket) -> ProbeMarket
  ) -> Check {
    AnswerChecks.check(name, "it answers or refuses in words: \(what)") { trial in
      .of(trial.breach(trial.request(change(trial.market)), mayTakeLong: true))
    }
  }
}

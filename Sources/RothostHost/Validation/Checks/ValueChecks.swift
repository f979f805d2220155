import RothostSeries

/// Whether the numbers can be right: probabilities, gaps, units of measurement.
enum ValueChecks {
  static let all = [
    check("probabilities", "every p-value is between 0 and 1") { trial throws(RothostError) in
      let result = try trial.base.get()
      for (index, output) in trial.description.outputs.enumerated() {
        if output.kind == .scalar, output.flags.contains(.pValue),
          case .real(let p) = result.scalar(at: index)?.storage, p < 0 || p > 1
        {
          return .failed("scalar \(output.name) is \(p)")
        }
        for column in result.table(at: index)?.columns ?? []
        where column.description.flags.contains(.pValue) {
          if case .reals(let values) = column.storage,
            let row = values.indices.first(where: { values[$0] < 0 || values[$0] > 1 })
          {
            return .failed("column \(output.name).\(column.name) is \(values[row]) in row \(row)")
          }
        }
      }
      return .passed
    },
    check("missing_stays_missing", "where every input is missing, no series has a number") {
      trial throws(RothostError) in
      let outcome = trial.outcome(trial.request(trial.market.mapped { _, _, _ in .nan }))
      guard case .success(let result) = outcome else { return .passed }
      for (index, output) in trial.description.outputs.enumerated() where output.type == .real {
        guard let series = result.series(at: index) else { continue }
        if let row = series.values.indices.first(where: { !series.values[$0].isNaN }) {
          return .failed(
            "series \(output.name) is \(series.values[row]) at row \(row): a gap became a number")
        }
      }
      return .passed
    },
    check("recovers", "one missing row early on does not silence all that follows") {
      trial throws(RothostError) in
      let whole = try trial.base.get()
      let hole = trial.warmUp + 4
      let gapped = trial.market.mapped { value, row, _ in row == hole ? .nan : value }
      guard case .success(let result) = trial.outcome(trial.request(gapped)) else {
        return .passed
      }
      for (index, output) in trial.description.outputs.enumerated() {
        guard let old = whole.series(at: index), let new = result.series(at: index),
          old.count > 0, new.count > 0, !old.values[old.count - 1].isNaN
        else { continue }
        if new.values.indices.suffix(20).allSatisfy({ new.values[$0].isNaN }) {
          return .failed("series \(output.name) is missing to the end after one missing row")
        }
      }
      return .passed
    },
    check("scale", "inputs taken as returns may be in any unit: four times the level, same bits") {
      trial throws(RothostError) in
      try invariance(trial, [.log, .simple], "a return") { $0 * 4 }
    },
    check("shift", "inputs taken as differences may start anywhere: 4096 higher, same bits") {
      trial throws(RothostError) in
      try invariance(trial, [.difference], "a difference") { $0 + 4096 }
    },
  ]

  private static func check(
    _ name: String, _ sentence: String,
    _ body: @escaping @Sendable (Trial) throws(RothostError) -> CheckOutcome
  ) -> Check {
    Check(
      .numbers, name, sentence, needs: [AnswerChecks.answers, RepetitionChecks.forgetful],
      .indicator(body))
  }

  /// What the transform takes out of an input must not come back through a side door.
  private static func invariance(
    _ trial: Trial, _ transforms: Set<Transform>, _ what: String,
    _ change: (Double) -> Double
  ) throws(RothostError) -> CheckOutcome {
    let roles = Set(
      trial.description.inputs.filter { transforms.contains($0.transform) }.map(\.role))
    guard !roles.isEmpty else { return .notApplicable("no input is taken as \(what)") }
    if let incomparable = trial.incomparable { return incomparable }
    guard trial.description.defaultAlignment != .native else {
      return .notApplicable("it takes its inputs as they are stored")
    }
    let other = try trial.answer(
      trial.market.mapped { value, _, leg in
        roles.contains(trial.market.legs[leg].role) ? change(value) : value
      })
    let found = ResultComparison(try trial.base.get(), other).difference()
    return .of(found.map { "it depends on the level of what it declares as \(what): \($0)" })
  }
}

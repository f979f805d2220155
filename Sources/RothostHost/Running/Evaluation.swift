import RothostSeries

/// One call of an indicator's `evaluate` on prepared inputs.
struct Evaluation {
  let plan: RequestPlan
  let inputs: PreparedInputs
  let pool: BufferPool

  func run(_ watch: WorkerWatch) throws(RothostError) -> EvaluationResult {
    let description = plan.description
    let context = ResultContext(
      description: description, plugin: plan.plugin,
      parameters: plan.parameters, clock: inputs.clockName, alignment: plan.alignment,
      seed: plan.seed)
    let store = OutputStore(context: context, axis: inputs.axis, pool: pool)
    return try RothostError.naming(description.id, "evaluate") { () throws(RothostError) in
      let said =
        switch plan.place {
        case .here(let indicator): try call(indicator, store, watch)
        case .worker(let calls):
          try calls.evaluate(plan, inputs, into: store, watch)
        }
      let warnings = inputs.warnings + closingWarning + said
      return try store.finish(rows: inputs.rows, inputs: inputs.reports, warnings: warnings)
    }
  }

  /// Calls the indicator in this process and answers its warnings.
  private func call(
    _ indicator: LoadedIndicator, _ store: OutputStore, _ watch: WorkerWatch
  ) throws(RothostError) -> [String] {
    let block = CallBlock(indicator: plan.description.id, log: watch.log)
    try indicator.serialised { () throws(RothostError) in
      defer { block.context.end() }
      block.context.begin(
        outputs: store, monitor: watch.monitor, timeoutMilliseconds: watch.millisecondsLeft)
      // Inputs, parameters and the block's structs live until the call returns.
      let status = unsafe indicator.functions.evaluate(
        block.fill(inputs.table.call, plan.block, seed: plan.seed))
      withExtendedLifetime((inputs, plan.block)) {}
      try block.check(status, phase: "evaluate")
    }
    return block.context.warnings
  }

  /// Two daily series that close at different hours seem to lead or lag each other by one day.
  private var closingWarning: [String] {
    guard let frame = inputs.frame, frame.closesDiffer, inputs.reports.count > 1 else { return [] }
    let names = inputs.reports.map(\.series)
    var seen: Set<String> = []
    let unique = names.filter { seen.insert($0).inserted }
    guard unique.count > 1 else { return [] }
    return [
      "\(unique.joined(separator: ", ")) may close at different hours of a day: an answer at lag 1 or "
        + "-1 can be an artefact of that"
    ]
  }
}

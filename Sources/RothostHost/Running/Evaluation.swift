import RothostSeries

/// One call of an indicator's `evaluate` on prepared inputs.
struct Evaluation {
  let plan: RequestPlan
  let inputs: PreparedInputs
  let log: (@Sendable (Int32, String) -> Void)?
  let pool: BufferPool

  func run(_ monitor: Monitor) throws(RothostError) -> EvaluationResult {
    let description = plan.description
    let context = ResultContext(
      description: description, plugin: plan.indicator.plugin,
      parameters: plan.parameters, clock: inputs.clockName, alignment: plan.alignment,
      seed: plan.seed)
    let store = OutputStore(context: context, axis: inputs.axis, pool: pool)
    let block = CallBlock(indicator: description.id, log: log)
    try plan.indicator.serialised { () throws(RothostError) in
      defer { block.context.end() }
      block.context.begin(
        outputs: store, monitor: monitor, timeoutMilliseconds: plan.request.timeoutMilliseconds)
      // Inputs, parameters and the block's structs live until the call returns.
      let status = unsafe plan.indicator.functions.evaluate(
        block.fill(inputs.call, plan.block, seed: plan.seed))
      withExtendedLifetime((inputs, plan.block)) {}
      try block.check(status, phase: "evaluate")
    }
    let warnings = inputs.warnings + closingWarning + block.context.warnings
    return try RothostError.naming(description.id, "evaluate") { () throws(RothostError) in
      try store.finish(rows: inputs.rows, inputs: inputs.reports, warnings: warnings)
    }
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

extension PreparedInputs {
  /// As a call receives them; valid while this object lives.
  @unsafe var call: CallInputs {
    unsafe CallInputs(
      series: table.inputs, roles: table.roles, count: Int(table.inputCount), frame: table.frame)
  }
}

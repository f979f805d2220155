import RothostSeries

extension Engine {
  /// Answers one request: binds, prepares, runs the indicator in this process, and checks what it
  /// wrote.
  ///
  /// Callable from any number of threads; calls of an indicator that is not thread-safe wait for
  /// each other.
  /// - Throws: what went wrong, with plugin and phase (`prepare`, `evaluate`) where one is involved.
  public func evaluate(
    _ request: Request, monitor: Monitor = .silent
  ) throws(RothostError) -> EvaluationResult {
    let plan = try RequestPlan(request, catalogue.indicator(request.indicator))
    let id = plan.description.id
    let inputs = try RothostError.naming(id, "prepare") { () throws(RothostError) in
      try prepared(plan)
    }
    let evaluation = Evaluation(plan: plan, inputs: inputs, log: options.log, pool: pool)
    counts.addEvaluation()
    return try evaluation.run(monitor)
  }

  /// The inputs of a request bound to series and brought onto their clock.
  func prepared(_ plan: RequestPlan) throws(RothostError) -> PreparedInputs {
    let request = plan.request
    let binder = InputBinder(description: plan.description, request: request, stores: stores)
    let (inputs, warnings) = try binder.bind()
    let rules = FrameRules(
      clock: request.clock, alignment: plan.alignment, from: request.from, to: request.to,
      warmUpRows: try plan.lookBack(), staleness: request.staleness,
      keepsPartialBin: request.keepsPartialBin)
    return try frames.prepare(inputs, warnings: warnings, rules)
  }
}

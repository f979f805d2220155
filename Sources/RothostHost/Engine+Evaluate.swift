import RothostSeries

extension Engine {
  /// Answers one request: binds, prepares, runs the indicator here or in a worker, and checks what it
  /// wrote.
  ///
  /// Callable from any number of threads; calls of an indicator that is not thread-safe wait for
  /// each other. Where the plugin's file was replaced before it was loaded, the new one is asked.
  /// - Throws: what went wrong, with plugin and phase (`prepare`, `evaluate`) where one is involved.
  public func evaluate(
    _ request: Request, monitor: Monitor = .silent
  ) throws(RothostError) -> EvaluationResult {
    let watch = WorkerWatch(
      milliseconds: request.timeoutMilliseconds, monitor: monitor, log: options.log)
    var triesLeft = 5
    while true {
      let found = try catalogue.indicator(request.indicator, watch)
      let outcome = Result { () throws(RothostError) in try evaluate(request, found, watch) }
      triesLeft -= 1
      guard case .failure(let error) = outcome, error.status == .plugin, !found.isUnchanged,
        triesLeft > 0
      else { return try outcome.get() }
    }
  }

  private func evaluate(
    _ request: Request, _ found: FoundIndicator, _ watch: WorkerWatch
  ) throws(RothostError) -> EvaluationResult {
    let plan = try RequestPlan(
      request, found, in: isolates(found, request.isolation) ? workers : nil)
    let id = plan.description.id
    let inputs = try RothostError.naming(id, "prepare") { () throws(RothostError) in
      try prepared(plan, watch)
    }
    let evaluation = Evaluation(plan: plan, inputs: inputs, pool: pool)
    counts.addEvaluation()
    return try evaluation.run(watch)
  }

  /// Whether a request for an indicator runs in a worker.
  ///
  /// - Throws: `.unsupported` where a function of this very program is to run in another.
  func isolates(
    _ found: FoundIndicator, _ isolation: Request.Isolation
  ) throws(RothostError) -> Bool {
    switch isolation {
    case .none: return false
    case .standard: return options.isolatesStrangers && found.isStranger
    case .process:
      guard found.origin != .registered else {
        throw RothostError(
          .unsupported,
          "it is a function of this program, which no other process can call; leave isolation out",
          plugin: found.description.id, phase: "prepare")
      }
      return true
    }
  }

  /// The inputs of a request bound to series and brought onto their clock.
  func prepared(
    _ plan: RequestPlan, _ watch: WorkerWatch = WorkerWatch()
  ) throws(RothostError) -> PreparedInputs {
    let request = plan.request
    let binder = InputBinder(description: plan.description, request: request, stores: stores)
    let (inputs, warnings) = try binder.bind()
    let rules = FrameRules(
      clock: request.clock, alignment: plan.alignment, from: request.from, to: request.to,
      warmUpRows: try plan.lookBack(watch), staleness: request.staleness,
      keepsPartialBin: request.keepsPartialBin)
    return try frames.prepare(inputs, warnings: warnings, rules)
  }
}

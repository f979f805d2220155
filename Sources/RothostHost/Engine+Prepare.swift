import RothostSeries

extension Engine {
  /// Checks indicator, parameters and roles once, to run on many arrays.
  ///
  /// - Throws: `.parameter`, `.notFound` or `.unsupported` where the request does not fit.
  public func prepare(_ request: Request) throws(RothostError) -> PreparedRun {
    let watch = WorkerWatch(milliseconds: request.timeoutMilliseconds, log: options.log)
    let found = try catalogue.indicator(request.indicator, watch)
    guard try !isolates(found, request.isolation) else {
      throw RothostError(
        .unsupported,
        "prepared requests read the caller's arrays where they lie, so they run in the host's own "
          + "process; evaluate the request, or trust the plugin and leave isolation out",
        plugin: found.description.id, phase: "prepare")
    }
    return try PreparedRun(RequestPlan(request, found), log: options.log, counts: counts)
  }

  /// Opens an indicator on a request's inputs, to be fed row by row, here or in a worker of its own.
  ///
  /// As many stored rows before `from` as the indicator looks back are its warm-up; without `from`
  /// the last stored ones. Inputs without data are pushed from the beginning.
  /// - Throws: `.unsupported` where it does not stream; what binding, preparing and `open` throw.
  public func openStream(_ request: Request) throws(RothostError) -> IndicatorStream {
    let watch = WorkerWatch(milliseconds: request.timeoutMilliseconds, log: options.log)
    let found = try catalogue.indicator(request.indicator, watch)
    let plan = try RequestPlan(
      request, found, in: isolates(found, request.isolation) ? workers : nil)
    let stream = try RothostError.naming(plan.description.id, "open") { () throws(RothostError) in
      try IndicatorStream(StreamOpening(plan, self, watch))
    }
    counts.addStream()
    return stream
  }
}

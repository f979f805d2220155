import RothostSeries

extension Engine {
  /// Checks indicator, parameters and roles once, to run on many arrays.
  ///
  /// - Throws: `.parameter`, `.notFound` or `.unsupported` where the request does not fit.
  public func prepare(_ request: Request) throws(RothostError) -> PreparedRun {
    try PreparedRun(
      RequestPlan(request, catalogue.indicator(request.indicator)), log: options.log,
      counts: counts)
  }

  /// Opens an indicator on a request's inputs, to be fed row by row.
  ///
  /// As many stored rows before `from` as the indicator looks back are its warm-up; without `from`
  /// the last stored ones. Inputs without data are pushed from the beginning.
  /// - Throws: `.unsupported` where it does not stream; what binding, preparing and `open` throw.
  public func openStream(_ request: Request) throws(RothostError) -> IndicatorStream {
    let plan = try RequestPlan(request, catalogue.indicator(request.indicator))
    let stream = try RothostError.naming(plan.description.id, "open") { () throws(RothostError) in
      try IndicatorStream(StreamOpening(plan, self))
    }
    counts.addStream()
    return stream
  }
}

import RothostSeries

extension Engine {
  public func evaluate(
    _ request: Request, monitor: Monitor = .silent
  ) throws(RothostError) -> EvaluationResult {
    throw RothostError(.unsupported, "this build cannot evaluate yet")
  }

  public func prepare(_ request: Request) throws(RothostError) -> PreparedRun {
    throw RothostError(.unsupported, "this build cannot prepare yet")
  }

  public func openStream(_ request: Request) throws(RothostError) -> IndicatorStream {
    throw RothostError(.unsupported, "this build cannot stream yet")
  }

  /// Writes a series output back into the cache under `name`, so that evaluations chain.
  public func save(
    _ result: EvaluationResult, output: String, as name: String
  ) throws(RothostError) {
    throw RothostError(.unsupported, "this build cannot save yet")
  }
}

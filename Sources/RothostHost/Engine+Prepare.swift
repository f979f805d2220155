import RothostSeries

extension Engine {
  public func prepare(_ request: Request) throws(RothostError) -> PreparedRun {
    throw RothostError(.unsupported, "this build cannot prepare yet")
  }

  public func openStream(_ request: Request) throws(RothostError) -> IndicatorStream {
    throw RothostError(.unsupported, "this build cannot stream yet")
  }
}

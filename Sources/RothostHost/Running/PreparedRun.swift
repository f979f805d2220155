import RothostSeries

/// A request whose indicator, parameters and roles were checked once, to run on many arrays.
public final class PreparedRun: @unchecked Sendable {
  public let description: IndicatorDescription

  init(description: IndicatorDescription) {
    self.description = description
  }

  /// Evaluates on `columns`, one per input in role order, `count` values each, read in place.
  ///
  /// `times` nil: row numbers as days. One thread at a time.
  public func run(
    columns: [UnsafePointer<Double>], times: UnsafePointer<Int64>?, count: Int
  ) throws(RothostError) -> EvaluationResult {
    throw RothostError(.unsupported, "this build cannot run prepared requests yet")
  }
}

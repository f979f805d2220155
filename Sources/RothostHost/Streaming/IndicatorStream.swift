import RothostSeries

/// An indicator fed row by row. Belongs to one thread at a time and may move between threads.
public final class IndicatorStream: @unchecked Sendable {
  public let description: IndicatorDescription
  /// One value per update: how many inputs are bound, and how many outputs are series.
  public let inputCount: Int
  public let seriesCount: Int

  init(description: IndicatorDescription, inputCount: Int, seriesCount: Int) {
    self.description = description
    self.inputCount = inputCount
    self.seriesCount = seriesCount
  }

  /// One row of all inputs at one time, as levels, in order; writes one value per series output.
  public func update(
    time: Int64, row: UnsafePointer<Double>, count: Int, series: UnsafeMutablePointer<Double>
  ) throws(RothostError) {
    throw RothostError(.unsupported, "this build cannot stream yet")
  }

  /// The same for a bar that is not finished: answers and changes nothing.
  public func peek(
    time: Int64, row: UnsafePointer<Double>, count: Int, series: UnsafeMutablePointer<Double>
  ) throws(RothostError) {
    throw RothostError(.unsupported, "this build cannot stream yet")
  }

  /// One value of one input; inputs may arrive in any order.
  public func push(input: Int, time: Int64, value: Double) throws(RothostError) {
    throw RothostError(.unsupported, "this build cannot stream yet")
  }

  /// Runs the rows that the alignment completes up to `time`; answers how many.
  public func advance(to time: Int64) throws(RothostError) -> Int {
    throw RothostError(.unsupported, "this build cannot stream yet")
  }

  /// The last advance's rows of the given series output (counted among series outputs).
  ///
  /// Pointers are valid until the next advance or close.
  public func rows(
    seriesOutput: Int
  ) throws(RothostError) -> (
    times: UnsafePointer<Int64>, values: UnsafePointer<Double>, count: Int
  ) {
    throw RothostError(.unsupported, "this build cannot stream yet")
  }

  /// Scalars and tables as of now.
  public func snapshot() throws(RothostError) -> EvaluationResult {
    throw RothostError(.unsupported, "this build cannot stream yet")
  }

  /// JSON for introspection: inputs (role, transform) and series outputs, in order.
  public func describeJSON() -> String { "{}" }

  public func close() {}
}

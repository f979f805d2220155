/// An indicator that takes one row at a time; `run` over a whole range follows from it.
///
/// Batch and stream are the same code, so their answers are equal to the bit. An author gives a
/// value type for the state, `start`, `update`, and `finish` where there are scalars or tables.
public protocol StreamingIndicator: Indicator {
  associatedtype State: Sendable

  /// The state before the first row, warm-up included.
  func start(_ settings: borrowing Settings) throws(Failure) -> State
  /// Takes one finished row; what it writes to `row` is the output there.
  func update(_ state: inout State, _ row: inout Row) throws(Failure)
  /// Scalars and tables as of the last row; called any number of times.
  func finish(_ state: State, _ results: borrowing Results) throws(Failure)
}

extension StreamingIndicator {
  @inlinable public func finish(
    _ state: State, _ results: borrowing Results
  ) throws(Failure) {}

  /// Every row through `update`, then `finish`. O(rows).
  @inlinable public func run(_ run: borrowing Run) throws(Failure) {
    var state = try start(run.settings)
    try run.forEachRow { row throws(Failure) in try update(&state, &row) }
    try finish(state, run.results)
  }
}

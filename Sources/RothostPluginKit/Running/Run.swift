/// Everything one evaluation receives: inputs, parameters, services, and where results go.
///
/// Spans point straight into the shared frame and the host's buffers: nothing is copied. They
/// cannot outlive the run.
public struct Run: ~Copyable {
  @usableFromInline let call: EvaluationPointer
  @usableFromInline let shape: Shape
  public let settings: Settings
  public let results: Results

  @usableFromInline init(_ call: EvaluationPointer, _ shape: Shape, refusal: Refusal) {
    self.call = call
    self.shape = shape
    settings = call.settings(roles: shape.roleCount)
    results = Results(call.outputs(refusal))
  }

  /// Rows of the frame, warm-up included; 0 where the alignment is native.
  public var rows: Int { call.rowCount }
  /// The first rows, before the asked range: they feed windows and have no output.
  public var warmUpRows: Int { call.warmUpRows }
  /// The seed for anything random.
  public var seed: UInt64 { call.seed }
  /// Whether the inputs may close at different hours of a day.
  public var hasMixedCloses: Bool { call.hasMixedCloses }
  /// The host's numerics; nil where this host has none.
  public var statistics: Statistics? { call.statistics }

  /// Stamps of the frame's rows, nanoseconds since 1970.
  public var times: Span<Int64> {
    @_lifetime(borrow self) get { call.times }
  }

  /// The value of a parameter.
  @inlinable public subscript<Value: Sendable>(parameter: Parameter<Value>) -> Value {
    settings[parameter]
  }

  /// An input on the frame's clock, transformed; NaN is missing. Empty where alignment is native.
  public subscript(input: Input) -> Span<Double> {
    @_lifetime(borrow self) get { call.column(settings.columns[input.position]) }
  }

  /// An optional input on the frame's clock; nil where it is not bound.
  public subscript(input: OptionalInput) -> Span<Double>? {
    @_lifetime(borrow self) get {
      settings.has(input) ? call.column(settings.columns[input.position]) : nil
    }
  }

  /// One of a repeated role's series on the frame's clock.
  public subscript(input: RepeatedInput, index: Int) -> Span<Double> {
    @_lifetime(borrow self) get {
      precondition(index >= 0 && index < settings.count(of: input), "no such series of the role")
      return call.column(settings.columns[input.position] + index)
    }
  }

  /// The name of the series bound to a role.
  public func name(of input: Input) -> String { call.name(settings.columns[input.position]) }

  /// The names of the series bound to a repeated role, in order.
  public func names(of input: RepeatedInput) -> [String] { settings.names(of: input) }

  /// An input as it is stored, on its own stamps and untransformed.
  public func stored(_ input: Input) -> StoredSeries {
    call.stored(settings.columns[input.position])
  }

  /// An optional input as it is stored; nil where it is not bound.
  public func stored(_ input: OptionalInput) -> StoredSeries? {
    settings.has(input) ? call.stored(settings.columns[input.position]) : nil
  }

  /// The buffer of a series output: one value per row after the warm-up, missing until written.
  ///
  /// - Throws: where the host refuses it, as when it is asked for twice.
  @_lifetime(borrow self)
  public func series(_ output: SeriesOutput) throws(Failure) -> MutableSpan<Double> {
    try call.newSeries(output.position)
  }

  /// The same for categories: the code of one per row.
  @_lifetime(borrow self)
  public func series<Label: Choice>(
    _ output: ChoiceSeries<Label>
  ) throws(Failure) -> MutableSpan<Double> {
    try call.newSeries(output.position)
  }

  /// Sets a scalar; nil is missing.
  @inlinable public func set<Value: TypedValue>(_ output: Scalar<Value>, _ value: Value?) {
    results.set(output, value)
  }

  /// Appends one row to a table.
  @inlinable public func add<Record: Sendable>(_ record: Record, to table: Table<Record>) {
    results.add(record, to: table)
  }

  /// Adds a sentence that the user reads beside the answer.
  public func warn(_ message: String) { call.warn(message) }

  /// Tells how far the run is, 0 to 1.
  ///
  /// - Throws: `Failure.cancelled` where the host asks to stop.
  public func progress(_ fraction: Double) throws(Failure) {
    if call.asksToStop(fraction) { throw .cancelled }
  }
}

/// What the kit knows of an indicator when it is called.
@usableFromInline struct Shape: Sendable {
  @usableFromInline let roleCount: Int
  /// Positions of the series outputs among all outputs.
  @usableFromInline let seriesOutputs: [Int]
}

/// A series as it is stored: levels on its own stamps. Copied, so that it may be kept.
public struct StoredSeries: Sendable {
  public var times: [Int64]
  public var values: [Double]
}

/// Remembers that the host refused an output during a call.
@usableFromInline final class Refusal {
  @usableFromInline var status: Int32 = 0
  @usableFromInline init() {}
}

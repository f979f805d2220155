/// The parameters of one call, with defaults filled in and ranges checked by the host.
public struct Settings: ~Copyable {
  @usableFromInline let parameters: ParameterPointer
  /// For each role its first column, then the number of columns; empty where none is known yet.
  @usableFromInline let columns: [Int]
  /// nil where parameters are all there is, as in `lookBack`.
  private let call: EvaluationPointer?

  @usableFromInline init(
    _ parameters: ParameterPointer, columns: [Int] = [], call: EvaluationPointer? = nil
  ) {
    self.parameters = parameters
    self.columns = columns
    self.call = call
  }

  /// The value of a parameter.
  @inlinable public subscript<Value: Sendable>(parameter: Parameter<Value>) -> Value {
    parameter.decode(parameters.cells(parameter.position)) ?? parameter.standard
  }

  /// How many series are bound to a role; 0 in `lookBack`, which knows parameters only.
  public func count(of input: RepeatedInput) -> Int { Bound.count(columns, input.position) }

  /// The names of the series bound to a role, in order; empty in `lookBack`.
  public func names(of input: RepeatedInput) -> [String] {
    guard let call else { return [] }
    return (0..<count(of: input)).map { call.name(columns[input.position] + $0) }
  }

  /// Whether an optional role is bound; false in `lookBack`.
  public func has(_ input: OptionalInput) -> Bool { Bound.count(columns, input.position) > 0 }
}

/// Which columns of a frame belong to which role.
enum Bound {
  static func count(_ columns: [Int], _ role: Int) -> Int {
    role + 1 < columns.count ? columns[role + 1] - columns[role] : 0
  }
}

/// One typed value: `let n = Scalar<Int>("rows used")`.
public struct Scalar<Value: TypedValue>: Sendable, Declaration {
  @usableFromInline let position: Int
  let fields: OutputFields

  public init(_ documentation: String, _ flags: OutputFlags = [], unit: String? = nil) {
    position = Positions.next(.output)
    fields = OutputFields(
      about: DocumentedUnit(documentation: documentation, unit: unit), kind: .scalar,
      typeCode: Value.typeCode, flags: flags, choices: Value.choiceNames)
  }

  func add(to specification: inout Specification, name: String) {
    specification.outputs.append((name, fields))
  }
}

/// One real value per row of the frame.
public struct SeriesOutput: Sendable, Declaration {
  @usableFromInline let position: Int
  /// Among the series outputs: the order in which a stream writes them.
  @usableFromInline let seriesPosition: Int
  let fields: OutputFields

  public init(_ documentation: String, _ flags: OutputFlags = [], unit: String? = nil) {
    position = Positions.next(.output)
    seriesPosition = Positions.next(.series)
    fields = OutputFields(
      about: DocumentedUnit(documentation: documentation, unit: unit), kind: .series,
      typeCode: Double.typeCode, flags: flags, choices: [])
  }

  func add(to specification: inout Specification, name: String) {
    specification.outputs.append((name, fields))
  }
}

/// One category per row of the frame: `let regime = ChoiceSeries<Regime>("…", .causal)`.
public struct ChoiceSeries<Label: Choice>: Sendable, Declaration {
  @usableFromInline let position: Int
  @usableFromInline let seriesPosition: Int
  let fields: OutputFields

  public init(_ documentation: String, _ flags: OutputFlags = []) {
    position = Positions.next(.output)
    seriesPosition = Positions.next(.series)
    fields = OutputFields(
      about: DocumentedUnit(documentation: documentation, unit: nil), kind: .series,
      typeCode: Label.typeCode, flags: flags, choices: Label.choiceNames)
  }

  func add(to specification: inout Specification, name: String) {
    specification.outputs.append((name, fields))
  }
}

/// A table whose rows are values of a struct of the author's.
///
///     struct Year { var time: Time; var spread: Double? }
///     let years = Table<Year>("one row per calendar year",
///       Column("time", \.time, "the year's first session"),
///       Column("spread", \.spread, "return over the benchmark's"))
public struct Table<Record: Sendable>: Sendable, Declaration {
  @usableFromInline let position: Int
  @usableFromInline let columns: [Column<Record>]
  @usableFromInline let types: [UInt32]
  let fields: OutputFields

  public init(_ documentation: String, _ columns: Column<Record>...) {
    position = Positions.next(.output)
    self.columns = columns
    types = columns.map(\.fields.typeCode)
    fields = OutputFields(
      about: DocumentedUnit(documentation: documentation, unit: nil), kind: .table, typeCode: 0,
      flags: [], choices: [], columns: columns.map { ($0.name, $0.fields) })
  }

  func add(to specification: inout Specification, name: String) {
    specification.outputs.append((name, fields))
  }
}

/// A column of a `Table`, read from each record; nil is missing.
public struct Column<Record: Sendable>: Sendable {
  let name: String
  let fields: OutputFields
  @usableFromInline let cell: @Sendable (Record) -> Cell

  public init<Value: TypedValue>(
    _ name: String, _ value: @escaping @Sendable (Record) -> Value, _ documentation: String,
    _ flags: OutputFlags = [], unit: String? = nil
  ) {
    self.init(name, { Optional(value($0)) }, documentation, flags, unit: unit)
  }

  public init<Value: TypedValue>(
    _ name: String, _ value: @escaping @Sendable (Record) -> Value?, _ documentation: String,
    _ flags: OutputFlags = [], unit: String? = nil
  ) {
    self.name = name
    fields = OutputFields(
      about: DocumentedUnit(documentation: documentation, unit: unit), kind: .column,
      typeCode: Value.typeCode, flags: flags, choices: Value.choiceNames)
    cell = { value($0)?.cell ?? Value.missing }
  }
}

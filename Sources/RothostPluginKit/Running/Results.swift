/// Where scalars and tables go. What is never set is missing.
public struct Results: ~Copyable {
  @usableFromInline let outputs: OutputsPointer

  @usableFromInline init(_ outputs: OutputsPointer) { self.outputs = outputs }

  /// Sets a scalar; nil is missing.
  @inlinable public func set<Value: TypedValue>(_ output: Scalar<Value>, _ value: Value?) {
    if let value { outputs.set(output.position, value.cell) }
  }

  /// Appends one row to a table.
  @inlinable public func add<Record: Sendable>(_ record: Record, to table: Table<Record>) {
    outputs.add(table.position, table.columns.map { $0.cell(record) }, types: table.types)
  }
}

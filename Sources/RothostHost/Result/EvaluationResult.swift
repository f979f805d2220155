import RothostSeries

/// What one evaluation answered: scalars, series and tables, and what they were made of.
///
/// Immutable and safe to read from any number of threads. Its numbers lie in the buffers that the
/// indicator wrote; they live as long as this object or any array taken from it.
public final class EvaluationResult: Sendable {
  let context: ResultContext
  let values: [OutputValue]
  public let inputs: [InputReport]
  /// Rows answered for: the frame's after warm-up; with `native` the first input's in the range.
  public let rows: Int
  public let warnings: [String]
  /// Dates where every stamp the answer rests on is a session date.
  public let timeKind: TimeKind

  init(
    context: ResultContext, values: [OutputValue], inputs: [InputReport], rows: Int,
    warnings: [String], timeKind: TimeKind
  ) {
    self.context = context
    self.values = values
    self.inputs = inputs
    self.rows = rows
    self.warnings = warnings
    self.timeKind = timeKind
  }

  public var description: IndicatorDescription { context.description }
  /// Where the indicator came from; empty texts where the embedding program registered it.
  public var plugin: (path: String, sha256: String) {
    (context.plugin.path, context.plugin.sha256)
  }
  /// In the descriptor's order, defaults filled in.
  public var parameters: [(name: String, value: Value)] { context.parameters }
  public var clock: String { context.clock }
  public var alignment: Alignment { context.alignment }
  public var seed: UInt64 { context.seed }

  /// The scalar at `index` among the outputs; nil where it is missing or no scalar. O(1).
  ///
  /// A real that was set to NaN is NaN.
  public func scalar(at index: Int) -> Value? {
    guard values.indices.contains(index) else { return nil }
    let type = description.outputs[index].type
    switch values[index] {
    case .real(let value): return Value(type, .real(value))
    case .integer(let value): return value == missingInteger ? nil : Value(type, .integer(value))
    case .text(let value): return Value(type, .text(value))
    case .missing, .series, .table: return nil
    }
  }

  /// The series at `index` among the outputs; nil where it was not written or is none. O(1).
  public func series(at index: Int) -> SeriesOutput? {
    guard values.indices.contains(index), case .series(let axis, let numbers) = values[index] else {
      return nil
    }
    return SeriesOutput(
      description: description.outputs[index], timeKind: axis.kind, times: axis.times,
      values: numbers)
  }

  /// The table at `index` among the outputs, empty where it was not written; nil where it is none.
  public func table(at index: Int) -> TableOutput? {
    guard values.indices.contains(index), case .table(let storage, let rowCount) = values[index]
    else { return nil }
    let output = description.outputs[index]
    return TableOutput(
      description: output, rowCount: rowCount,
      columns: zip(output.columns, storage).map { TableColumn(description: $0, storage: $1) })
  }

  /// The position of an output of any kind; O(outputs).
  public func index(of output: String) -> Int? {
    description.outputs.firstIndex { $0.name == output }
  }

  public func scalar(_ name: String) -> Value? { index(of: name).flatMap(scalar(at:)) }
  public func series(_ name: String) -> SeriesOutput? { index(of: name).flatMap(series(at:)) }
  public func table(_ name: String) -> TableOutput? { index(of: name).flatMap(table(at:)) }
}

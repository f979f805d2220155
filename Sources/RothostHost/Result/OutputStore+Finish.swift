import RothostSeries
import RothostStatistics

extension OutputStore {
  /// Checks what the indicator wrote and makes the result of it, without a copy.
  ///
  /// O(values), O(outputs) where the series are vouched for.
  ///
  /// - Throws: `.plugin` where it wrote outside an output, `.output` where a value is infinite or
  ///   no code of its choices.
  func finish(
    rows: Int, inputs: [InputReport], warnings: [String]
  ) throws(RothostError) -> EvaluationResult {
    let kind = axis?.kind ?? TimeKind(common: inputs)
    var values: [OutputValue] = []
    values.reserveCapacity(slots.count)
    for index in slots.indices { values.append(try value(of: index, kind)) }
    return EvaluationResult(
      context: context, values: values, inputs: inputs, rows: rows, warnings: warnings,
      timeKind: kind)
  }

  private func value(of index: Int, _ kind: TimeKind) throws(RothostError) -> OutputValue {
    switch slots[index] {
    case .unset:
      let declared = declaration(index)
      guard declared.kind == .table else { return .missing }
      return .table(declared.columns.map { RowColumn($0.type).storage() }, rowCount: 0)
    case .real(let value): return .real(value)
    case .integer(let value): return .integer(value)
    case .text(let value): return .text(value)
    case .series(let buffer, let stamps):
      let numbers = try reals(of: buffer, index, column: nil)
      if let stamps {
        let times = stamps.sharedIntegers()
        return .series(TimeAxis(times: times, kind: kind.of(times)), numbers)
      }
      guard let axis else { preconditionFailure("a series without stamps and without a frame") }
      return .series(axis, numbers)
    case .table(let buffers):
      var columns: [TableColumn.Storage] = []
      for (buffer, column) in zip(buffers, declaration(index).columns) {
        columns.append(
          column.type == .real
            ? .reals(try reals(of: buffer, index, column: column.name))
            : .integers(try integers(of: buffer, index, column)))
      }
      return .table(columns, rowCount: buffers.first?.count ?? 0)
    case .rows(let columns):
      let storage = columns.map { $0.storage() }
      return .table(storage, rowCount: storage.first?.count ?? 0)
    }
  }

  private func reals(
    of buffer: GuardedBuffer, _ index: Int, column: String?
  ) throws(RothostError) -> SharedArray<Double> {
    try checkCanary(buffer, index)
    let values = buffer.sharedDoubles()
    let declared = declaration(index)
    let name = column.map { "column \"\($0)\" " } ?? ""
    if !isVouchedFinite, let row = values.withSpan(firstInfinity(in:)) {
      throw refusal(index, "\(name)is infinite at row \(row); write NaN where there is no number")
    }
    guard declared.kind == .series, declared.type == .choice else { return values }
    let end = Double(declared.choices.count)
    let bad = values.indices.first { row in
      let code = values[row]
      return !code.isNaN && !(code >= 0 && code < end && code == code.rounded())
    }
    if let bad {
      throw refusal(
        index,
        "is \(values[bad]) at row \(bad), but it has \(declared.choices.count) choices, "
          + "counted from 0")
    }
    return values
  }

  private func integers(
    of buffer: GuardedBuffer, _ index: Int, _ column: ColumnDescription
  ) throws(RothostError) -> SharedArray<Int64> {
    try checkCanary(buffer, index)
    let values = buffer.sharedIntegers()
    guard column.type == .choice || column.type == .boolean else { return values }
    for row in values.indices {
      if let why = column.type.fault(in: values[row], choices: column.choices) {
        throw refusal(index, "column \"\(column.name)\" row \(row) \(why)")
      }
    }
    return values
  }

  func checkCanary(_ buffer: GuardedBuffer, _ index: Int) throws(RothostError) {
    if buffer.isIntact { return }
    throw RothostError(
      .plugin,
      "wrote before the beginning of output \"\(declaration(index).name)\"; the result is dropped: "
        + "look for a negative index where the plugin writes it")
  }
}

extension TimeKind {
  /// Dates where all inputs are dated; instants where one is not or there is none.
  init(common inputs: [InputReport]) {
    let isDated = !inputs.isEmpty && inputs.allSatisfy { $0.timeKind == .dates }
    self = isDated ? .dates : .instants
  }

  /// What stamps of an answer on this kind of clock are: dates only where all are at midnight.
  func of(_ times: SharedArray<Int64>) -> TimeKind {
    guard self == .dates else { return .instants }
    let isDated = times.indices.allSatisfy { row in
      times[row] == missingInteger || times[row] % CivilDate.nanosecondsPerDay == 0
    }
    return isDated ? .dates : .instants
  }
}

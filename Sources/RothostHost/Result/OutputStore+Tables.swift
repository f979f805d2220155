import RothostSeries

/// A column of a table that grows row by row.
enum RowColumn {
  case reals(GrowableArray<Double>)
  case integers(GrowableArray<Int64>)
  case texts([String?])

  init(_ type: ValueType) {
    switch type {
    case .real: self = .reals(GrowableArray())
    case .text: self = .texts([])
    default: self = .integers(GrowableArray())
    }
  }

  func storage() -> TableColumn.Storage {
    switch self {
    case .reals(let values): .reals(values.shared())
    case .integers(let values): .integers(values.shared())
    case .texts(let values): .texts(TextArray(values))
    }
  }
}

extension OutputStore {
  /// A table of known length, one buffer per column, all missing; O(rows · columns).
  ///
  /// - Throws: `.output` where there is no such table, it has text columns, or was begun before.
  func newTable(_ output: UInt32, rowCount: Int64) throws(RothostError) -> [GuardedBuffer] {
    let index = try checked(output, .table, "new_table", isFresh: true)
    guard rowCount >= 0, let count = Int(exactly: rowCount) else {
      throw refusal(index, "got \(rowCount) rows: a table has 0 or more")
    }
    var buffers: [GuardedBuffer] = []
    for column in declaration(index).columns {
      switch column.type {
      case .text:
        throw refusal(index, "has the text column \"\(column.name)\": use add_row")
      case .real: buffers.append(try missingReals(count))
      default:
        let buffer = try GuardedBuffer(count: count, pool: pool)
        buffer.fill(missingInteger)
        buffers.append(buffer)
      }
    }
    slots[index] = .table(buffers)
    return buffers
  }

  /// Appends one row; amortised O(columns).
  ///
  /// - Throws: `.output` where there is no such table or a cell is not of its column's type.
  func addRow(_ output: UInt32, _ cells: [Cell]) throws(RothostError) {
    let index = try checked(output, .table, "add_row")
    let declared = declaration(index).columns
    guard cells.count == declared.count else {
      throw refusal(
        index, "got a row of \(cells.count) cells, but it has \(declared.count) columns")
    }
    for (cell, column) in zip(cells, declared) { try accept(cell, index, column) }
    var columns: [RowColumn]
    switch slots[index] {
    case .unset: columns = declared.map { RowColumn($0.type) }
    case .rows(let begun): columns = begun
    default: throw refusal(index, "was begun with new_table: use one of new_table and add_row")
    }
    // Taken out of the slot, so that growing lists of texts are not copied at every row.
    slots[index] = .unset
    for (position, cell) in cells.enumerated() { columns[position].append(cell) }
    slots[index] = .rows(columns)
  }

  /// - Throws: `.output` where a cell is no value of a column of this output.
  func accept(
    _ cell: Cell, _ index: Int, _ column: ColumnDescription
  ) throws(RothostError) {
    if let why = fault(in: cell, column) {
      throw refusal(index, "column \"\(column.name)\" \(why)")
    }
  }

  private func fault(in cell: Cell, _ column: ColumnDescription) -> String? {
    guard cell.type == column.type else {
      return "is \(column.type.name), but the cell is \(cell.type.name)"
    }
    switch cell {
    case .real(let value):
      return value.isInfinite ? "got an infinity; give NaN where there is no number" : nil
    case .integer(_, let value): return column.type.fault(in: value, choices: column.choices)
    case .text: return nil
    }
  }
}

extension RowColumn {
  /// - Precondition: the cell is of the column's type.
  fileprivate mutating func append(_ cell: Cell) {
    switch (self, cell) {
    case (.reals(let values), .real(let value)): values.append(value)
    case (.integers(let values), .integer(_, let value)): values.append(value)
    case (.texts(var values), .text(let text)):
      self = .texts([])
      values.append(text)
      self = .texts(values)
    default: preconditionFailure("a cell of another type than its column")
    }
  }
}

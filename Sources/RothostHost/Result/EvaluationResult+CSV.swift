import RothostSeries

extension EvaluationResult {
  /// All outputs as one CSV document, one value per line: `output,row,time,column,value`.
  ///
  /// Scalars have neither row nor time nor column, series no column, tables no time (theirs is a
  /// column). Missing values are empty. Values are written as in `json()`; quoting is RFC 4180's.
  public func csv() -> String {
    var csv = CSVWriter()
    csv.line(["output", "row", "time", "column", "value"])
    for (index, output) in description.outputs.enumerated() {
      switch values[index] {
      case .real, .integer, .text, .missing:
        csv.line([output.name, "", "", "", scalarText(at: index)])
      case .series:
        guard let series = series(at: index) else { continue }
        for row in 0..<series.count {
          csv.line([
            output.name, "\(row)", series.timeText(at: row), "", series.valueText(at: row),
          ])
        }
      case .table:
        guard let table = table(at: index) else { continue }
        for row in 0..<table.rowCount {
          for column in table.columns {
            csv.line([output.name, "\(row)", "", column.name, text(column, row)])
          }
        }
      }
    }
    return csv.text
  }

  /// One output as a CSV table: a table's columns, a series as `time` and its name, a scalar alone.
  ///
  /// - Throws: `.notFound` where there is no such output.
  public func csv(output name: String) throws(RothostError) -> String {
    var csv = CSVWriter()
    let index = try requireIndex(of: name)
    if let table = table(at: index) {
      csv.line(table.columns.map(\.name))
      for row in 0..<table.rowCount { csv.line(table.columns.map { text($0, row) }) }
    } else if description.outputs[index].kind == .series {
      csv.line(["time", name])
      if let series = series(at: index) {
        for row in 0..<series.count {
          csv.line([series.timeText(at: row), series.valueText(at: row)])
        }
      }
    } else {
      csv.line([name])
      csv.line([scalarText(at: index)])
    }
    return csv.text
  }

  /// The position of an output; throws `.notFound` naming those there are.
  func requireIndex(of output: String) throws(RothostError) -> Int {
    if let index = index(of: output) { return index }
    throw RothostError(
      .notFound,
      "\(description.id) has no output \"\(output)\"; it has "
        + description.outputs.map(\.name).joined(separator: ", "))
  }

  /// The scalar at `index` as text, "" where it is missing.
  public func scalarText(at index: Int) -> String {
    guard let value = scalar(at: index) else { return "" }
    let output = description.outputs[index]
    switch value.storage {
    case .real(let real): return realText(real)
    case .integer(let integer):
      return integerText(integer, output.type, unit: output.unit, output.choices)
    case .text(let text): return text
    case .reals, .integers, .texts: return ""
    }
  }

  /// One cell of a table as text, "" where it is missing.
  public func text(_ column: TableColumn, _ row: Int) -> String {
    switch column.storage {
    case .reals(let values): realText(values[row])
    case .integers(let values):
      integerText(values[row], column.type, unit: column.unit, column.choices)
    case .texts(let texts): texts[row] ?? ""
    }
  }

  private func integerText(
    _ value: Int64, _ type: ValueType, unit: String?, _ choices: [String]
  ) -> String {
    if value == missingInteger { return "" }
    switch type {
    case .boolean: return value == 0 ? "false" : "true"
    case .choice: return choices[Int(value)]
    case .duration: return DurationUnit.text(value, unit: unit)
    case .date, .time: return timeText(value, type)
    case .real, .integer, .text: return "\(value)"
    }
  }
}

extension SeriesOutput {
  public func timeText(at row: Int) -> String { ISO8601.text(times[row], as: timeKind) }

  /// The value at `row` as text, "" where it is missing.
  public func valueText(at row: Int) -> String {
    description.type == .choice ? choice(at: row) ?? "" : realText(values[row])
  }
}

/// The fewest digits that read back to the same bits; "" for NaN.
private func realText(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }

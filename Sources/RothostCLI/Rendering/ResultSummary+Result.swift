import RothostHost
import RothostSeries

extension ResultSummary {
  init(_ result: EvaluationResult) {
    let description = result.description
    title = "\(description.id) \(description.version)"
    subtitle = description.summary
    inputs = result.inputs.map(Input.init)
    frame =
      "clock \(result.clock) · align \(result.alignment) · \(result.rows) rows · seed \(result.seed)"
    warnings = result.warnings
    scalars = []
    series = []
    tables = []
    for (index, output) in description.outputs.enumerated() {
      switch output.kind {
      case .scalar where output.name == "verdict":
        verdict = result.scalar(at: index).map { ValueText.text($0, choices: output.choices) }
      case .scalar:
        scalars.append(Scalar(output, result.scalar(at: index)))
      case .series:
        if let answered = result.series(at: index) { series.append(Series(answered)) }
      case .table:
        if let answered = result.table(at: index) { tables.append(Table(answered)) }
      }
    }
  }
}

extension ResultSummary.Input {
  fileprivate init(_ report: InputReport) {
    role = report.role
    series = report.column.isEmpty ? report.series : "\(report.series):\(report.column)"
    transform = report.transform.description
    delay = report.delay.map(\.description) ?? ""
    rows = report.rows
    range = ValueText.range(report.from, report.to, report.timeKind)
  }
}

extension ResultSummary.Scalar {
  fileprivate init(_ output: OutputDescription, _ value: Value?) {
    name = output.name
    self.value = value.map { ValueText.text($0, choices: output.choices) } ?? NumberText.missing
    unit = output.type == .duration ? "" : output.unit ?? ""
    documentation = output.documentation
    isText = output.type == .text
  }
}

extension ResultSummary.Series {
  fileprivate init(_ output: SeriesOutput) {
    name = output.name
    unit = output.unit ?? ""
    rowCount = output.count
    let ends = output.count > 0 ? (0, output.count - 1) : nil
    range = ValueText.range(
      ends.map { output.times[$0.0] }, ends.map { output.times[$0.1] }, output.timeKind)
    var extremes: ClosedRange<Double>?
    for row in 0..<output.count where output.values[row].isFinite {
      let value = output.values[row]
      extremes =
        extremes.map { min($0.lowerBound, value)...max($0.upperBound, value) }
        ?? value...value
    }
    func text(_ value: Double?) -> String {
      guard let value, value.isFinite else { return NumberText.missing }
      guard output.description.type == .choice else { return NumberText.text(value) }
      return ValueText.choice(Int64(value), output.description.choices)
    }
    last = text(ends.map { output.values[$0.1] })
    lowest = text(extremes?.lowerBound)
    highest = text(extremes?.upperBound)
  }
}

extension ResultSummary.Table {
  fileprivate init(_ table: TableOutput) {
    let (rows, headCount) = Self.shown(of: table.rowCount)
    name = table.name
    rowCount = table.rowCount
    self.headCount = headCount
    columns = table.columns.map { column in
      ResultSummary.Column(
        name: column.name, isNumber: column.type == .real || column.type == .integer,
        isText: column.type == .text, cells: Self.cells(column, rows))
    }
  }

  private static func cells(_ column: TableColumn, _ rows: [Int]) -> [String] {
    switch column.storage {
    case .reals(let values):
      return NumberText.column(rows.map { values[$0] })
    case .integers(let values):
      return rows.map { row in
        ValueText.text(
          Value(column.type, .integer(values[row])), choices: column.choices)
      }
    case .texts(let texts):
      return rows.map { StandardStreams.singleLine(texts[$0] ?? NumberText.missing) }
    }
  }
}

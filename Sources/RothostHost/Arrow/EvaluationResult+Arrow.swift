import RothostSeries

extension EvaluationResult {
  /// All outputs as one row: scalars as they are, series and tables as lists of structures.
  ///
  /// Numbers and stamps are not copied. NaN stays NaN; missing scalars, integers, texts and series
  /// are null. Choices are their names.
  func arrow() -> ArrowColumn {
    .structure("", length: 1, description.outputs.indices.map(arrowField(at:)))
  }

  /// One output as a structure array: a table's columns; a series as `time` and its name; a scalar
  /// alone in one row.
  ///
  /// - Throws: `.notFound` where there is no such output.
  func arrow(output name: String) throws(RothostError) -> ArrowColumn {
    let index = try requireIndex(of: name)
    switch description.outputs[index].kind {
    case .scalar: return .structure("", length: 1, [arrowField(at: index)])
    case .series: return arrowSeries(at: index, values: name)
    case .table: return arrowTable(at: index)
    }
  }

  private func arrowField(at index: Int) -> ArrowColumn {
    let output = description.outputs[index]
    switch output.kind {
    case .scalar: return arrowScalar(at: index)
    case .series:
      let isMissing = series(at: index) == nil
      return .list(output.name, arrowSeries(at: index, values: "value"), isMissing: isMissing)
    case .table: return .list(output.name, arrowTable(at: index))
    }
  }

  private func arrowScalar(at index: Int) -> ArrowColumn {
    let output = description.outputs[index]
    switch (output.type, values[index]) {
    case (.real, .real(let value)): return .reals(output.name, SharedArray([value]))
    case (.real, _): return .reals(output.name, SharedArray([.nan]))
    case (.text, .text(let text)): return .texts(output.name, [text])
    case (.text, _): return .texts(output.name, [nil])
    case (let type, .integer(let value)):
      return .integers(output.name, type, SharedArray([value]), choices: output.choices, timeKind)
    case (let type, _):
      return .integers(
        output.name, type, SharedArray([missingInteger]), choices: output.choices, timeKind)
    }
  }

  private func arrowSeries(at index: Int, values name: String) -> ArrowColumn {
    let output = description.outputs[index]
    let series = series(at: index)
    let times = series?.times ?? SharedArray([])
    let numbers = series?.values ?? SharedArray([])
    let isChoice = output.type == .choice
    return .structure(
      "item", length: times.count,
      [
        .stamps("time", times, series?.timeKind ?? timeKind),
        isChoice
          ? .texts(name, numbers.indices.map { series?.choice(at: $0) })
          : .reals(name, numbers),
      ])
  }

  private func arrowTable(at index: Int) -> ArrowColumn {
    guard let table = table(at: index) else { return .structure("item", length: 0, []) }
    return .structure(
      "item", length: table.rowCount,
      table.columns.map { column in
        switch column.storage {
        case .reals(let values): .reals(column.name, values)
        case .integers(let values):
          .integers(column.name, column.type, values, choices: column.choices, timeKind)
        case .texts(let texts): .texts(column.name, (0..<texts.count).map { texts[$0] })
        }
      })
  }
}

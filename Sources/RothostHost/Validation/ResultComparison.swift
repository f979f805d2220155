import RothostSeries

/// Where two answers differ, in words; bit for bit, with every NaN alike.
struct ResultComparison {
  let first: EvaluationResult
  let second: EvaluationResult
  /// Words may differ where numbers may not: they name the inputs.
  var ignoresTexts = false

  private var description: IndicatorDescription { first.description }

  init(_ first: EvaluationResult, _ second: EvaluationResult, ignoresTexts: Bool = false) {
    self.first = first
    self.second = second
    self.ignoresTexts = ignoresTexts
  }

  /// The first difference in any output; nil where there is none. O(values).
  func difference(scalarsAndTablesOnly: Bool = false) -> String? {
    for (index, output) in description.outputs.enumerated() {
      let found: String?
      switch output.kind {
      case .series: found = scalarsAndTablesOnly ? nil : seriesDifference(index, upTo: nil)
      case .scalar: found = scalarDifference(index)
      case .table: found = tableDifference(index)
      }
      if let found { return found }
    }
    return nil
  }

  /// The first difference in what is declared causal, where `second` ends at `time` or differs from
  /// `first` only after it.
  func causalDifference(upTo time: Int64) -> String? {
    for (index, output) in description.outputs.enumerated() {
      if output.kind == .series, output.flags.contains(.causal),
        let found = seriesDifference(index, upTo: time)
      {
        return found
      }
    }
    return nil
  }

  private func seriesDifference(_ index: Int, upTo time: Int64?) -> String? {
    let name = description.outputs[index].name
    guard let left = first.series(at: index), let right = second.series(at: index) else {
      let isBoth = first.series(at: index) == nil && second.series(at: index) == nil
      return isBoth ? nil : "series \(name) is written in one and not in the other"
    }
    let ends = time ?? .max
    let rows = left.times.indices.count { left.times[$0] <= ends }
    let others = right.times.indices.count { right.times[$0] <= ends }
    guard rows == others else { return "series \(name) has \(rows) rows and then \(others)" }
    for row in 0..<rows {
      let stamp = left.times[row]
      let (old, new) = (left.values[row], right.values[row])
      if stamp != right.times[row] || !Self.areAlike(old, new) {
        return "series \(name) at \(ISO8601.text(stamp, as: left.timeKind)) (row \(row)): "
          + "\(Self.shown(old)) and then \(Self.shown(new))"
      }
    }
    return nil
  }

  private func scalarDifference(_ index: Int) -> String? {
    let output = description.outputs[index]
    if ignoresTexts && output.type == .text { return nil }
    let (left, right) = (first.scalar(at: index), second.scalar(at: index))
    if case .real(let old) = left?.storage, case .real(let new) = right?.storage {
      return Self.areAlike(old, new)
        ? nil : "scalar \(output.name): \(Self.shown(old)) and then \(Self.shown(new))"
    }
    if left == right { return nil }
    return "scalar \(output.name): \(Self.shown(left)) and then \(Self.shown(right))"
  }

  private func tableDifference(_ index: Int) -> String? {
    let name = description.outputs[index].name
    let (one, other) = (first.table(at: index), second.table(at: index))
    let (rows, others) = (one?.rowCount ?? 0, other?.rowCount ?? 0)
    guard rows == others else { return "table \(name) has \(rows) rows and then \(others)" }
    guard let left = one, let right = other else { return nil }
    for (old, new) in zip(left.columns, right.columns) {
      for row in 0..<left.rowCount where !areAlike(old, new, row) {
        return "table \(name), column \(old.name), row \(row)"
      }
    }
    return nil
  }

  private func areAlike(_ left: TableColumn, _ right: TableColumn, _ row: Int) -> Bool {
    switch (left.storage, right.storage) {
    case (.reals(let old), .reals(let new)): Self.areAlike(old[row], new[row])
    case (.integers(let old), .integers(let new)): old[row] == new[row]
    case (.texts(let old), .texts(let new)): ignoresTexts || old[row] == new[row]
    default: false
    }
  }

  private static func areAlike(_ left: Double, _ right: Double) -> Bool {
    left.bitPattern == right.bitPattern || (left.isNaN && right.isNaN)
  }

  private static func shown(_ value: Double) -> String { value.isNaN ? "missing" : "\(value)" }

  private static func shown(_ value: Value?) -> String {
    switch value?.storage {
    case nil: "missing"
    case .real(let real): shown(real)
    case .integer(let integer): "\(integer)"
    case .text(let text): "\"\(text)\""
    case .reals, .integers, .texts: "a list"
    }
  }
}

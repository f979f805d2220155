import RothostHost
import RothostSeries

extension Plot {
  /// Everything in the result that can be drawn: tables by lag as stems, then each series.
  static func plots(of result: EvaluationResult) -> [Plot] {
    var plots = [Plot]()
    for (index, output) in result.description.outputs.enumerated() {
      switch output.kind {
      case .scalar: break
      case .series:
        if let series = result.series(at: index), series.count > 0 {
          plots.append(Plot(series, of: result))
        }
      case .table:
        if let table = result.table(at: index), let plot = Plot(byLag: table, of: result) {
          plots.append(plot)
        }
      }
    }
    return plots
  }

  /// A profile: a table whose first column is `lag` and that has a real column to draw over it.
  ///
  /// The point the scalar `best_lag` names is the answer, `lag_low` … `lag_high` its interval, and
  /// stems with a pointwise p below 5 % are marked.
  private init?(byLag table: TableOutput, of result: EvaluationResult) {
    guard let first = table.columns.first, first.name == "lag", table.rowCount > 0,
      case .integers(let lags) = first.storage,
      let column = table.columns.first(where: { $0.type == .real }),
      case .reals(let values) = column.storage
    else { return nil }
    title = "\(result.description.id): \(column.name) by lag"
    subtitle = Self.inputs(of: result)
    shape = .stems
    let unit = first.unit ?? "rows"
    axis = .number(label: "lag (\(unit))")
    x = lags.indices.map { Double(lags[$0]) }
    y = values.indices.map { values[$0] }
    if case .reals(let chances)? = table.column("p_pointwise")?.storage {
      isMarked = chances.indices.map { chances[$0] < Self.pointwiseLevel }
    }
    highlight = result.scalar("best_lag").flatMap(Self.number)
    if let low = result.scalar("lag_low").flatMap(Self.number),
      let high = result.scalar("lag_high").flatMap(Self.number), low <= high
    {
      interval = low...high
    }
  }

  /// The usual 5 % (Fisher 1925); it only shades stems, the verdict uses the family-wise p.
  private static let pointwiseLevel = 0.05

  private init(_ series: SeriesOutput, of result: EvaluationResult) {
    title = "\(result.description.id): \(series.name)"
    if let unit = series.unit, !unit.isEmpty { title += " (\(unit))" }
    subtitle = Self.inputs(of: result)
    let isChoice = series.description.type == .choice
    shape = isChoice ? .steps(names: series.description.choices) : .line
    axis = .time
    x = (0..<series.count).map { Double(series.times[$0]) }
    y = (0..<series.count).map { series.values[$0] }
  }

  private static func number(_ value: Value) -> Double? {
    switch value.storage {
    case .real(let real): real.isFinite ? real : nil
    case .integer(let integer): Double(integer)
    default: nil
    }
  }

  /// `IWM → BTC_USD · 2014-01-02 … 2026-08-21`, with a word where the data are generated.
  private static func inputs(of result: EvaluationResult) -> String {
    let names = result.inputs.map(\.series).joined(separator: " → ")
    let starts = result.inputs.compactMap(\.from)
    let ends = result.inputs.compactMap(\.to)
    var text = names
    if let from = starts.max(), let to = ends.min(), from <= to {
      text += " · \(ValueText.range(from, to, .dates))"
    }
    return result.inputs.contains(where: \.isSynthetic) ? "\(text) · synthetic" : text
  }
}

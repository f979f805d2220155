import RothostHost
import RothostSeries

/// A study's report as a page that is read in a minute: claim, answer, n and p of each evaluation.
struct StudySummary {
  let report: StudyReport
  let showsWarnings: Bool

  func lines(terminal: Terminal) -> [String] {
    let style = TextStyle(isOn: terminal.hasColor)
    var lines = [style.bold(report.study.title)]
    if !report.study.question.isEmpty {
      lines += IndicatorManual.wrap(report.study.question, width: terminal.width)
    }
    if report.isSynthetic {
      lines.append(
        style.yellow("warning: on the built-in demo market, which is synthetic: no market data"))
    }
    lines.append(style.dim(facts))
    for (number, rows) in groups.enumerated() {
      lines.append("")
      lines += group(rows, number: number + 1, terminal, style)
    }
    lines += families(terminal, style)
    lines += warnings(terminal, style)
    return lines
  }

  /// The rows of each `[[eval]]`.
  private var groups: [[StudyReport.Row]] {
    var groups: [[StudyReport.Row]] = []
    for row in report.rows {
      if groups.last?.last?.entry == row.entry {
        groups[groups.count - 1].append(row)
      } else {
        groups.append([row])
      }
    }
    return groups
  }

  private var facts: String {
    let leftOut = report.rows.count - report.answeredCount - report.failedCount
    var facts = ["\(report.rows.count) evaluations", "\(report.answeredCount) answered"]
    if leftOut > 0 { facts.append("\(leftOut) left out") }
    if report.failedCount > 0 { facts.append("\(report.failedCount) without an answer") }
    facts.append("frames: \(report.frames.prepared) prepared, \(report.frames.reused) reused")
    return facts.joined(separator: " · ")
  }

  private func group(
    _ rows: [StudyReport.Row], number: Int, _ terminal: Terminal, _ style: TextStyle
  ) -> [String] {
    let head = rows[0].claim ?? rows[0].title ?? rows[0].indicator
    let margin = String(repeating: " ", count: 4)
    let label = number < 10 ? " \(number)" : "\(number)"
    var lines = IndicatorManual.wrap(head, width: terminal.width - margin.count)
      .enumerated().map { index, line in
        (index == 0 ? "\(label)  " : margin) + style.bold(line)
      }
    if rows.contains(where: { !$0.variation.isEmpty }) {
      lines.append(style.dim("\(margin)\(rows[0].indicator)"))
      let width = terminal.isInteractive ? terminal.width : .max
      return lines + sweep(rows).lines(width: width, style: style, indent: margin.count)
    }
    for row in rows {
      let text = IndicatorManual.wrap(Self.answer(row), width: terminal.width - margin.count)
      lines += text.map { margin + Self.painted($0, row, style) }
      lines += IndicatorManual.wrap(Self.figures(row), width: terminal.width - margin.count)
        .map { style.dim(margin + $0) }
    }
    return lines
  }

  private func sweep(_ rows: [StudyReport.Row]) -> TextTable {
    let keys = rows[0].variation.map(\.key)
    var columns = keys.indices.map { index in
      TextTable.Column(
        title: keys[index], side: .left,
        cells: rows.map { index < $0.variation.count ? $0.variation[index].value : "" })
    }
    columns.append(.init(title: "n", side: .right, cells: rows.map { Self.n($0) }))
    if rows.contains(where: { $0.p != nil }) {
      let output = rows.lazy.compactMap(\.p).first?.output ?? "p"
      columns.append(
        .init(title: output, side: .right, cells: rows.map { Self.number($0.p?.value) }))
      columns.append(
        .init(title: "Holm", side: .right, cells: rows.map { Self.number($0.p?.holm) }))
      columns.append(
        .init(title: "BH", side: .right, cells: rows.map { Self.number($0.p?.benjaminiHochberg) }))
    }
    columns.append(
      .init(title: "answer", side: .left, cells: rows.map(Self.answer), isElastic: true))
    return TextTable(columns: columns)
  }

  private func families(_ terminal: Terminal, _ style: TextStyle) -> [String] {
    guard !report.families.isEmpty else { return [] }
    var lines = ["", style.bold("corrected for how many were asked")]
    for family in report.families {
      let holm = family.holm.count { $0 <= Self.level }
      let rates = family.benjaminiHochberg.count { $0 <= Self.level }
      let alone = family.p.count { $0 <= Self.level }
      let text =
        "\(family.name): of \(family.p.count) × \(family.outputs.joined(separator: ", ")) \(alone) at "
        + "\(NumberText.text(Self.level)) or below, \(holm) after Holm, \(rates) after "
        + "Benjamini–Hochberg"
      lines += IndicatorManual.wrap(text, width: terminal.width - 4).map { "    \($0)" }
    }
    if !report.uncorrected.isEmpty {
      let text = "not corrected, as parts of a test: \(report.uncorrected.joined(separator: ", "))"
      lines += IndicatorManual.wrap(text, width: terminal.width - 4).map { "    \($0)" }
    }
    return lines
  }

  /// The customary level, at which `docs/STATISTICS.md` calibrates.
  private static let level = 0.05

  private func warnings(_ terminal: Terminal, _ style: TextStyle) -> [String] {
    var seen: Set<String> = []
    for row in report.rows {
      guard case .answered(let answer) = row.outcome else { continue }
      for warning in answer.warnings {
        seen.insert("\(row.indicator): \(StandardStreams.singleLine(warning))")
      }
    }
    guard !seen.isEmpty else { return [] }
    guard showsWarnings else {
      return [
        "",
        style.dim(
          "\(seen.count) warning\(seen.count == 1 ? "" : "s") beside the answers; --warnings lists them"
        ),
      ]
    }
    let lines = seen.sorted().flatMap {
      IndicatorManual.wrap($0, width: terminal.width - 4).map { "    \($0)" }
    }
    return ["", style.bold("warnings")] + lines.map(style.dim)
  }

  private static func painted(
    _ text: String, _ row: StudyReport.Row, _ style: TextStyle
  ) -> String {
    switch row.outcome {
    case .answered: style.green(text)
    case .leftOut: style.dim(text)
    case .failed, .notInstalled: style.red(text)
    }
  }

  /// The verdict, or why there is none.
  private static func answer(_ row: StudyReport.Row) -> String {
    switch row.outcome {
    case .answered(let answer):
      StandardStreams.singleLine(answer.verdict ?? "answered; see rothost eval")
    case .failed(let error): "no answer: \(StandardStreams.singleLine(error.description))"
    case .notInstalled(let error): "not installed: \(StandardStreams.singleLine(error.message))"
    case .leftOut: "left out: \(StudyReport.Outcome.leftOutReason)"
    }
  }

  /// Indicator, n, p and the scalars the study asks to see, on one line.
  private static func figures(_ row: StudyReport.Row) -> String {
    guard case .answered(let answer) = row.outcome else { return row.indicator }
    var parts = [row.indicator]
    if answer.n != nil { parts.append("n \(n(row))") }
    if let p = row.p {
      let corrected = p.holm.map {
        " (Holm \(number($0)), BH \(number(p.benjaminiHochberg)))"
      }
      parts.append("\(p.output) \(number(p.value))\(corrected ?? "")")
    }
    for name in row.shown {
      guard let (output, value) = answer.scalar(name) else { continue }
      let text = value.map { ValueText.text($0, choices: output.choices) } ?? NumberText.missing
      let unit = output.type == .duration ? nil : output.unit
      parts.append("\(name) \(text)\(unit.map { " \($0)" } ?? "")")
    }
    return parts.joined(separator: " · ")
  }

  private static func n(_ row: StudyReport.Row) -> String {
    guard case .answered(let answer) = row.outcome, let n = answer.n else {
      return NumberText.missing
    }
    return String(n)
  }

  private static func number(_ value: Double?) -> String {
    value.map(NumberText.text) ?? NumberText.missing
  }
}

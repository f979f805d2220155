import RothostHost
import RothostSeries

/// Descriptors as Markdown: `docs/INDICATORS.md` is nothing else, so that it cannot be wrong.
struct IndicatorMarkdown {
  var descriptions: [IndicatorDescription]

  func text() -> String {
    var lines = [
      "# Indicators", "",
      "Written by `rothost plugin info --all --format markdown` (`make docs`) from the descriptors; a test fails",
      "where the two differ. `rothost plugin info ID` shows the same in the terminal.", "",
      "An input's transform is applied after alignment. A *causal* output at t rests on rows up to t only; a",
      "*p-value* is corrected across a sweep (`rothost study`). Series with choices hold their names in JSON.",
      "", "| indicator | what it answers |", "| --- | --- |",
    ]
    lines += descriptions.map { Self.row("[\(Self.code($0.id))](#\($0.id))", $0.summary) }
    for description in descriptions { lines += Self.section(description) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ description: IndicatorDescription) -> [String] {
    var lines = ["", "## \(description.id)", "", description.summary, ""]
    lines += ["```text"] + IndicatorManual.wrap(description.documentation, width: 110) + ["```"]
    let alignments = description.alignments.map(\.description).joined(separator: ", ")
    lines += [
      "",
      "Version \(description.version) · align \(alignments) (default \(description.defaultAlignment)) · "
        + IndicatorManual.properties(description.flags).joined(separator: " · "),
    ]
    lines += inputs(description) + parameters(description) + outputs(description)
    return lines
  }

  private static func inputs(_ description: IndicatorDescription) -> [String] {
    guard !description.inputs.isEmpty else { return [] }
    return [
      "", "| input | how many | transform | default | demo | |",
      "| --- | --- | --- | --- | --- | --- |",
    ]
      + description.inputs.map { input in
        row(
          code(input.role), count(input), input.transform.description,
          input.defaultSeries.map(code).joined(separator: ", "),
          input.demoSeries.map(code).joined(separator: ", "), input.documentation)
      }
  }

  private static func parameters(_ description: IndicatorDescription) -> [String] {
    guard !description.parameters.isEmpty else { return [] }
    return ["", "| parameter | type | default | range | |", "| --- | --- | --- | --- | --- |"]
      + description.parameters.map { parameter in
        let type = IndicatorManual.type(parameter.type, parameter.unit, parameter.choices)
        return row(
          code(parameter.name), parameter.isList ? "list of \(type)" : type,
          parameter.defaultText.isEmpty ? "" : code(parameter.defaultText),
          IndicatorManual.range(parameter) ?? "", parameter.documentation)
      }
  }

  private static func outputs(_ description: IndicatorDescription) -> [String] {
    var lines = [
      "", "| output | kind | type | unit | | |", "| --- | --- | --- | --- | --- | --- |",
    ]
    for output in description.outputs {
      lines.append(
        row(
          code(output.name), output.kind.name,
          output.kind == .table ? "" : IndicatorManual.type(output.type, nil, output.choices),
          output.unit ?? "", flags(output.flags), output.documentation))
      for column in output.columns {
        lines.append(
          row(
            code("\(output.name).\(column.name)"), "column",
            IndicatorManual.type(column.type, nil, column.choices), column.unit ?? "",
            flags(column.flags), column.documentation))
      }
    }
    return lines
  }

  private static func count(_ input: InputDescription) -> String {
    guard input.isRepeated else { return input.isOptional ? "0 or 1" : "1" }
    let least = input.isOptional ? 0 : max(input.minimumCount, 1)
    return input.maximumCount.map { "\(least) to \($0)" } ?? "\(least) or more"
  }

  private static func flags(_ flags: OutputFlags) -> String {
    [(OutputFlags.causal, "causal"), (.pValue, "p-value")]
      .filter { flags.contains($0.0) }.map(\.1).joined(separator: ", ")
  }

  private static func code(_ text: String) -> String { "`\(text)`" }

  /// Cells on one line; a bar in a text would end its cell.
  private static func row(_ cells: String...) -> String {
    let cells = cells.map {
      StandardStreams.singleLine($0).replacing("|", with: "\\|")
    }
    return "| " + cells.joined(separator: " | ") + " |"
  }
}

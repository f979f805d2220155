import RothostHost
import RothostSeries

/// An indicator's descriptor as a page to read.
struct IndicatorManual {
  var description: IndicatorDescription
  /// The file it came from; nil where a program registered it.
  var record: PluginRecord?
  /// Where it runs, and behind which walls; nil where nobody asked.
  var isolation: IsolationReport?

  func lines(width: Int, style: TextStyle) -> [String] {
    var lines = [
      style.bold("\(description.id) \(description.version)") + " · \(description.summary)"
    ]
    lines += ["", ""] + Self.wrap(description.documentation, width: width)
    lines.remove(at: 1)
    lines += section("inputs", inputs, width, style)
    lines += section("parameters", parameters, width, style)
    for output in description.outputs {
      if output == description.outputs.first { lines += ["", style.bold("outputs")] }
      lines += Self.entry(
        "\(output.name)  \(Self.kind(output))", output.documentation, width, style)
      for column in output.columns {
        lines += Self.entry(
          "  \(column.name)  \(Self.type(column.type, column.unit, column.choices))",
          column.documentation, width, style)
      }
    }
    lines += ["", style.bold("properties")]
    let alignments = description.alignments.map { alignment in
      alignment == description.defaultAlignment ? "\(alignment) (default)" : "\(alignment)"
    }
    lines.append("  align: \(alignments.joined(separator: ", "))")
    lines.append("  \(Self.properties(description.flags).joined(separator: ", "))")
    if let record, !record.path.isEmpty {
      lines.append("  file: \(record.path) (\(record.origin.rawValue))")
      lines.append("  sha256: \(record.sha256)")
      if let pin = record.pin {
        lines.append("  pinned: \(ISO8601.instant(pin.date)), origin: \(pin.origin)")
      }
    }
    if let isolation {
      lines += ["", style.bold("isolation")]
      lines += isolation.lines.map { "  \($0)" }
    }
    return lines
  }

  static func properties(_ flags: IndicatorDescription.Flags) -> [String] {
    [
      flags.contains(.streaming) ? "streams" : "whole ranges only",
      flags.contains(.deterministic) ? "deterministic" : "not deterministic",
      flags.contains(.threadSafe) ? "thread-safe" : "one call at a time",
    ]
  }

  private var inputs: [(String, String)] {
    description.inputs.map { input in
      var facts = [String]()
      if input.isOptional { facts.append("optional") }
      if input.isRepeated {
        let most = input.maximumCount.map { " to \($0)" } ?? " or more"
        facts.append("\(max(input.minimumCount, input.isOptional ? 0 : 1))\(most)")
      }
      facts.append(input.transform.description)
      if !input.columns.isEmpty {
        facts.append("one series gives \(input.columns.joined(separator: ", "))")
      }
      if !input.defaultSeries.isEmpty {
        facts.append("default \(input.defaultSeries.joined(separator: ", "))")
      }
      return ("\(input.role)  \(facts.joined(separator: " · "))", input.documentation)
    }
  }

  private var parameters: [(String, String)] {
    description.parameters.map { parameter in
      let type = Self.type(parameter.type, parameter.unit, parameter.choices)
      var facts = [parameter.isList ? "list of \(type)" : type, "default \(parameter.defaultText)"]
      if let range = Self.range(parameter) { facts.append(range) }
      return ("\(parameter.name)  \(facts.joined(separator: " · "))", parameter.documentation)
    }
  }

  /// `1 to 5000`; nil where any value will do.
  static func range(_ parameter: ParameterDescription) -> String? {
    parameter.range.map {
      "\(bound($0.lowerBound, parameter.type)) to \(bound($0.upperBound, parameter.type))"
    }
  }

  private func section(
    _ title: String, _ entries: [(String, String)], _ width: Int, _ style: TextStyle
  ) -> [String] {
    guard !entries.isEmpty else { return [] }
    return ["", style.bold(title)]
      + entries.flatMap { Self.entry($0.0, $0.1, width, style) }
  }

  private static func entry(
    _ head: String, _ text: String, _ width: Int, _ style: TextStyle
  ) -> [String] {
    let indent = "      "
    return ["  \(head)"]
      + wrap(text, width: width - indent.count).map { style.dim("\(indent)\($0)") }
  }

  private static func kind(_ output: OutputDescription) -> String {
    let type = type(output.type, output.unit, output.choices)
    let kind = output.kind == .table ? "table" : "\(output.kind.name) · \(type)"
    return output.flags.contains(.causal) ? "\(kind) · causal" : kind
  }

  static func type(_ type: ValueType, _ unit: String?, _ choices: [String]) -> String {
    if !choices.isEmpty { return "one of \(choices.joined(separator: ", "))" }
    guard let unit, !unit.isEmpty else { return type.name }
    return "\(type.name) (\(unit))"
  }

  private static func bound(_ value: Double, _ type: ValueType) -> String {
    guard type == .duration else { return NumberText.text(value) }
    return Int64(exactly: value).map { TimeSpan(nanoseconds: $0).description }
      ?? NumberText.text(value)
  }

  /// Lines of at most `width` characters, broken at blanks; line ends of the text are kept.
  static func wrap(_ text: String, width: Int) -> [String] {
    var lines = [String]()
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = String(paragraph.prefix { $0 == " " })
      let hanging = line
      for word in paragraph.split(separator: " ") {
        if line.count + word.count > width, line.contains(where: { $0 != " " }) {
          lines.append(trimmed(line))
          line = hanging
        }
        line += "\(word) "
      }
      lines.append(trimmed(line))
    }
    return lines
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}

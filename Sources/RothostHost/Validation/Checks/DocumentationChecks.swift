/// Whether everything a user meets is explained.
enum DocumentationChecks {
  static let all = [
    DescriptorChecks.check(
      "documentation", "it has a manual of its own: what it computes, and when not to trust it"
    ) { trial in
      let description = trial.description
      if description.documentation == description.summary {
        return .failed("the documentation only repeats the summary")
      }
      return .of(
        description.documentation.count >= 40
          ? nil
          : "the documentation has \(description.documentation.count) characters; say formula, "
            + "source, how to read it and when not to")
    },
    DescriptorChecks.check("input_docs", "every input says what it is") { trial in
      undocumented(trial.description.inputs.map { ("input", $0.role, $0.documentation) })
    },
    DescriptorChecks.check("parameter_docs", "every parameter says what it does") { trial in
      undocumented(trial.description.parameters.map { ("parameter", $0.name, $0.documentation) })
    },
    DescriptorChecks.check("output_docs", "every output says what it means") { trial in
      undocumented(trial.description.outputs.map { ("output", $0.name, $0.documentation) })
    },
    DescriptorChecks.check("column_docs", "every column of a table says what it means") { trial in
      undocumented(
        trial.description.outputs.flatMap { output in
          output.columns.map { ("column", "\(output.name).\($0.name)", $0.documentation) }
        })
    },
    DescriptorChecks.check("units", "its units are short words") { trial in
      let units = named(trial.description, \.unit, \.unit, \.unit)
      let odd = units.first { _, unit in
        guard let unit else { return false }
        return unit.isEmpty || unit.count > 24 || unit.first == " " || unit.last == " "
          || unit.contains(where: \.isNewline)
      }
      return .of(odd.map { "the unit of \($0.0) is \"\($0.1 ?? "")\"" })
    },
    DescriptorChecks.check(
      "parameter_limits", "every number it takes has limits, whole ones where it is whole"
    ) { trial in
      for parameter in trial.description.parameters
      where [.integer, .real, .duration].contains(parameter.type) {
        guard let range = parameter.range else {
          return .failed("parameter \(parameter.name) has none: set minimum and maximum")
        }
        let isWhole =
          range.lowerBound.rounded() == range.lowerBound
          && range.upperBound.rounded() == range.upperBound
        if parameter.type != .real && !isWhole {
          return .failed("parameter \(parameter.name) is whole, but its limits are not")
        }
      }
      return .passed
    },
    DescriptorChecks.check("choices", "every choice is between two names at least, in words") {
      trial in
      for (name, names) in named(trial.description, \.choices, \.choices, \.choices)
      where !names.isEmpty {
        if names.count < 2 { return .failed("\(name) has one choice, which is none") }
        if let odd = names.first(where: { !DescriptorChecks.isWords($0) }) {
          return .failed("choice \"\(odd)\" of \(name) is not in lower_case_words")
        }
      }
      return .passed
    },
  ]

  /// A fact of every parameter, output and column, with the name a reader knows it by.
  private static func named<Fact>(
    _ description: IndicatorDescription, _ ofParameter: KeyPath<ParameterDescription, Fact>,
    _ ofOutput: KeyPath<OutputDescription, Fact>, _ ofColumn: KeyPath<ColumnDescription, Fact>
  ) -> [(name: String, fact: Fact)] {
    description.parameters.map { ($0.name, $0[keyPath: ofParameter]) }
      + description.outputs.flatMap { output in
        [(output.name, output[keyPath: ofOutput])]
          + output.columns.map { ("\(output.name).\($0.name)", $0[keyPath: ofColumn]) }
      }
  }

  private static func undocumented(
    _ parts: [(what: String, name: String, documentation: String)]
  ) -> CheckOutcome {
    let bare = parts.first { $0.documentation.allSatisfy(\.isWhitespace) }
    return .of(bare.map { "\($0.what) \($0.name) has no doc" })
  }
}

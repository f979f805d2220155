import RothostSeries

/// What every descriptor keeps to, whether a plugin in this process gave it or a worker told it.
extension PluginDescription {
  /// - Throws: `.plugin` with the first rule that is broken, and where.
  func check() throws(RothostError) {
    let reader = DescriptorReader()
    guard !name.isEmpty, !version.isEmpty else { throw reader.fault("name or version is empty") }
    guard !indicators.isEmpty else { throw reader.fault("it has no indicators") }
    for indicator in indicators {
      try indicator.description.check(reader.renamed("indicator \(indicator.description.id)"))
    }
    try reader.unique(indicators.map(\.description.id), "indicator")
    let elements = indicators.reduce(indicators.count) { $0 + $1.description.elementCount }
    guard elements <= DescriptorReader.mostElements else {
      throw reader.fault("it has \(elements) elements, more than 65536")
    }
    let bytes = indicators.reduce(name.utf8.count + version.utf8.count) { bytes, indicator in
      bytes + indicator.description.texts.reduce(0) { $0 + $1.utf8.count }
    }
    guard bytes <= DescriptorReader.mostTextBytes else {
      throw reader.fault("it has \(bytes) bytes of text, more than 16 MiB")
    }
  }
}

extension IndicatorDescription {
  /// - Parameter reader: begins the words with where this is.
  /// - Throws: `.plugin` with the first rule that is broken, and where.
  func check(_ reader: DescriptorReader) throws(RothostError) {
    guard !version.isEmpty else { throw reader.fault("version is NULL or empty") }
    guard !summary.isEmpty else { throw reader.fault("summary is NULL or empty") }
    guard flags.isSubset(of: [.streaming, .deterministic, .threadSafe]) else {
      throw reader.fault("flags \(flags.rawValue) are unknown")
    }
    guard !inputs.isEmpty else { throw reader.fault("it has no inputs") }
    for (index, input) in inputs.enumerated() { try input.check(reader.nested("input \(index)")) }
    try reader.unique(inputs.map(\.role), "role")
    for (index, parameter) in parameters.enumerated() {
      try parameter.check(reader.nested("parameter \(index)"))
    }
    try reader.unique(parameters.map(\.name), "parameter")
    guard !outputs.isEmpty else { throw reader.fault("it has no outputs") }
    for (index, output) in outputs.enumerated() {
      try output.check(reader.nested("output \(index)"))
    }
    try reader.unique(outputs.map(\.name), "output")
    guard Set(alignments).count == alignments.count, alignments.contains(defaultAlignment) else {
      throw reader.fault("default_alignment \(defaultAlignment) is not one of alignments")
    }
  }

  /// Elements of all lists in it.
  fileprivate var elementCount: Int {
    let columns = outputs.flatMap(\.columns)
    let choices =
      parameters.map(\.choices) + outputs.map(\.choices) + columns.map(\.choices)
    return inputs.count + parameters.count + outputs.count + columns.count
      + choices.reduce(0) { $0 + $1.count }
  }

  fileprivate var texts: [String] {
    var texts = [id, version, summary, documentation]
    for input in inputs {
      texts += [input.role, input.documentation] + input.defaultSeries + input.demoSeries
      texts += input.columns
    }
    for parameter in parameters {
      texts += [parameter.name, parameter.documentation, parameter.unit ?? ""]
      texts += [parameter.defaultText] + parameter.choices
    }
    for output in outputs {
      texts += [output.name, output.documentation, output.unit ?? ""] + output.choices
      for column in output.columns {
        texts += [column.name, column.documentation, column.unit ?? ""] + column.choices
      }
    }
    return texts
  }
}

extension InputDescription {
  fileprivate func check(_ reader: DescriptorReader) throws(RothostError) {
    let most = maximumCount ?? .max
    guard (0...Int(DescriptorReader.largestCount)).contains(minimumCount),
      isRepeated ? most >= minimumCount : most == 1
    else {
      throw reader.fault("minimum_count \(minimumCount) and maximum_count \(most) contradict")
    }
    for (names, field) in [
      (defaultSeries, "default_series"), (demoSeries, "demo_series"), (columns, "columns"),
    ] where names.count > Int(DescriptorReader.largestCount) {
      throw reader.fault("\(field) names \(names.count), more than 4096")
    }
    guard columns.count <= most else {
      throw reader.fault("columns names \(columns.count), more than the role takes")
    }
    try reader.unique(columns, "column")
  }
}

extension ParameterDescription {
  fileprivate func check(_ reader: DescriptorReader) throws(RothostError) {
    try reader.check(choices, of: type)
    do {
      _ = try read(defaultText)
    } catch {
      throw reader.fault("default_text does not fit: \(error.message)")
    }
  }
}

extension OutputDescription {
  fileprivate func check(_ reader: DescriptorReader) throws(RothostError) {
    try reader.check(flags)
    try reader.check(choices, of: type)
    if kind == .series && type != .real && type != .choice {
      throw reader.fault("a series is ROT_REAL or ROT_CHOICE, not \(type.name)")
    }
    guard kind == .table else {
      guard columns.isEmpty else { throw reader.fault("only a table has columns") }
      return
    }
    // A table's type says nothing.
    guard type == .real else { throw reader.fault("a table has no type of its own") }
    guard !columns.isEmpty else { throw reader.fault("the table has no columns") }
    for (index, column) in columns.enumerated() {
      let reader = reader.nested("column \(index)")
      try reader.check(column.flags)
      try reader.check(column.choices, of: column.type)
    }
    try reader.unique(columns.map(\.name), "column")
  }
}

extension DescriptorReader {
  /// Names of a choice: at least one, each different; none of any other type.
  fileprivate func check(_ choices: [String], of type: ValueType) throws(RothostError) {
    guard type == .choice else {
      guard choices.isEmpty else { throw fault("\(type.name) has choices") }
      return
    }
    try unique(choices, "choice")
    guard !choices.isEmpty, !choices.contains("") else { throw fault("choices are missing") }
  }

  fileprivate func check(_ flags: OutputFlags) throws(RothostError) {
    guard flags.isSubset(of: [.causal, .pValue]) else {
      throw fault("flags \(flags.rawValue) are unknown")
    }
  }
}

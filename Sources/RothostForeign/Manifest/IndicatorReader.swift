import RothostSeries
import RothostTOML

/// Reads one `[[indicator]]` of a manifest.
struct IndicatorReader {
  let table: TOMLNode
  let own: IndicatorDefaults

  private static let keys = [
    "id", "summary", "documentation", "call", "inputs", "parameters", "outputs", "look_back",
    "written", "returns", "each_row", "stream",
  ]

  init(_ table: TOMLNode, _ defaults: IndicatorDefaults) throws(RothostError) {
    try table.refuseKeys(besides: Self.keys + IndicatorDefaults.keys)
    self.table = table
    var own = defaults
    try own.take(table)
    self.own = own
  }

  func read() throws(RothostError) -> ForeignIndicator {
    let id = try table.required("id", remedy: "name it, as in id = \"my_rsi\"").name("an indicator")
    let inputs = try self.inputs()
    let parameters = try self.parameters()
    let outputs = try self.outputs(inputs)
    let callsEachRow = try table["each_row"]?.boolean() ?? false
    let (written, outs) = try self.written(callsEachRow)
    let names = ArgumentNames(
      kind: callsEachRow ? .eachRow : .evaluate, inputs: inputs.flatMap(\.columnNames),
      parameters: parameters, outputs: outputs, outs: outs)
    try refuseAmbiguity(inputs, parameters, outputs, outs)
    let callNode = try table.required(
      "call", remedy: "write the C prototype, as in call = \"double f(double x)\"")
    let call = try ManifestReader.call(callNode, names)
    let lookBack = try self.lookBack(parameters, callsEachRow)
    let documentation = try table["documentation"]?.plainText() ?? ""
    var indicator = ForeignIndicator(
      id: id, version: own.version,
      summary: try table["summary"]?.plainText() ?? "The C function \(call.symbol).",
      documentation: documentation + (documentation.isEmpty ? "" : "\n\n")
        + "C function: \(call.prototype.declaration)",
      inputs: inputs, parameters: parameters, outputs: outputs, alignments: own.alignments,
      isThreadSafe: own.isThreadSafe, isDeterministic: own.isDeterministic,
      isArithmetic: own.isArithmetic, missing: own.missing, call: call,
      answer: try answer(call, outputs, callsEachRow), callsEachRow: callsEachRow,
      lookBack: lookBack, written: written, outs: outs, stream: nil)
    indicator.stream = try stream(names, indicator)
    try ManifestCheck(indicator: indicator, table: table, call: callNode).run()
    return indicator
  }

  private func lookBack(
    _ parameters: [ForeignParameter], _ callsEachRow: Bool
  ) throws(RothostError) -> ForeignIndicator.LookBack {
    guard let node = table["look_back"] else { return .constant(0) }
    guard !callsEachRow else {
      throw node.error("has no meaning where each_row = true; remove one of them")
    }
    if case .integer = node.content { return .constant(try node.integer(in: 0...1_000_000_000)) }
    guard case .string = node.content else {
      throw node.error(
        "must be a number of rows or a prototype such as \"int f_lookback(int window)\", not "
          + node.shown)
    }
    let call = try ManifestReader.call(
      node, ArgumentNames(kind: .lookBack, parameters: parameters))
    guard let number = call.prototype.returns.number, !number.isReal else {
      throw node.error(
        "must be a function that returns an integer: the rows before the first answer")
    }
    return .call(call)
  }

  private func written(
    _ callsEachRow: Bool
  ) throws(RothostError) -> (ForeignIndicator.Written, outs: [String]) {
    guard let node = table["written"] else { return (.rows, []) }
    guard !callsEachRow else {
      throw node.error("has no meaning where each_row = true; remove one of them")
    }
    if case .table = node.content {
      try node.refuseKeys(besides: ["first", "count"])
      let first = try node.required("first", remedy: "name the argument that gives the first row")
      let count = try node.required(
        "count", remedy: "name the argument that gives the number of rows")
      let names = [try first.outName(), try count.outName()]
      guard names[0] != names[1] else {
        throw count.error("is the same argument as first; they are two numbers")
      }
      return (.outs(first: 0, count: 1), names)
    }
    switch try node.string() {
    case "rows": return (.rows, [])
    case "look_back": return (.afterLookBack, [])
    default:
      throw node.error(
        "must be \"rows\" (element i is row i), \"look_back\" (element 0 is the first row after the "
          + "look-back) or { first = \"…\", count = \"…\" }, not \(node.shown)")
    }
  }

  private func answer(
    _ call: ForeignCall, _ outputs: [ForeignOutput], _ callsEachRow: Bool
  ) throws(RothostError) -> ForeignAnswer {
    let type = call.prototype.returns
    if let node = table["returns"] {
      let name = try node.string()
      guard let index = outputs.firstIndex(where: { $0.name == name }) else {
        throw node.error("is no output; it has \(outputs.map(\.name).joined(separator: ", "))")
      }
      guard let number = type.number else {
        throw node.error("wants a number, but \(call.symbol) returns \(type.description)")
      }
      guard (outputs[index].kind == .series) == callsEachRow else {
        throw node.error(
          callsEachRow
            ? "is a scalar, but with each_row = true every answer is a series"
            : "is a series, but one value is returned; make it a scalar or set each_row = true")
      }
      guard outputs[index].kind != .integer || !number.isReal else {
        throw node.error("is an integer, but \(call.symbol) returns \(type.description)")
      }
      guard table["success"] == nil else {
        throw node.error(
          "gives the returned value to an output, so it is no status; remove success")
      }
      return .output(index)
    }
    if let number = type.number {
      if number.isReal {
        throw table.error(
          "\(call.symbol) returns \(type.description), and nothing says what that is; add returns = "
            + "\"OUTPUT\"")
      }
      guard let success = own.success else {
        throw table.error(
          "\(call.symbol) returns \(type.description), and nothing says what that is; add success = 0 "
            + "where it is a status, or returns = \"OUTPUT\"")
      }
      return .status(success: success, tooFew: own.tooFew, texts: own.errors)
    }
    if let node = table["success"], type.isVoid {
      throw node.error("has no meaning: \(call.symbol) returns nothing; remove it")
    }
    return .nothing
  }

  private func refuseAmbiguity(
    _ inputs: [ForeignInput], _ parameters: [ForeignParameter], _ outputs: [ForeignOutput],
    _ outs: [String]
  ) throws(RothostError) {
    var seen: [String: String] = [:]
    let names =
      inputs.flatMap(\.columnNames).map { ($0, "an input", "inputs") }
      + parameters.map { ($0.name, "a parameter", "parameters") }
      + outputs.map { ($0.name, "an output", "outputs") } + outs.map { ($0, "an out", "written") }
    for (name, what, key) in names {
      guard let other = seen.updateValue(what, forKey: name) else { continue }
      throw (table[key] ?? table).error(
        "`\(name)` is \(what) and \(other) too, so a prototype could not tell them apart; rename one"
      )
    }
  }
}

extension TOMLNode {
  fileprivate func outName() throws(RothostError) -> String {
    let text = try string()
    if text == "count" || text == "first" { return text }
    return try name("an argument")
  }
}

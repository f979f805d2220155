import RothostSeries
import RothostTOML

/// Inputs, parameters and outputs of an indicator.
extension IndicatorReader {
  func inputs() throws(RothostError) -> [ForeignInput] {
    let node = try table.required("inputs", remedy: "list the roles, as in inputs = [\"x\", \"y\"]")
    var inputs: [ForeignInput] = []
    for item in try node.array() { inputs.append(try Self.input(item)) }
    guard !inputs.isEmpty else {
      throw node.error("is empty; an indicator reads one input at least")
    }
    return inputs
  }

  private static func input(_ node: TOMLNode) throws(RothostError) -> ForeignInput {
    if case .string = node.content {
      return ForeignInput(
        role: try node.name("an input"), documentation: "", transform: .level, columns: [],
        defaultSeries: nil, demoSeries: nil)
    }
    try node.refuseKeys(besides: ["role", "doc", "transform", "columns", "default", "demo"])
    let role = try node.required("role", remedy: "name the input, as in role = \"x\"")
    var columns: [String] = []
    for column in try node["columns"]?.array() ?? [] {
      let name = try column.name("a column")
      guard !columns.contains(name) else { throw column.error("is there twice; name each once") }
      columns.append(name)
    }
    if let list = node["columns"], columns.isEmpty {
      throw list.error("is empty; name the columns that are read, or remove the key")
    }
    return ForeignInput(
      role: try role.name("an input"), documentation: try node["doc"]?.plainText() ?? "",
      transform: try transform(node["transform"]), columns: columns,
      defaultSeries: try node["default"]?.plainText(), demoSeries: try node["demo"]?.plainText())
  }

  private static func transform(_ node: TOMLNode?) throws(RothostError) -> Transform {
    guard let node else { return .level }
    guard let transform = Transform(name: try node.string()) else {
      let names = Transform.allCases.map(\.description).joined(separator: ", ")
      throw node.error("is no transform; write one of \(names)")
    }
    return transform
  }

  func parameters() throws(RothostError) -> [ForeignParameter] {
    var parameters: [ForeignParameter] = []
    for item in try table["parameters"]?.array() ?? [] {
      parameters.append(try Self.parameter(item))
    }
    return parameters
  }

  private static func parameter(_ node: TOMLNode) throws(RothostError) -> ForeignParameter {
    try node.refuseKeys(
      besides: [
        "name", "doc", "unit", "type", "list", "default", "minimum", "maximum", "choices", "codes",
      ])
    let typeNode = try node.required("type", remedy: "write integer, real, boolean, choice or text")
    guard let kind = ForeignParameter.Kind(rawValue: try typeNode.string()) else {
      throw typeNode.error(
        "is no type a C function can take; write integer, real, boolean, choice or text")
    }
    let isList = try node["list"]?.boolean() ?? false
    if isList, kind != .real, kind != .integer {
      throw (node["list"] ?? node).error("is possible for real and integer only")
    }
    let choices = try node["choices"]?.strings() ?? []
    if let list = node["choices"], kind != .choice || choices.isEmpty {
      throw list.error(
        kind == .choice ? "is empty; name the choices" : "belongs to type = \"choice\" only")
    }
    if kind == .choice, choices.isEmpty {
      throw node.error("choices are missing; write choices = [\"…\", \"…\"]")
    }
    guard Set(choices).count == choices.count else {
      throw (node["choices"] ?? node).error("names a choice twice; name each once")
    }
    return ForeignParameter(
      name: try node.required("name", remedy: "name the parameter").name("a parameter"),
      documentation: try node["doc"]?.plainText() ?? "", unit: try node["unit"]?.plainText(),
      kind: kind, isList: isList, defaultText: try defaultText(node, kind, isList, choices),
      range: try range(node, kind), choices: choices, codes: try codes(node, kind, choices))
  }

  private static func range(
    _ node: TOMLNode, _ kind: ForeignParameter.Kind
  ) throws(RothostError) -> ClosedRange<Double>? {
    guard let lower = node["minimum"] ?? node["maximum"] else { return nil }
    guard kind == .real || kind == .integer else {
      throw lower.error("has no meaning for the type \(kind.rawValue); remove it")
    }
    guard let low = try node["minimum"]?.real(), let high = try node["maximum"]?.real() else {
      throw lower.error("needs both minimum and maximum; write the other one too")
    }
    guard low < high else {
      throw lower.error(
        "leaves nothing between \(low) and \(high); write a minimum below the maximum")
    }
    return low...high
  }

  private static func codes(
    _ node: TOMLNode, _ kind: ForeignParameter.Kind, _ choices: [String]
  ) throws(RothostError) -> [Int64] {
    guard let list = node["codes"] else { return choices.indices.map { Int64($0) } }
    guard kind == .choice else { throw list.error("belongs to type = \"choice\" only") }
    var codes: [Int64] = []
    for item in try list.array() { codes.append(try item.integer()) }
    guard codes.count == choices.count else {
      throw list.error("has \(codes.count) numbers for \(choices.count) choices; give one for each")
    }
    return codes
  }

  private static func defaultText(
    _ node: TOMLNode, _ kind: ForeignParameter.Kind, _ isList: Bool, _ choices: [String]
  ) throws(RothostError) -> String {
    let value = try node.required(
      "default", remedy: "write the value that holds where none is given")
    if isList {
      var texts: [String] = []
      for item in try value.array() { texts.append(try element(item, node, kind)) }
      return texts.joined(separator: ",")
    }
    let text = try element(value, node, kind)
    if kind == .choice, !choices.contains(text) {
      throw value.error("is none of the choices \(choices.joined(separator: ", "))")
    }
    return text
  }

  private static func element(
    _ value: TOMLNode, _ node: TOMLNode, _ kind: ForeignParameter.Kind
  ) throws(RothostError) -> String {
    switch kind {
    case .integer:
      let integer = try value.integer()
      try check(value, Double(integer), node)
      return "\(integer)"
    case .real:
      let real = try value.real()
      guard real.isFinite else { throw value.error("is not finite; write a number") }
      try check(value, real, node)
      return "\(real)"
    case .boolean: return try value.boolean() ? "true" : "false"
    case .choice, .text: return try value.plainText()
    }
  }

  private static func check(
    _ value: TOMLNode, _ number: Double, _ node: TOMLNode
  ) throws(RothostError) {
    guard let low = try node["minimum"]?.real(), let high = try node["maximum"]?.real(), low < high,
      !(low...high).contains(number)
    else { return }
    throw value.error("lies outside minimum and maximum; write a value between \(low) and \(high)")
  }

  func outputs(_ inputs: [ForeignInput]) throws(RothostError) -> [ForeignOutput] {
    let node = try table.required("outputs", remedy: "list them, as in outputs = [\"rsi\"]")
    var outputs: [ForeignOutput] = []
    for item in try node.array() { outputs.append(try Self.output(item, inputs)) }
    guard !outputs.isEmpty else { throw node.error("is empty; an indicator answers something") }
    return outputs
  }

  private static func output(
    _ node: TOMLNode, _ inputs: [ForeignInput]
  ) throws(RothostError) -> ForeignOutput {
    if case .string = node.content {
      return ForeignOutput(
        name: try node.name("an output"), documentation: "", unit: nil, kind: .series,
        isCausal: true, isPValue: false, missing: .nan, isRowIndex: false, startsAs: nil)
    }
    try node.refuseKeys(
      besides: [
        "name", "doc", "unit", "kind", "causal", "p_value", "missing", "row_index", "starts_as",
      ])
    let name = try node.required("name", remedy: "name the output").name("an output")
    let kind = try self.kind(node["kind"])
    for key in ["missing", "row_index", "starts_as"] {
      if let item = node[key], kind != .series {
        throw item.error("has a meaning for series only; remove it")
      }
    }
    let missing = try node["missing"]?.real() ?? .nan
    if let item = node["missing"], missing.isInfinite {
      throw item.error(
        "is infinite, which no answer may be; write a number, or leave it out for NaN")
    }
    return ForeignOutput(
      name: name, documentation: try node["doc"]?.plainText() ?? "",
      unit: try node["unit"]?.plainText(), kind: kind,
      isCausal: try node["causal"]?.boolean() ?? (kind == .series),
      isPValue: try node["p_value"]?.boolean() ?? false,
      missing: missing,
      isRowIndex: try node["row_index"]?.boolean() ?? false,
      startsAs: try startsAs(node["starts_as"], inputs))
  }

  private static func startsAs(
    _ node: TOMLNode?, _ inputs: [ForeignInput]
  ) throws(RothostError) -> Int? {
    guard let node else { return nil }
    let names = inputs.flatMap(\.columnNames)
    guard let index = names.firstIndex(of: try node.string()) else {
      throw node.error("is no input; it has \(names.joined(separator: ", "))")
    }
    return index
  }

  private static func kind(_ node: TOMLNode?) throws(RothostError) -> ForeignOutput.Kind {
    guard let node else { return .series }
    switch try node.string() {
    case "series": return .series
    case "real": return .real
    case "integer": return .integer
    default:
      throw node.error(
        "must be \"series\", \"real\" (one number) or \"integer\", not \(node.shown)")
    }
  }
}

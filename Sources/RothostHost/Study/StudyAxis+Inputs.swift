import RothostSeries
import RothostTOML

/// Inputs and parameters of one evaluation, by what the descriptor declares.
extension StudyAxis {
  /// `role = "SERIES[:COLUMN][@TRANSFORM]"`; a repeated role takes a list of them.
  static func input(
    _ entry: TOMLEntry, of description: IndicatorDescription
  ) throws(RothostError) -> StudyAxis {
    let node = entry.node
    guard let role = description.inputs.first(where: { $0.role == entry.key }) else {
      let roles = description.inputs.map(\.role)
      throw node.error(
        "\(description.id) has no input \"\(entry.key)\"\(Nearest.hint(entry.key, among: roles)); "
          + "it has \(roles.joined(separator: ", "))")
    }
    func binding(_ node: TOMLNode) throws(RothostError) -> InputBinding {
      let text = try node.string()
      return try node.placing { () throws(RothostError) in
        try InputArgument(parsing: "\(role.role)=\(text)").binding
      }
    }
    guard role.isRepeated else {
      return try StudyAxis(entry.key, node) { node throws(RothostError) in
        let binding = try binding(node)
        return Choice(label: try node.spelled()) { $0.inputs.append(binding) }
      }
    }
    return try StudyAxis(listed: entry.key, node) { nodes, list throws(RothostError) in
      try list.placing { () throws(RothostError) in
        try InputBinder.checkCount(nodes.count, role)
      }
      var bindings: [InputBinding] = []
      for node in nodes { bindings.append(try binding(node)) }
      return Choice(label: try Self.label(nodes)) { $0.inputs += bindings }
    }
  }

  /// `name = value`, or a list for a parameter that is one.
  static func parameter(
    _ entry: TOMLEntry, of description: IndicatorDescription
  ) throws(RothostError) -> StudyAxis {
    let node = entry.node
    guard let parameter = description.parameters.first(where: { $0.name == entry.key }) else {
      let names = description.parameters.map(\.name)
      let all = names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))"
      throw node.error(
        "\(description.id) has no parameter \"\(entry.key)\""
          + "\(Nearest.hint(entry.key, among: names)); \(all)")
    }
    func setting(_ value: Value, _ node: TOMLNode) throws(RothostError) -> Setting {
      try node.placing { () throws(RothostError) in
        Setting(name: parameter.name, value: try parameter.accept(value))
      }
    }
    guard parameter.isList else {
      return try StudyAxis(entry.key, node) { node throws(RothostError) in
        let text = try node.spelled()
        let setting = try setting(.text(text), node)
        return Choice(label: text) { $0.settings.append(setting) }
      }
    }
    return try StudyAxis(listed: entry.key, node) { nodes, list throws(RothostError) in
      let isText = nodes.count == 1 && !list.isArray
      var texts: [String] = []
      for node in nodes { texts.append(try node.spelled()) }
      // One text may spell a whole list, as on the command line.
      let value = isText ? Value.text(texts[0]) : Value(.text, .texts(texts))
      let setting = try setting(value, list)
      return Choice(label: texts.joined(separator: ",")) { $0.settings.append(setting) }
    }
  }

  private static func label(_ nodes: [TOMLNode]) throws(RothostError) -> String {
    var texts: [String] = []
    for node in nodes { texts.append(try node.spelled()) }
    return texts.joined(separator: ",")
  }
}

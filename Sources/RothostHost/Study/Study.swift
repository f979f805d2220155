import RothostSeries
import RothostTOML

/// A question put to many indicators at once, as a TOML file that people copy and change.
///
/// `docs/CLI.md` documents the keys. Reading checks the file's form; what depends on indicators is
/// checked by `Engine.plan` before anything runs.
public struct Study: Sendable {
  /// A bundled study's name, or the file's path.
  public let name: String
  public let title: String
  /// What the study asks, in a sentence or two; "" where the file does not say.
  public let question: String
  /// The file as it was read.
  public let text: String
  let entries: [StudyEntry]

  /// Reads a study; `file` stands for it in errors.
  ///
  /// - Throws: `.data` with file, line, key and remedy.
  public init(_ text: [UInt8], name: String, file: String) throws(RothostError) {
    let root = try TOMLNode.parse(text, file: file)
    try root.refuseKeys(besides: ["title", "question", "defaults", "eval"])
    self.name = name
    self.text = String(decoding: text, as: UTF8.self)
    title = try root["title"]?.string() ?? name
    question = try root["question"]?.string() ?? ""
    let defaults = root["defaults"]
    try defaults?.refuseKeys(besides: StudyEntry.commonKeys)
    var entries: [StudyEntry] = []
    for node in try root.required("eval", remedy: Self.remedy).tables() {
      entries.append(try StudyEntry(node, defaults: defaults))
    }
    guard !entries.isEmpty else { throw root.error("there is no evaluation; \(Self.remedy)") }
    self.entries = entries
  }

  private static let remedy =
    "write at least one [[eval]] with a plugin; `rothost study rotation --print` is an example"
}

/// One `[[eval]]`: which indicator on what, once or as a sweep.
struct StudyEntry: Sendable {
  /// Keys that `[defaults]` may set for all.
  static let commonKeys = [
    "from", "to", "clock", "align", "transform", "staleness", "partial", "seed", "timeout",
    "family",
  ]
  static let ownKeys = [
    "plugin", "title", "claim", "inputs", "demo", "params", "delays", "p", "show",
  ]

  let node: TOMLNode
  let defaults: TOMLNode?
  let plugin: String
  let title: String?
  let claim: String?
  /// `demo = false`: nothing of the demo market stands for its inputs.
  let isLeftOutOfDemo: Bool

  init(_ node: TOMLNode, defaults: TOMLNode?) throws(RothostError) {
    try node.refuseKeys(besides: Self.ownKeys + Self.commonKeys)
    self.node = node
    self.defaults = defaults
    plugin = try node.required(
      "plugin", remedy: "name an indicator; `rothost plugin list` shows all"
    ).string()
    title = try node["title"]?.string()
    claim = try node["claim"]?.string()
    _ = try node["inputs"]?.entries()
    if case .boolean(let isAsked)? = node["demo"]?.content {
      guard !isAsked else {
        throw node["demo"]!.error("must be false or a table of inputs; leave it out for true")
      }
      isLeftOutOfDemo = true
    } else {
      _ = try node["demo"]?.entries()
      isLeftOutOfDemo = false
    }
    _ = try node["params"]?.entries()
  }

  /// What the entry says for a key, else the study's default.
  subscript(key: String) -> TOMLNode? { node[key] ?? defaults?[key] }
}

extension TOMLNode {
  /// The tables of `[[key]]`.
  fileprivate func tables() throws(RothostError) -> [TOMLNode] {
    guard case .array(let items) = content else {
      throw error("must be a list of tables; write [[eval]] in double brackets")
    }
    for item in items { _ = try item.entries() }
    return items
  }
}

import RothostSeries
import RothostTOML

/// Keys that may stand at the top of a manifest for all its indicators, or in one for itself.
struct IndicatorDefaults {
  static let keys = [
    "version", "alignments", "thread_safe", "deterministic", "arithmetic", "missing", "success",
    "too_few", "errors",
  ]

  var version = "1.0.0"
  var alignments: [Alignment] = [.inner, .previous]
  var isThreadSafe = false
  var isDeterministic = true
  var isArithmetic = false
  var missing = ForeignIndicator.MissingRule.pass
  var success: Int64?
  var tooFew: [Int64] = []
  var errors: [Int64: String] = [:]

  /// Those of the top.
  init(_ table: TOMLNode) throws(RothostError) {
    try take(table)
  }

  /// What an indicator's own table says, else what holds already.
  mutating func take(_ table: TOMLNode) throws(RothostError) {
    if table["version"] != nil { version = try table["version"]?.plainText() ?? version }
    if let node = table["alignments"] { alignments = try Self.alignments(node) }
    isThreadSafe = try table["thread_safe"]?.boolean() ?? isThreadSafe
    isDeterministic = try table["deterministic"]?.boolean() ?? isDeterministic
    isArithmetic = try table["arithmetic"]?.boolean() ?? isArithmetic
    if let node = table["missing"] { missing = try Self.missing(node) }
    success = try table["success"]?.integer() ?? success
    if let node = table["too_few"] {
      tooFew = []
      for item in try node.array() { tooFew.append(try item.integer()) }
    }
    if let node = table["errors"] {
      for entry in try node.entries() {
        guard let status = Int64(entry.key) else {
          throw entry.node.error("is no status; write the number in quotes, as in \"2\" = \"…\"")
        }
        errors[status] = try entry.node.plainText()
      }
    }
  }

  private static func alignments(_ node: TOMLNode) throws(RothostError) -> [Alignment] {
    var alignments: [Alignment] = []
    for item in try node.array() {
      guard let alignment = Alignment(name: try item.string()), alignment != .native else {
        throw item.error(
          "is no alignment a C function can have; write \"inner\" or \"previous\", the default first"
        )
      }
      guard !alignments.contains(alignment) else { throw item.error("is there twice; remove one") }
      alignments.append(alignment)
    }
    guard !alignments.isEmpty else {
      throw node.error("is empty; write [\"inner\", \"previous\"] or one of them")
    }
    return alignments
  }

  private static func missing(
    _ node: TOMLNode
  ) throws(RothostError) -> ForeignIndicator.MissingRule {
    guard let rule = ForeignIndicator.MissingRule(rawValue: try node.string()) else {
      let rules = ForeignIndicator.MissingRule.allCases.map(\.rawValue).joined(separator: ", ")
      throw node.error("is no rule for missing values; write one of \(rules)")
    }
    return rule
  }
}

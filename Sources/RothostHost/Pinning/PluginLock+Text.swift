import RothostSeries
import RothostTOML

/// `plugins.lock` as text. Unknown keys are refused: what is not understood cannot be kept to.
extension PluginLock {
  /// - Throws: `.data` with file, line, key and remedy.
  init(_ text: [UInt8], file: String) throws(RothostError) {
    let root = try TOMLNode.parse(text, file: file)
    let node = try root.required("version", remedy: "write version = \(Self.version)")
    guard try node.integer() == Self.version else {
      throw node.error(
        "this rothost reads version \(Self.version) alone; use the one that wrote the file")
    }
    try root.refuseKeys(besides: ["version", "strangers", "plugin"])
    if let node = root["strangers"] {
      let text = try node.string()
      guard let strangers = Strangers(rawValue: text) else {
        throw node.error(
          "must be \(Strangers.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")), not "
            + node.shown)
      }
      self.strangers = strangers
    }
    for table in try root["plugin"]?.array() ?? [] {
      let pin = try Pin(table)
      guard self.pin(at: pin.path) == nil else {
        throw (table["path"] ?? table).error("is pinned twice; remove one of the two")
      }
      pins.append(pin)
    }
  }

  var text: String {
    var text = """
      # Plugins whose content this user vouched for: `rothost plugin pin`, `rothost plugin unpin`.
      version = \(Self.version)
      # Files that are neither bundled nor pinned: "worker" or "refuse".
      strangers = "\(strangers.rawValue)"

      """
    for pin in pins {
      text += "\n[[plugin]]\n" + Self.lines(pin.file)
      text += "origin = \(Self.quoted(pin.origin))\n"
      text += "name = \(Self.quoted(pin.name))\nversion = \(Self.quoted(pin.version))\n"
      text += "ids = [\(pin.ids.map(Self.quoted).joined(separator: ", "))]\n"
      text += "pinned = \(ISO8601.instant(pin.date))\n"
      for file in pin.needed { text += "\n[[plugin.needs]]\n" + Self.lines(file) }
    }
    return text
  }

  private static func lines(_ file: Pin.File) -> String {
    "path = \(quoted(file.path))\nsha256 = \"\(file.sha256)\"\nsize = \(file.size)\n"
      + "modified = \(ISO8601.instant(file.modified))\n"
  }

  /// A basic string of TOML 1.0.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension Pin {
  fileprivate init(_ table: TOMLNode) throws(RothostError) {
    try table.refuseKeys(
      besides: File.keys + ["origin", "name", "version", "ids", "pinned", "needs"])
    file = try File(table)
    origin = try table.needed("origin").string()
    name = try table.needed("name").string()
    version = try table.needed("version").string()
    let list = try table.needed("ids")
    ids = try list.strings()
    guard !ids.isEmpty else { throw list.error("is empty; pin the plugin again") }
    date = try table.needed("pinned").instant()
    needed = []
    for node in try table["needs"]?.array() ?? [] {
      try node.refuseKeys(besides: File.keys)
      needed.append(try File(node))
    }
  }
}

extension Pin.File {
  fileprivate static let keys = ["path", "sha256", "size", "modified"]

  fileprivate init(_ table: TOMLNode) throws(RothostError) {
    let node = try table.needed("path")
    path = try node.string()
    guard path.hasPrefix("/"), !path.utf8.contains(0) else {
      throw node.error("must be an absolute path")
    }
    let digest = try table.needed("sha256")
    sha256 = try digest.string()
    let isDigest = sha256.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
    guard isDigest, sha256.utf8.count == 64 else {
      throw digest.error("must be 64 digits from 0 to f; pin the plugin again")
    }
    size = try table.needed("size").integer(in: 0...Int.max)
    modified = try table.needed("modified").instant()
  }
}

extension TOMLNode {
  fileprivate func needed(_ key: String) throws(RothostError) -> TOMLNode {
    try required(key, remedy: "pin the plugin again, or remove its entry")
  }

  /// A stamp with date and time, read as UTC where it names no zone.
  fileprivate func instant() throws(RothostError) -> Int64 {
    guard case .dateTime(let text) = content else {
      throw error("must be a date and time such as 2026-01-02T15:30:00Z, not \(shown)")
    }
    do {
      return try ISO8601.parse(text).time
    } catch {
      throw self.error(error.message)
    }
  }
}

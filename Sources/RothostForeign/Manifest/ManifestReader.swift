import RothostSeries
import RothostTOML

/// Reads a manifest: a TOML text that binds functions of one library to indicators.
///
/// The format is documented in `docs/FOREIGN.md`. Every error names file, line, key and remedy.
public struct ManifestReader {
  /// - Parameters:
  ///   - text: the file's bytes.
  ///   - file: its path, for messages and for the library's name where it gives none.
  /// - Throws: `.data` as `FILE:LINE: key `KEY`: what is wrong and what to write`.
  public static func read(_ text: [UInt8], file: String) throws(RothostError) -> ForeignLibrary {
    let root = try TOMLNode.parse(text, file: file)
    try root.refuseKeys(
      besides: ["library", "name", "version", "initialise", "initialised", "finalise", "indicator"]
        + IndicatorDefaults.keys)
    let library = try root.required(
      "library", remedy: "name the shared library, as in library = \"libm.so.6\"")
    let defaults = try IndicatorDefaults(root)
    let tables = try root.required(
      "indicator", remedy: "begin an indicator with [[indicator]]"
    ).array()
    guard !tables.isEmpty else {
      throw root.error("there is no indicator in it; begin one with [[indicator]]")
    }
    var ids: Set<String> = []
    var indicators: [ForeignIndicator] = []
    for table in tables {
      let indicator = try IndicatorReader(table, defaults).read()
      guard ids.insert(indicator.id).inserted else {
        throw (table["id"] ?? table).error("is used twice; give each indicator an id of its own")
      }
      indicators.append(indicator)
    }
    let initialise = try libraryCall(root["initialise"])
    let initialised = try root["initialised"]?.integer()
    if let node = root["initialised"], initialise == nil {
      throw node.error("has no meaning without initialise; remove it, or name the function")
    }
    if let node = root["finalise"], initialise == nil {
      throw node.error("has no meaning without initialise; remove it, or name the function")
    }
    return ForeignLibrary(
      name: try root["name"]?.plainText() ?? stem(file), version: defaults.version,
      location: try location(library), initialise: initialise, initialised: initialised,
      finalise: try libraryCall(root["finalise"]), indicators: indicators,
      origin: file)
  }

  /// A function of the library itself; nil where the key is not there.
  private static func libraryCall(
    _ node: TOMLNode?
  ) throws(RothostError) -> ForeignCall? {
    guard let node else { return nil }
    return try call(node, ArgumentNames(kind: .library))
  }

  /// A prototype of the manifest, resolved.
  static func call(_ node: TOMLNode, _ names: ArgumentNames) throws(RothostError) -> ForeignCall {
    let text = try node.string()
    do {
      return try names.resolve(try PrototypeParser.parse(text))
    } catch {
      throw node.error(error.words)
    }
  }

  /// A relative path must stay in the manifest's folder, so that what a file names is beside it.
  private static func location(_ node: TOMLNode) throws(RothostError) -> ForeignLibrary.Location {
    let text = try node.plainText()
    guard text.utf8.count <= 1024, !text.utf8.contains(0) else {
      throw node.error("is no path; name the library's file or its SONAME")
    }
    if text.hasPrefix("/") { return .path(text) }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains("..") else {
      throw node.error(
        "leads out of the manifest's folder; give the absolute path, or put the library beside the "
          + "manifest")
    }
    return parts.count == 1 ? .soname(text) : .path(text)
  }

  private static func stem(_ file: String) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return name.hasSuffix(".toml") ? String(name.dropLast(5)) : name
  }
}

extension TOMLNode {
  /// Text that is not empty and can cross to C.
  func plainText() throws(RothostError) -> String {
    let text = try string()
    guard !text.isEmpty else { throw error("is empty; write something or remove the key") }
    guard !text.utf8.contains(0) else { throw error("has a NUL in it, where C would end the text") }
    return text
  }

  /// A name users type: a letter, then letters, digits and underscores, at most 64.
  func name(_ what: String) throws(RothostError) -> String {
    let text = try string()
    let isPlain = text.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
        || byte == 95
    }
    guard isPlain, text.utf8.count <= 64, let first = text.utf8.first, !(48...57).contains(first)
    else {
      throw error(
        "is no name of \(what); begin with a letter and go on with letters, digits and _, at most 64"
      )
    }
    guard !Self.reserved.contains(text) else {
      throw error("is a word with a meaning of its own in prototypes; choose another name")
    }
    return text
  }

  private static let reserved: Set<String> = [
    "rows", "last_index", "row", "user", "state", "work", "null", "NULL", "progress", "count",
    "void",
    "const", "int", "double", "float", "char", "long", "short", "unsigned", "signed",
  ]
}

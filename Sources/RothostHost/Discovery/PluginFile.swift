import RothostSeries

/// One candidate: a shared object or a manifest in a place of the search path.
struct PluginFile: Sendable {
  /// As the user would name it; absolute where it could be resolved.
  var path: String
  var origin: PluginRecord.Origin
  /// The way by which it was found, links and all; absolute. nil = `path`.
  var name: String?
  /// Why it is not even looked into: a place that is not there, a folder that cannot be read.
  var objection: String?

  /// The file, judged, checked by its bytes and then read: a bundled one here, any other by `reader`.
  ///
  /// - Throws: `.refused` where others may write it; `.plugin` where it is no plugin for this host.
  func find(
    _ reader: PluginReader, _ trust: inout FileTrust, _ watch: WorkerWatch
  ) throws(RothostError) -> FoundPlugin {
    if origin == .bundled { return try bundled() }
    // Read first, so that a change meanwhile is noticed afterwards.
    let lockStatus = reader.pins.status
    let lock = try reader.pins.lock()
    let source = try source(&trust)
    let pin = try lock.pin(for: source, known: reader.known(source))
    let description = try reader.read(source, watch)
    let ids = description.indicators.map(\.description.id)
    if pin == nil, let objection = lock.objection(toStranger: path, ids) {
      throw RothostError(.refused, objection)
    }
    return FoundPlugin(
      description, source, origin, Standing(pin: pin, lockStatus: lockStatus), foundAs: name)
  }

  /// The file's content and what it declares, whatever is pinned.
  func examine(_ reader: PluginReader) throws(RothostError) -> (PluginSource, PluginDescription) {
    var trust = FileTrust()
    let source = try source(&trust)
    return (source, try reader.read(source, WorkerWatch(), isAgain: true))
  }

  /// What is loaded where the file is loaded, judged by its place and its bytes.
  private func source(_ trust: inout FileTrust) throws(RothostError) -> PluginSource {
    try checkPlace()
    if let objection = trust.objection(to: name ?? path) { throw RothostError(.refused, objection) }
    let source = try PluginSource(path)
    if !isManifest { try Self.checkImage(source.main.bytes) }
    return source
  }

  private func checkPlace() throws(RothostError) {
    if let objection { throw RothostError(.notFound, objection) }
    guard let status = FileSystem.status(path) else {
      throw RothostError(.notFound, "there is no such file, or its link leads nowhere")
    }
    guard status.isRegular else { throw RothostError(.plugin, "it is not a regular file") }
  }

  func find(_ reader: PluginReader) throws(RothostError) -> FoundPlugin {
    var trust = FileTrust()
    return try find(reader, &trust, WorkerWatch())
  }

  /// Bundled plugins are as trusted as the executable beside them.
  private func bundled() throws(RothostError) -> FoundPlugin {
    try checkPlace()
    if !isManifest { try Self.checkImage(FileCopy(path).bytes) }
    return FoundPlugin(try LoadedPlugin.open(path), origin)
  }

  var isManifest: Bool { PluginSource.isManifest(path) }

  /// Whether the file's bytes say that it exports the entry symbol; loads nothing.
  var exportsEntry: Bool {
    guard let bytes = FileSystem.contents(path, limit: .max), let image = try? ElfImage(bytes)
    else {
      return false
    }
    return image.exports(Self.entrySymbol)
  }

  /// The digest of a file that is refused; "" where it was refused unread.
  var refusedDigest: String {
    guard objection == nil, FileTrust.objection(to: name ?? path) == nil else { return "" }
    return FileSystem.sha256(path) ?? ""
  }

  /// `ROT_PLUGIN_ENTRY_SYMBOL` of `plugin.h`.
  static let entrySymbol = "rot_plugin_entry"

  private static func checkImage(_ bytes: [UInt8]) throws(RothostError) {
    let image: ElfImage
    do {
      image = try ElfImage(bytes)
    } catch {
      throw RothostError(.plugin, error.words)
    }
    guard image.exports(entrySymbol) else {
      throw RothostError(
        .plugin,
        "it does not export \(entrySymbol): end a C plugin with ROT_PLUGIN(…) of "
          + "rothost/plugin.h")
    }
  }
}

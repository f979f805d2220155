import RothostSeries

/// One candidate: a shared object or a manifest in a place of the search path.
struct PluginFile: Sendable {
  /// As the user would name it; absolute where it could be resolved.
  var path: String
  var origin: PluginRecord.Origin
  /// Why it is not even looked into: a place that is not there, a folder that cannot be read.
  var objection: String?

  /// The file, checked by its bytes and then read: a bundled one here, any other by `reader`.
  ///
  /// - Throws: `.refused` where others may write it; `.plugin` where it is no plugin for this host.
  func find(_ reader: PluginReader) throws(RothostError) -> FoundPlugin {
    if let objection { throw RothostError(.notFound, objection) }
    guard let status = FileSystem.status(path) else {
      throw RothostError(.notFound, "there is no such file, or its link leads nowhere")
    }
    guard status.isRegular else { throw RothostError(.plugin, "it is not a regular file") }
    try checkTrust(status)
    guard let bytes = FileSystem.contents(path, limit: .max) else {
      throw RothostError(.inputOutput, "it cannot be read: check its rights")
    }
    if !isManifest { try Self.checkImage(bytes) }
    if origin == .bundled { return FoundPlugin(try LoadedPlugin.open(path), origin) }
    let digest = FileSystem.sha256(of: bytes)
    return FoundPlugin(
      // What a manifest declares rests on its library too, which is not in its digest.
      try reader.read(path, digest, isLasting: !isManifest),
      PluginIdentity(path: path, sha256: digest), origin,
      status: status)
  }

  /// Whether the file binds a foreign library's functions instead of holding code itself.
  var isManifest: Bool { path.hasSuffix(".toml") }

  /// Whether the file's bytes say that it exports the entry symbol; loads nothing.
  var exportsEntry: Bool {
    guard let bytes = FileSystem.contents(path, limit: .max), let image = try? ElfImage(bytes)
    else {
      return false
    }
    return image.exports(Self.entrySymbol)
  }

  /// `ROT_PLUGIN_ENTRY_SYMBOL` of `plugin.h`.
  static let entrySymbol = "rot_plugin_entry"

  /// Bundled plugins are as trusted as the executable beside them.
  private func checkTrust(_ status: FileStatus) throws(RothostError) {
    if origin == .bundled { return }
    let folderPath = SearchPath.parent(of: path)
    guard let folder = FileSystem.status(folderPath) else {
      throw RothostError(.notFound, "its folder is gone")
    }
    if let objection = FileTrust.objection(
      file: status, path: path, folder: folder, at: folderPath)
    {
      throw RothostError(.refused, objection)
    }
  }

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

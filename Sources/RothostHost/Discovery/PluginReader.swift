import RothostSeries

/// Reads descriptors of files that are not bundled without running their code in this process.
///
/// What was read once is remembered by the file's content, in this process and beyond.
struct PluginReader: Sendable {
  let workers: WorkerPool
  let cache: DescriptorCache
  let pins: PinStore
  /// Whether a file may be loaded here where no worker can be had.
  let needsWorker: Bool

  /// What the plugin declares, where that is known without running it.
  func known(_ source: PluginSource) -> PluginDescription? {
    source.contentKey.flatMap(cache.description(of:))
  }

  /// - Throws: why the plugin is refused, with the phase `load`.
  func read(_ source: PluginSource, _ watch: WorkerWatch) throws(RothostError) -> PluginDescription
  {
    if let known = known(source) { return known }
    guard workers.executable != nil || needsWorker else {
      return PluginDescription(try LoadedPlugin.open(SealedPlugin(source)))
    }
    let description = try workers.describe(source, watch)
    if let key = source.contentKey {
      cache.remember(description, of: key, at: source.main.path)
    }
    return description
  }
}

extension PluginSource {
  /// Stands for the content of all files; nil where a library that the loader finds matters too.
  fileprivate var contentKey: String? {
    if needed.isEmpty { return Self.isManifest(main.path) ? nil : main.sha256 }
    return FileSystem.sha256(of: Array(files.map(\.sha256).joined(separator: " ").utf8))
  }
}

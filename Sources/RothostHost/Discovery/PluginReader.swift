import RothostSeries

/// Reads descriptors of files that are not bundled without running their code in this process.
///
/// What was read once is remembered by the file's content, in this process and beyond; so is, for
/// minutes, that it took too long.
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

  /// - Parameter isAgain: whether a file that took too long is tried nevertheless.
  /// - Throws: why the plugin is refused, with the phase `load`.
  func read(
    _ source: PluginSource, _ watch: WorkerWatch, isAgain: Bool = false
  ) throws(RothostError) -> PluginDescription {
    if let known = known(source) { return known }
    guard workers.executable != nil || needsWorker else {
      return PluginDescription(try LoadedPlugin.open(SealedPlugin(source)))
    }
    guard let key = source.contentKey else { return try workers.describe(source, watch) }
    if !isAgain, let failure = cache.failure(of: key) { throw failure.error }
    do {
      let description = try workers.describe(source, watch)
      cache.remember(description, of: key, at: source.main.path)
      return description
    } catch {
      // A shorter limit of the question's own says nothing of the file.
      if error.status == .timeout, !watch.isOver {
        let failure = LoadFailure(message: error.message, time: FileSystem.now)
        cache.remember(failure, of: key, at: source.main.path)
      }
      throw error
    }
  }
}

extension PluginSource {
  /// Stands for the content of all files; nil where a library that the loader finds matters too.
  fileprivate var contentKey: String? {
    if needed.isEmpty { return Self.isManifest(main.path) ? nil : main.sha256 }
    return FileSystem.sha256(of: Array(files.map(\.sha256).joined(separator: " ").utf8))
  }
}

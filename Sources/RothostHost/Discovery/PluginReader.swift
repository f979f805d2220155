import RothostSeries

/// Reads descriptors of files that are not bundled without running their code in this process.
///
/// What was read once is remembered by the file's content, in this process and beyond.
struct PluginReader: Sendable {
  let workers: WorkerPool
  let cache: DescriptorCache
  /// Whether a file may be loaded here where no worker can be had.
  let needsWorker: Bool

  /// - Parameter isLasting: whether the same content always declares the same.
  /// - Throws: why the file is refused, with the phase `load`.
  func read(
    _ path: String, _ sha256: String, isLasting: Bool
  ) throws(RothostError) -> PluginDescription {
    if isLasting, let known = cache.description(of: sha256) { return known }
    guard workers.executable != nil || needsWorker else {
      return PluginDescription(try LoadedPlugin.open(path))
    }
    let description = try workers.describe(WorkerPool.Plugin(path: path, sha256: sha256))
    if isLasting { cache.remember(description, of: sha256) }
    return description
  }
}

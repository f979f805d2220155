import RothostLock
import RothostSeries

/// An indicator the host knows of: what it declares, and where its code is.
///
/// The code of a file that is not bundled is loaded into this process at the first in-process call.
final class FoundIndicator: Sendable {
  let description: IndicatorDescription
  let hasLookBack: Bool
  let plugin: PluginIdentity
  let origin: PluginRecord.Origin
  /// Position among its plugin's indicators.
  let index: Int
  /// The file as it was read; nil where the code was loaded at once.
  private let status: FileStatus?
  private let loaded: Mutex<LoadedIndicator?>

  init(
    _ description: IndicatorDescription, _ hasLookBack: Bool, _ plugin: PluginIdentity,
    _ origin: PluginRecord.Origin, index: Int, status: FileStatus? = nil,
    loaded: LoadedIndicator? = nil
  ) {
    self.description = description
    self.hasLookBack = hasLookBack
    self.plugin = plugin
    self.origin = origin
    self.index = index
    self.status = status
    self.loaded = Mutex(loaded)
  }

  /// Whether it is a file of somebody else's that nobody vouched for.
  var isStranger: Bool { origin != .bundled && origin != .registered && !isPinned }

  /// Whether the user pinned the file's content; this version keeps no pins.
  private var isPinned: Bool { false }

  /// Whether its file is still the one that was read.
  var isCurrent: Bool { status == nil || FileSystem.status(plugin.path) == status }

  /// The indicator in this process, loaded at the first call.
  ///
  /// - Throws: `.plugin` where the loader refuses the file or it declares something else by now.
  func inProcess() throws(RothostError) -> LoadedIndicator {
    if let known = loaded.withLock({ $0 }) { return known }
    let indicators = try LoadedPlugin.open(plugin.path).indicators
    guard let found = indicators.first(where: { $0.description == description }) else {
      throw RothostError(
        .plugin, "its file changed while it was in use; ask again", plugin: description.id,
        phase: "load")
    }
    loaded.withLock { $0 = found }
    return found
  }

  /// The indicator's calls in workers.
  func workerCalls(_ pool: WorkerPool) -> WorkerCalls {
    WorkerCalls(
      plugin: WorkerPool.Plugin(
        path: plugin.path, sha256: plugin.sha256, version: description.version),
      indicator: index, pool: pool)
  }
}

import RothostLock
import RothostSeries

/// A file of a plugin as it was read.
struct FoundFile: Sendable, Equatable {
  var digest: FileDigest
  var status: FileStatus
  /// The way by which it was found, where links are on it.
  var name: String?

  /// Whether it is there as it was, and the way still leads to it.
  var isCurrent: Bool {
    guard FileSystem.status(digest.path) == status else { return false }
    return name == nil || name.flatMap(FileSystem.realPath) == digest.path
  }
}

/// What `plugins.lock` said of a plugin when it was found.
struct Standing: Sendable, Equatable {
  /// The pin that vouches for it.
  var pin: Pin?
  /// The file as it was then; nil = there was none.
  var lockStatus: FileStatus?
}

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
  /// The plugin's files, its own first; none where the code was loaded at once.
  private let files: [FoundFile]
  /// Whether any change after the reading shows in the files' stamps.
  private let isSettled: Bool
  /// nil for code that no pin could concern.
  private let standing: Standing?
  private let loaded: Mutex<LoadedIndicator?>

  init(
    _ description: IndicatorDescription, _ hasLookBack: Bool, _ plugin: PluginIdentity,
    _ origin: PluginRecord.Origin, index: Int, files: [FoundFile] = [],
    standing: Standing? = nil, loaded: LoadedIndicator? = nil
  ) {
    self.description = description
    self.hasLookBack = hasLookBack
    self.plugin = plugin
    self.origin = origin
    self.index = index
    self.files = files
    let now = FileSystem.now
    isSettled = files.allSatisfy { $0.status.isSettled(at: now) }
    self.standing = standing
    self.loaded = Mutex(loaded)
  }

  /// Whether it is a file of somebody else's that nobody vouched for.
  var isStranger: Bool { origin != .bundled && origin != .registered && pin == nil }

  /// The user's word for the content of its files.
  var pin: Pin? { standing?.pin }

  /// Whether its files are surely still those that were read, and the user's word is what it was.
  func isCurrent(_ pins: PinStore) -> Bool {
    isSettled && isUnchanged && (standing == nil || standing?.lockStatus == pins.status)
  }

  /// Whether its files show no change since they were read.
  var isUnchanged: Bool {
    files.allSatisfy(\.isCurrent)
  }

  /// The indicator in this process, loaded at the first call.
  ///
  /// - Throws: `.plugin` where the loader refuses the file or it declares something else by now.
  func inProcess() throws(RothostError) -> LoadedIndicator {
    if let known = loaded.withLock({ $0 }) { return known }
    let source = try PluginSource(plugin.path)
    guard source.digests == files.map(\.digest) else {
      throw RothostError(
        .plugin, "its file changed while it was in use; ask again", plugin: description.id,
        phase: "load")
    }
    let indicators = try LoadedPlugin.open(SealedPlugin(source)).indicators
    guard let found = indicators.first(where: { $0.description == description }) else {
      throw RothostError(
        .plugin,
        "the same file declares something else in this process than it did in a worker; run it there "
          + "(--isolation process), and tell its author that a descriptor may depend on nothing",
        plugin: description.id, phase: "load")
    }
    loaded.withLock { $0 = found }
    return found
  }

  /// The indicator's calls in workers.
  func workerCalls(_ pool: WorkerPool) -> WorkerCalls {
    WorkerCalls(
      plugin: WorkerPool.Plugin(
        path: plugin.path, sha256: plugin.sha256, needed: files.dropFirst().map(\.digest),
        isBundled: origin == .bundled, version: description.version),
      indicator: index, pool: pool)
  }
}

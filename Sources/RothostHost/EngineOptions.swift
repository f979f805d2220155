/// How an engine is set up; the defaults are those of the command line without options.
public struct EngineOptions: Sendable {
  /// nil: `$ROTHOST_CACHE`, else `$XDG_DATA_HOME/rothost/cache`, else `~/.local/share/rothost/cache`.
  public var cachePath: String?
  /// Folders (or single files) searched for plugins right after the bundled ones.
  public var pluginPaths: [String] = []
  public var readOnly = false
  /// A throw-away cache in a temporary folder that goes with the engine.
  public var inMemory = false
  /// Whether indicators that are neither bundled, registered nor pinned run in a worker where the
  /// request does not say; the command line's way. Their code then never runs in this process.
  public var isolatesStrangers = false
  /// nil: those of `WorkerLimits()`.
  public var workerLimits: WorkerLimits?
  /// Where descriptors are remembered by their files' content.
  public var descriptorFolder = DescriptorFolder.standard
  /// Where the user's pins are kept.
  public var lockFile = LockFile.standard
  /// Receives level (`ROT_LOG_*`) and text, from any thread; nil = silent.
  public var log: (@Sendable (Int32, String) -> Void)?

  public init() {}

  public enum DescriptorFolder: Sendable, Equatable {
    /// `$XDG_CACHE_HOME/rothost`, else `~/.cache/rothost` (XDG Base Directory Specification 0.8).
    case standard
    case at(String)
    /// Remembered in this engine only.
    case none

    var path: String? {
      switch self {
      case .none: return nil
      case .at(let path): return path
      case .standard:
        if let folder = FileSystem.environment("XDG_CACHE_HOME"), folder.hasPrefix("/") {
          return "\(folder)/rothost"
        }
        return FileSystem.home.map { "\($0)/.cache/rothost" }
      }
    }
  }

  public enum LockFile: Sendable, Equatable {
    /// `$XDG_DATA_HOME/rothost/plugins.lock`, beside the user's plugins.
    case standard
    case at(String)
    /// Nothing is pinned, and nothing can be.
    case none

    var path: String? {
      switch self {
      case .none: nil
      case .at(let path): path
      case .standard: SearchPath.dataFolder.map { "\($0)/rothost/plugins.lock" }
      }
    }
  }

  /// The folder of the cache that an engine with these options uses, unless it is in memory.
  public var cacheFolder: String {
    cachePath ?? FileSystem.environment("ROTHOST_CACHE")
      ?? "\(SearchPath.dataFolder ?? ".local/share")/rothost/cache"
  }
}

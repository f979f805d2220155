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
  public var workerLimits = WorkerLimits()
  /// Where descriptors are remembered by their files' content; nil = in this engine only.
  public var descriptorFolder = DescriptorCache.standardFolder
  /// Receives level (`ROT_LOG_*`) and text, from any thread; nil = silent.
  public var log: (@Sendable (Int32, String) -> Void)?

  public init() {}

  /// The folder of the cache that an engine with these options uses, unless it is in memory.
  public var cacheFolder: String {
    cachePath ?? FileSystem.environment("ROTHOST_CACHE")
      ?? "\(SearchPath.dataFolder ?? ".local/share")/rothost/cache"
  }
}

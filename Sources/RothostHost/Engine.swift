import RothostSeries
import Synchronization

/// One cache, the plugins found, and the frames prepared: what every door of rothost opens.
///
/// Usable from any number of threads at once. Opening is cheap: the cache opens at its first use
/// and a plugin is read when an indicator of it is first asked for.
public final class Engine: Sendable {
  let options: EngineOptions
  let catalogue: PluginCatalogue

  /// Opens the host; neither the cache nor a plugin is touched yet.
  public convenience init(_ options: EngineOptions = EngineOptions()) throws(RothostError) {
    try self.init(options, path: SearchPath(pluginPaths: options.pluginPaths))
  }

  init(_ options: EngineOptions, path: SearchPath) throws(RothostError) {
    self.options = options
    catalogue = PluginCatalogue(path)
  }

  public var counters: EngineCounters { EngineCounters() }
}

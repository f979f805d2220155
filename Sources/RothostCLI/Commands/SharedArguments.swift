import ArgumentParser
import RothostCache
import RothostHost
import RothostSeries

/// Where the cache is.
struct CacheArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The cache's folder; else $ROTHOST_CACHE, else $XDG_DATA_HOME/rothost/cache.",
      valueName: "dir"),
    completion: .directory)
  var cache: String?

  /// That folder.
  var folder: String { engineOptions(cache: cache).cacheFolder }

  /// The store of series in that folder; made where it is not there yet, unless it is only read.
  func store(readOnly: Bool = false) throws(RothostError) -> SeriesStore {
    try Engine(engineOptions(cache: cache, readOnly: readOnly)).store()
  }
}

/// Where plugins are, besides the usual places.
struct PluginArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp("Search this folder for plugins too; may be repeated.", valueName: "dir"),
    completion: .directory)
  var plugins: [String] = []

  func engine() throws(RothostError) -> Engine {
    try Engine(engineOptions(plugins: plugins))
  }
}

/// Options of an engine whose warnings become lines on standard error.
func engineOptions(
  cache: String? = nil, plugins: [String] = [], readOnly: Bool = false
) -> EngineOptions {
  var options = EngineOptions()
  options.cachePath = cache
  options.pluginPaths = plugins
  options.readOnly = readOnly
  options.isolatesStrangers = true
  options.log = { @Sendable level, text in
    // ROT_LOG_WARNING of plugin.h; below it nobody asked to hear.
    if level >= 2 { StandardStreams.note("warning: \(text)") }
  }
  return options
}

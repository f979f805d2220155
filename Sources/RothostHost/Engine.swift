public import RothostCache
import RothostSeries

/// One cache, the plugins found, and the frames prepared: what every door of rothost opens.
///
/// Usable from any number of threads at once. Opening is cheap: the cache opens at its first use
/// and a plugin is read when an indicator of it is first asked for.
public final class Engine: Sendable {
  let options: EngineOptions
  let catalogue: PluginCatalogue
  let stores: EngineStores
  let frames = FrameStore()
  let pool = BufferPool()
  let workers: WorkerPool
  let counts = EngineCounts()

  /// Opens the host; neither the cache nor a plugin is touched yet.
  public convenience init(_ options: EngineOptions = EngineOptions()) throws(RothostError) {
    try self.init(options, path: SearchPath(pluginPaths: options.pluginPaths))
  }

  init(_ options: EngineOptions, path: SearchPath) throws(RothostError) {
    self.options = options
    workers = WorkerPool(options.workerLimits)
    catalogue = PluginCatalogue(
      path,
      PluginReader(
        workers: workers, cache: DescriptorCache(folder: options.descriptorFolder),
        needsWorker: options.isolatesStrangers))
    stores = EngineStores(options)
  }

  /// The cache, opened at the first call and created where it is not there.
  ///
  /// - Throws: `.cache` where it cannot be used; `.notFound` where it is not there and may only be
  ///   read.
  public func store() throws(RothostError) -> SeriesStore { try stores.cache() }

  /// The demo market's series, in a cache of their own.
  public func demoStore() throws(RothostError) -> SeriesStore { try stores.demo() }

  /// What this engine has done so far.
  public var counters: EngineCounters {
    let (hits, misses, bytes) = frames.counters
    var counters = EngineCounters()
    counters.frameHits = hits
    counters.frameMisses = misses
    counters.frameBytes = bytes
    counters.evaluations = counts.evaluationCount
    counters.streams = counts.streamCount
    return counters
  }
}

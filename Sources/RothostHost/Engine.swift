public import RothostCache
import RothostSeries
import Synchronization

/// One cache, the plugins found, and the frames prepared: what every door of rothost opens.
///
/// Usable from any number of threads at once. Opening is cheap: the cache opens at its first use,
/// plugins are looked for when one is first asked for, and read when an indicator of it is.
public final class Engine: Sendable {
  let options: EngineOptions
  let stores: EngineStores
  let counts = EngineCounts()
  private let path: SearchPath?
  private let lazyWorkings = AtomicLazyReference<EngineWorkings>()

  /// Opens the host; neither the cache nor a plugin is touched yet.
  public convenience init(_ options: EngineOptions = EngineOptions()) throws(RothostError) {
    try self.init(options, path: nil)
  }

  /// - Parameter path: where plugins are looked for; nil = the usual places.
  init(_ options: EngineOptions, path: SearchPath?) throws(RothostError) {
    self.options = options
    self.path = path
    stores = EngineStores(options)
  }

  private var workings: EngineWorkings {
    lazyWorkings.load() ?? lazyWorkings.storeIfNil(EngineWorkings(options, path))
  }

  var catalogue: PluginCatalogue { workings.catalogue }
  var frames: FrameStore { workings.frames }
  var pool: BufferPool { workings.pool }
  var workers: WorkerPool { workings.workers }
  var pins: PinStore { workings.pins }

  /// The cache, opened at the first call and created where it is not there.
  ///
  /// - Throws: `.cache` where it cannot be used; `.notFound` where it is not there and may only be
  ///   read.
  public func store() throws(RothostError) -> SeriesStore { try stores.cache() }

  /// The demo market's series, in a cache of their own.
  public func demoStore() throws(RothostError) -> SeriesStore { try stores.demo() }

  /// What this engine has done so far.
  public var counters: EngineCounters {
    var counters = EngineCounters()
    guard let frames = lazyWorkings.load()?.frames else { return counters }
    let (hits, misses, bytes) = frames.counters
    counters.frameHits = hits
    counters.frameMisses = misses
    counters.frameBytes = bytes
    counters.evaluations = counts.evaluationCount
    counters.streams = counts.streamCount
    return counters
  }
}

/// What finding and running indicators takes. Made at its first use, because programs open an
/// engine again and again only to read its cache.
private final class EngineWorkings: Sendable {
  let catalogue: PluginCatalogue
  let frames = FrameStore()
  let pool = BufferPool()
  let workers: WorkerPool
  let pins: PinStore

  init(_ options: EngineOptions, _ path: SearchPath?) {
    pins = PinStore(
      path: options.lockFile.path, isNeeded: options.lockFile != .none)
    workers = WorkerPool(options.workerLimits ?? WorkerLimits())
    catalogue = PluginCatalogue(
      path ?? SearchPath(pluginPaths: options.pluginPaths),
      PluginReader(
        workers: workers, cache: DescriptorCache(folder: options.descriptorFolder.path), pins: pins,
        needsWorker: options.isolatesStrangers))
  }
}

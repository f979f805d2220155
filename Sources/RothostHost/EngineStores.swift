import RothostCache
import RothostSeries
import RothostLock

/// The engine's cache and the demo market's, each opened at its first use.
final class EngineStores: Sendable {
  let path: String
  private let isReadOnly: Bool
  private let isInMemory: Bool
  private let openCache = Mutex<SeriesStore?>(nil)
  private let openDemo = Mutex<SeriesStore?>(nil)

  init(_ options: EngineOptions) {
    path = options.cacheFolder
    isReadOnly = options.readOnly
    isInMemory = options.inMemory
  }

  /// The cache, created where it is not there.
  ///
  /// - Throws: `.cache` where it cannot be used; `.notFound` where it is not there and may only be
  ///   read.
  func cache() throws(RothostError) -> SeriesStore {
    try once(openCache) { () throws(RothostError) in
      try caching { [path, isInMemory, isReadOnly] in
        isInMemory ? try .temporary() : try SeriesStore(path: path, readOnly: isReadOnly)
      }
    }
  }

  /// The cache for an evaluation, which never creates one.
  ///
  /// - Throws: `.notFound` where there is none yet.
  func existingCache() throws(RothostError) -> SeriesStore {
    if isInMemory || FileSystem.status("\(path)/data.mdb") != nil { return try cache() }
    throw RothostError(
      .notFound, "the cache \(path) is empty; import a file first (`rothost cache import FILE`)")
  }

  /// The demo market in a cache of its own, which goes with the engine.
  func demo() throws(RothostError) -> SeriesStore {
    try once(openDemo) { () throws(RothostError) in
      try caching {
        let store = try SeriesStore.temporary(holdsDemo: true)
        for series in DemoMarket.series() {
          try store.put(
            series.name,
            SeriesData(
              times: series.times,
              columns: [.init(series.column, unit: series.unit, series.values)],
              metadata: SeriesMetadata(
                timeKind: .dates, calendar: series.calendar, closingTime: series.close?.offset,
                publicationDelay: series.publicationDelay, source: "demo")), mode: .replace)
        }
        return store
      }
    }
  }

  /// What is open already, or what `make` opens while other threads wait.
  private func once(
    _ slot: borrowing Mutex<SeriesStore?>, _ make: () throws(RothostError) -> SeriesStore
  ) throws(RothostError) -> SeriesStore {
    let outcome: Result<SeriesStore, RothostError> = slot.withLock { open in
      if let store = open { return .success(store) }
      let outcome = Result { () throws(RothostError) in try make() }
      open = try? outcome.get()
      return outcome
    }
    return try outcome.get()
  }
}

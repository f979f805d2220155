import RothostSeries

/// The shared cache: named series on disk, read as pointers into the map by any number of processes.
///
/// One directory with LMDB's two files and a lock file. Safe to use from many threads; readers never
/// wait for writers, writers wait for each other. Everything committed survives a killed writer.
public final class SeriesStore: Sendable {
  let environment: LMDBEnvironment
  private let writesRefused: Bool
  private let holdsDemo: Bool
  private let writer: WriterLock?
  private let folder: TemporaryFolder?
  /// Columns are committed one by one beyond this many bytes, so that memory stays bounded.
  let transactionBytes: Int
  private static let usualTransactionBytes = 32 << 20

  /// 1 TiB of addresses; the file grows only as series come in.
  public static let defaultMapSize = 1 << 40

  /// Opens the cache in directory `path`.
  ///
  /// - Parameters:
  ///   - readOnly: refuse writes, and refuse to create a cache that is not there (`.notFound`).
  ///   - mapSize: the most the cache may grow to, in bytes; the map is sparse. A smaller one is
  ///     taken where the system refuses it.
  ///   - holdsDemo: a cache for the demo market: only names with the reserved prefix.
  /// - Throws: `.cache` where the directory cannot be created or used, saying what to do.
  public convenience init(
    path: String, readOnly: Bool = false, mapSize: Int = SeriesStore.defaultMapSize,
    holdsDemo: Bool = false
  ) throws {
    try self.init(
      path: path, readOnly: readOnly, mapSize: mapSize, holdsDemo: holdsDemo,
      transactionBytes: Self.usualTransactionBytes, folder: nil)
  }

  /// A store that commits after ever fewer bytes, for tests of writers killed half-way.
  package convenience init(path: String, transactionBytes: Int) throws {
    try self.init(
      path: path, readOnly: false, mapSize: Self.defaultMapSize, holdsDemo: false,
      transactionBytes: transactionBytes, folder: nil)
  }

  /// A cache in a new folder under `$TMPDIR` (else `/tmp`) that is deleted with the store.
  public static func temporary(holdsDemo: Bool = false) throws -> SeriesStore {
    let folder = try TemporaryFolder()
    return try SeriesStore(
      path: folder.path, readOnly: false, mapSize: defaultMapSize, holdsDemo: holdsDemo,
      transactionBytes: usualTransactionBytes, folder: folder)
  }

  private init(
    path: String, readOnly: Bool, mapSize: Int, holdsDemo: Bool, transactionBytes: Int,
    folder: TemporaryFolder?
  ) throws {
    environment = try EnvironmentRegistry.environment(path: path) { known in
      known.mapSize == mapSize && (readOnly || !known.isReadOnly)
    } open: { isThere in
      if isThere {
        try CacheFile.check(directory: path, .roots)
      } else if readOnly {
        throw RothostError(
          .notFound,
          "there is no cache in \(path); import a file first (`rothost cache import FILE`)")
      } else {
        try SystemFile.createDirectory(path)
      }
      return try Self.environment(path: path, readOnly: readOnly, mapSize: mapSize)
    }
    writesRefused = readOnly || environment.isReadOnly
    writer = writesRefused ? nil : WriterLock(directory: path)
    self.holdsDemo = holdsDemo
    self.transactionBytes = transactionBytes
    self.folder = folder
  }

  /// Readers write too: their names into the lock file. Where they cannot, the cache is read all
  /// the same if its disk is read-only, and refused where somebody might write while it is read.
  private static func environment(
    path: String, readOnly: Bool, mapSize: Int
  ) throws -> LMDBEnvironment {
    do {
      return try LMDBEnvironment(path: path, access: .readWrite, mapSize: mapSize)
    } catch let error as RothostError {
      guard readOnly else { throw error }
      let (data, lock) = ("\(path)/data.mdb", "\(path)/lock.mdb")
      guard SystemFile.isFrozen(path: data) else {
        guard SystemFile.isWritable(path: SystemFile.exists(path: lock) ? lock : path) else {
          throw RothostError(
            .cache,
            "cannot read the cache \(path): readers note in \(lock) what they read, lest a writer "
              + "overwrites it, and you have no right to. Ask its owner for chmod g+rw \(lock), or "
              + "copy the folder")
        }
        return try LMDBEnvironment(path: path, access: .readOnly, mapSize: mapSize)
      }
      guard !SystemFile.isLockedElsewhere(path: lock) else {
        throw RothostError(
          .cache,
          "cannot read the cache \(path): it is read-only here, and another process has it open "
            + "elsewhere and may change what is read. Close that one, or copy the folder")
      }
      return try LMDBEnvironment(path: path, access: .frozen, mapSize: mapSize)
    }
  }

  deinit {
    if folder == nil { EnvironmentRegistry.rest(environment) }
  }

  public var path: String { environment.path }

  /// LMDB's data file, which a worker may map read-only by the offsets of `SeriesView`.
  public var dataFile: String { environment.dataFile }

  /// What the cache knows of `name`; throws `.notFound` with the nearest names. O(1).
  public func info(_ name: String) throws -> SeriesInfo {
    try view(name).info
  }

  /// Opens a snapshot of `name`; throws `.notFound` with the nearest names. O(1).
  public func view(_ name: String) throws -> SeriesView {
    let lease = try environment.read()
    guard let generation = try lease.generation(of: name) else { throw try notFound(name) }
    if let known = environment.seen(name), known.info.generation == generation {
      return SeriesView(known, lease: lease)
    }
    let mapped = try Self.map(name, lease)
    environment.remember(mapped, as: name)
    return SeriesView(mapped, lease: lease)
  }

  /// All series in the byte order of their names; O(series).
  public func list() throws -> [SeriesInfo] {
    let lease = try environment.read()
    return try lease.names().filter { !Self.isInternal($0) }.map { name in
      guard let record = try lease.record(of: name),
        let info = SeriesRecord.decode(record.span, name: name)
      else { throw environment.damaged("record of \(name)") }
      return info
    }
  }

  /// The names of all series in byte order.
  public func names() throws -> [String] {
    try environment.read().names().filter { !Self.isInternal($0) }
  }

  /// Runs `body` as the only writer of all threads and processes.
  ///
  /// - Parameter isCancelled: asked while another one writes.
  func writing<Result>(
    _ isCancelled: () -> Bool = { false }, _ body: () throws -> Result
  ) throws -> Result {
    guard let writer else {
      throw RothostError(
        .cache,
        "the cache \(path) is open for reading only; open it for writing, or give another one "
          + "with --cache DIR")
    }
    return try writer.hold(isCancelled) {
      environment.clearStaleReaders()
      return try body()
    }
  }

  func checkWritable(_ name: String) throws {
    try SeriesName.check(name, allowsDemo: holdsDemo)
    if holdsDemo && !SeriesName.isDemo(name) {
      throw RothostError(
        .argument,
        "\(name) cannot go into the demo market's cache, which holds \(SeriesName.demoPrefix) "
          + "series only")
    }
  }

  static func map(_ name: String, _ lease: borrowing ReadLease) throws -> MappedSeries {
    guard let record = try lease.record(of: name),
      let info = SeriesRecord.decode(record.span, name: name)
    else { throw lease.environment.damaged("record of \(name)") }
    let times = try lease.column(0, of: name, info.generation, count: info.rowCount)
    var values: [MappedColumn] = []
    for column in 1...info.columns.count {
      try values.append(lease.column(column, of: name, info.generation, count: info.rowCount))
    }
    return MappedSeries(info: info, times: times, values: values)
  }

  /// Keys that begin with a control character hold the cache's own counters.
  static func isInternal(_ key: String) -> Bool { key.utf8.first.map { $0 < 0x20 } ?? true }

  private func notFound(_ name: String) throws -> RothostError {
    let names = try names()
    guard !names.isEmpty else {
      return RothostError(
        .notFound,
        "there is no series \"\(name)\": the cache \(path) is empty; import a file first "
          + "(`rothost cache import FILE`)")
    }
    let near = NearestNames.find(name, among: names, limit: 3)
    return RothostError(
      .notFound,
      "there is no series \"\(name)\" among the \(names.count) in \(path)"
        + (near.isEmpty ? ";" : "; did you mean \(near.joined(separator: ", "))?")
        + " `rothost cache list` shows all")
  }
}

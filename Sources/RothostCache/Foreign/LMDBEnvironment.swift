import CLMDB
import Glibc
import RothostSeries
import RothostLock
import struct Synchronization.Atomic

/// An open LMDB environment with its two tables.
///
/// Wraps LMDB together with `LMDBTransactions.swift`: nothing outside this folder calls C.
/// Table `series` maps a name to a `SeriesRecord`, table `columns` maps (generation, column) to a
/// `ColumnHeader` and the raw elements. LMDB forbids a second environment on the same file within
/// one process (closing one would drop the other's file locks), hence `EnvironmentRegistry`.
@safe final class LMDBEnvironment: Sendable {
  let path: String
  let isReadOnly: Bool
  let mapSize: Int
  let pageSize: Int
  let identity: FileIdentity?
  private nonisolated(unsafe) let handle: OpaquePointer
  let seriesTable: MDB_dbi
  let columnTable: MDB_dbi
  private let written: Atomic<Bool>
  /// Reset read transactions waiting to be renewed (7 ns) instead of begun.
  private let idle = Mutex<[IdleTransaction]>([])

  /// The latest seen generation of each series.
  private let seenSeries = Mutex<[String: MappedSeries]>([:])

  private static let seenLimit = 4096
  private static let readerLimit: UInt32 = 1024
  private static let idleLimit = 64

  /// How an environment is opened.
  enum Access {
    case readWrite
    /// Readers are in the lock file, so that no writer reuses what they read.
    case readOnly
    /// Nobody can write, nor leave a word in the lock file.
    case frozen
  }

  /// Wraps `mdb_env_create`, `mdb_env_open` and `mdb_dbi_open`.
  ///
  /// Asks for a sparse map of `mapSize` bytes and for ever smaller ones where the system refuses.
  init(path: String, access: Access, mapSize: Int) throws {
    var flags = UInt32(MDB_NOTLS)
    if access != .readWrite { flags |= UInt32(MDB_RDONLY) }
    if access == .frozen { flags |= UInt32(MDB_NOLOCK) }
    var size = max(mapSize, 1 << 20)
    var opened: OpaquePointer?
    repeat {
      var candidate: OpaquePointer?
      // The out-pointer lives for the call; LMDB fills it on success only.
      unsafe try Self.check(mdb_env_create(&candidate), "open", path)
      // The handle is fresh and not shared yet; the path is copied by LMDB.
      var code = unsafe mdb_env_set_mapsize(candidate, size)
      if code == 0 { code = unsafe mdb_env_set_maxdbs(candidate, 2) }
      if code == 0 { code = unsafe mdb_env_set_maxreaders(candidate, Self.readerLimit) }
      if code == 0 { code = unsafe mdb_env_open(candidate, path, flags, 0o600) }
      if code == 0 {
        unsafe opened = candidate
      } else {
        // A failed environment must still be closed, and is not used afterwards.
        unsafe mdb_env_close(candidate)
        guard code == ENOMEM, size > 1 << 26 else {
          throw LMDBError.error(code, while: "open", path: path)
        }
        size /= 4
      }
    } while unsafe opened == nil
    do {
      // `opened` is a live environment that no other thread knows yet.
      unsafe try Self.checkLength(opened, path: path)
      // As above.
      let tables = unsafe try Self.openTables(opened, readOnly: access != .readWrite, path: path)
      seriesTable = tables.series
      columnTable = tables.columns
      written = Atomic(tables.isNew)
    } catch {
      // Nothing else holds the handle, and it is not used afterwards.
      unsafe mdb_env_close(opened)
      throw error
    }
    // The loop above ends only with a handle.
    unsafe handle = opened!
    var statistics = MDB_stat()
    // The handle is live; the struct outlives the call.
    unsafe mdb_env_stat(handle, &statistics)
    pageSize = Int(statistics.ms_psize)
    self.path = path
    isReadOnly = access != .readWrite
    self.mapSize = mapSize
    identity = SystemFile.identity(path: "\(path)/data.mdb")
    clearStaleReaders()
  }

  deinit {
    EnvironmentRegistry.close(ObjectIdentifier(self), of: identity) {
      for transaction in idle.withLock({ $0 }) {
        // Idle transactions are reset and owned by nobody else.
        unsafe mdb_txn_abort(transaction.handle)
      }
      // Every lease and writer holds a reference, so nothing uses the handle any more.
      unsafe mdb_env_close(handle)
    }
  }

  /// Throws `.cache` for a file that was cut short, whose missing pages would end the process.
  ///
  /// LMDB does not write the few pages at the end that a transaction took and gave back, hence the
  /// slack.
  private static func checkLength(_ environment: OpaquePointer?, path: String) throws {
    var statistics = MDB_stat()
    var information = unsafe MDB_envinfo()
    // The handle is live; the structs outlive the calls.
    unsafe mdb_env_stat(environment, &statistics)
    unsafe mdb_env_info(environment, &information)
    let slack = 16
    let pages = unsafe Int(information.me_last_pgno) + 1 - slack
    guard SystemFile.size(path: "\(path)/data.mdb") >= pages * Int(statistics.ms_psize) else {
      throw LMDBError.error(MDB_CORRUPTED, while: "open", path: path)
    }
  }

  /// A read-only transaction reaches existing tables without waiting for a writer elsewhere.
  private static func openTables(
    _ environment: OpaquePointer?, readOnly: Bool, path: String
  ) throws -> (series: MDB_dbi, columns: MDB_dbi, isNew: Bool) {
    for create in readOnly ? [false] : [false, true] {
      var transaction: OpaquePointer?
      let mode = create ? 0 : UInt32(MDB_RDONLY)
      // The environment is live; the out-pointer lives for the call.
      unsafe try check(mdb_txn_begin(environment, nil, mode, &transaction), "open", path)
      var series: MDB_dbi = 0
      var columns: MDB_dbi = 0
      let flags = create ? UInt32(MDB_CREATE) : 0
      // The transaction is live until the abort or commit below, which ends its use.
      var code = unsafe mdb_dbi_open(transaction, "series", flags, &series)
      if code == 0 { code = unsafe mdb_dbi_open(transaction, "columns", flags, &columns) }
      if code == 0 {
        // Commit keeps the table handles for the life of the environment.
        unsafe try check(mdb_txn_commit(transaction), "open", path)
        return (series, columns, create)
      }
      // The transaction is not used afterwards.
      unsafe mdb_txn_abort(transaction)
      guard code == MDB_NOTFOUND else { throw LMDBError.error(code, while: "open", path: path) }
    }
    throw RothostError(
      .notFound, "the cache \(path) is empty; import a file first (`rothost cache import FILE`)")
  }

  /// Frees the reader slots of killed processes; wraps `mdb_reader_check`.
  func clearStaleReaders() {
    // The handle lives as long as self; LMDB locks the reader table itself.
    unsafe mdb_reader_check(handle, nil)
  }

  /// What was last mapped of `name`, of whatever generation.
  func seen(_ name: String) -> MappedSeries? { seenSeries.withLock { $0[name] } }

  func remember(_ mapped: MappedSeries, as name: String) {
    seenSeries.withLock { seen in
      if seen.count >= Self.seenLimit { seen.removeAll() }
      seen[name] = mapped
    }
  }

  /// A snapshot of the cache; O(1), about 10 ns warm, never waits for a writer.
  func read() throws -> ReadLease {
    if let transaction = idle.withLock({ $0.popLast() }) {
      // A reset transaction of this environment, taken out of the pool by this thread alone.
      let code = unsafe mdb_txn_renew(transaction.handle)
      if code == 0 { return unsafe ReadLease(environment: self, transaction.handle) }
      // A transaction that cannot be renewed is only good to be ended.
      unsafe mdb_txn_abort(transaction.handle)
      throw LMDBError.error(code, while: "read", path: path)
    }
    var transaction: OpaquePointer?
    // The handle lives as long as self; the out-pointer lives for the call.
    var code = unsafe mdb_txn_begin(handle, nil, UInt32(MDB_RDONLY), &transaction)
    if code == MDB_READERS_FULL {
      clearStaleReaders()
      // As above.
      code = unsafe mdb_txn_begin(handle, nil, UInt32(MDB_RDONLY), &transaction)
    }
    guard code == 0, let transaction = unsafe transaction else {
      throw LMDBError.error(code, while: "read", path: path)
    }
    return unsafe ReadLease(environment: self, transaction)
  }

  /// Ends a snapshot but keeps its transaction for the next `read`.
  func giveBack(_ transaction: OpaquePointer) {
    // The lease that owned the transaction is being destroyed, so nobody reads through it.
    unsafe mdb_txn_reset(transaction)
    let transaction = unsafe IdleTransaction(handle: transaction)
    let kept = idle.withLock { idle in
      guard idle.count < Self.idleLimit else { return false }
      idle.append(transaction)
      return true
    }
    if !kept {
      // Not in the pool, hence owned by this call alone.
      unsafe mdb_txn_abort(transaction.handle)
    }
  }

  /// Whether anything was ever written through this environment.
  var hasWritten: Bool { written.load(ordering: .relaxed) }

  /// Begins a write transaction; waits for a writer in another thread or process.
  func write() throws -> WriteTransaction {
    written.store(true, ordering: .relaxed)
    var transaction: OpaquePointer?
    // The handle lives as long as self; the out-pointer lives for the call.
    let code = unsafe mdb_txn_begin(handle, nil, 0, &transaction)
    guard code == 0, let transaction = unsafe transaction else {
      throw LMDBError.error(code, while: "write to", path: path)
    }
    return unsafe WriteTransaction(environment: self, transaction)
  }

  static func check(_ code: Int32, _ action: String, _ path: String) throws {
    if code != 0 { throw LMDBError.error(code, while: action, path: path) }
  }

  func check(_ code: Int32, _ action: String) throws { try Self.check(code, action, path) }

  func damaged(_ what: String) -> RothostError {
    RothostError(
      .cache,
      "the \(what) in the cache \(path) is damaged; import that series again, or run "
        + "`rothost cache verify` to see what else is")
  }

  var dataFile: String { "\(path)/data.mdb" }

  /// Wraps `mdb_env_get_fd`: a descriptor of the same file that can only read; the caller closes it.
  func openDataFile() throws -> Int32 {
    var descriptor: Int32 = -1
    // The environment is open; its own descriptor stays LMDB's.
    try check(unsafe mdb_env_get_fd(handle, &descriptor), "open")
    return try SystemFile.reopen(descriptor, name: dataFile)
  }

  @safe private struct IdleTransaction: @unchecked Sendable {
    let handle: OpaquePointer
  }

  /// Lends the bytes of a name to an LMDB call as its key.
  static func withKey(
    _ name: String, _ call: (UnsafeMutablePointer<MDB_val>) -> Int32
  ) -> Int32 {
    var name = name
    return name.withUTF8 { bytes in
      // LMDB does not write to keys; the bytes live for the call.
      var key = unsafe MDB_val(
        mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
      return unsafe call(&key)
    }
  }

  /// Lends the key of a column: generation and index, big-endian, so that neighbours stay together.
  static func withKey(
    _ generation: UInt64, _ column: Int, _ call: (UnsafeMutablePointer<MDB_val>) -> Int32
  ) -> Int32 {
    var words = (generation.bigEndian, UInt64(column).bigEndian)
    // The tuple lives for the call.
    return unsafe withUnsafeMutableBytes(of: &words) { bytes in
      var key = unsafe MDB_val(mv_size: bytes.count, mv_data: bytes.baseAddress)
      return unsafe call(&key)
    }
  }

  /// Wraps `mdb_get` in the `series` table; nil where there is no such key.
  func seriesValue(_ transaction: OpaquePointer, _ name: String) throws -> MDB_val? {
    var value = unsafe MDB_val()
    // The value stays valid while the caller's transaction does.
    let code = unsafe Self.withKey(name) { key in
      unsafe mdb_get(transaction, seriesTable, key, &value)
    }
    if code == MDB_NOTFOUND { return nil }
    try check(code, "read")
    return unsafe value
  }

  /// Copies a value of whole words out of the map.
  static func words(_ value: MDB_val) -> [UInt64] {
    // LMDB answers the value's size; the copy ends within it, whatever its alignment.
    unsafe (0..<(value.mv_size / 8)).map { word in
      unsafe value.mv_data.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)
    }
  }
}

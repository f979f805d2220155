import CLMDB
import RothostSeries

/// A snapshot of the cache, given back to the environment's pool when it goes out of scope.
@safe struct ReadLease: ~Copyable, @unchecked Sendable {
  let environment: LMDBEnvironment
  private let transaction: OpaquePointer

  init(environment: LMDBEnvironment, _ transaction: OpaquePointer) {
    self.environment = environment
    unsafe self.transaction = transaction
  }

  deinit {
    // The only owner gives its transaction up here.
    unsafe environment.giveBack(transaction)
  }

  /// The generation of a series without decoding its record; nil where there is no such series.
  func generation(of name: String) throws -> UInt64? {
    // The transaction lives as long as self; a record holds at least three words.
    guard let value = try unsafe environment.seriesValue(transaction, name),
      unsafe value.mv_size >= 16
    else { return nil }
    return unsafe value.mv_data.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
  }

  func record(of name: String) throws -> [UInt64]? {
    // The transaction lives as long as self.
    guard let value = try unsafe environment.seriesValue(transaction, name) else { return nil }
    return unsafe LMDBEnvironment.words(value)
  }

  /// All keys of the `series` table in byte order; O(series).
  func names() throws -> [String] {
    var cursor: OpaquePointer?
    // The transaction lives as long as self; the cursor is closed before it.
    unsafe try environment.check(
      mdb_cursor_open(transaction, environment.seriesTable, &cursor), "read")
    defer { unsafe mdb_cursor_close(cursor) }
    var names: [String] = []
    var key = unsafe MDB_val()
    var value = unsafe MDB_val()
    // Key and value point into the map and are copied before the cursor moves.
    while unsafe mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0 {
      unsafe names.append(
        String(
          decoding: UnsafeRawBufferPointer(start: key.mv_data, count: key.mv_size), as: UTF8.self))
    }
    return names
  }

  /// One column in the map, its header checked against what the record says.
  ///
  /// `record` names the series whose record page tells where the map begins (a page knows its own
  /// number), so that a column past the end of a cut file is refused before it is touched.
  func column(_ index: Int, of record: String, _ generation: UInt64, count: Int) throws
    -> MappedColumn
  {
    var value = unsafe MDB_val()
    // The value stays valid while the transaction, which lives as long as self.
    let code = unsafe LMDBEnvironment.withKey(generation, index) { key in
      unsafe mdb_get(transaction, environment.columnTable, key, &value)
    }
    try environment.check(code, "read")
    // The record was just looked up, so its page is in the file and begins with its number.
    guard let anchor = try unsafe environment.seriesValue(transaction, record),
      let page = unsafe UnsafeRawPointer(
        bitPattern: Int(bitPattern: anchor.mv_data) & ~(environment.pageSize - 1))
    else { throw environment.damaged("record of \(record)") }
    let base = unsafe page - Int(page.load(as: UInt64.self)) * environment.pageSize
    let offset = unsafe UnsafeRawPointer(value.mv_data) - base
    let size = (count + ColumnHeader.wordCount) * 8
    guard count >= 0, unsafe value.mv_size >= size, offset % 8 == 0,
      offset + size <= SystemFile.size(path: environment.dataFile)
    else { throw environment.damaged("column \(index) of \(record)") }
    // Size and alignment were checked above; the map lives as long as the environment.
    let column = unsafe MappedColumn(
      start: UnsafeRawPointer(value.mv_data), count: count, fileOffset: offset)
    guard column.header.matches(generation: generation, column: index, count: count) else {
      throw environment.damaged("header of column \(index) of \(record)")
    }
    return column
  }
}

/// The elements of one column where they lie in the map; valid while a lease of their snapshot lives.
@safe struct MappedColumn: @unchecked Sendable {
  private let start: UnsafeRawPointer
  let count: Int
  /// Position of the first element in the data file, for a process that maps the file itself.
  let fileOffset: Int

  fileprivate init(start: UnsafeRawPointer, count: Int, fileOffset: Int) {
    unsafe self.start = start
    self.count = count
    self.fileOffset = fileOffset + ColumnHeader.wordCount * 8
  }

  var header: ColumnHeader {
    // The header precedes the elements; the lease checked the size.
    unsafe ColumnHeader(
      words: UnsafeBufferPointer(
        start: start.assumingMemoryBound(to: UInt64.self), count: ColumnHeader.wordCount
      ).span)
  }

  /// The caller keeps the lease alive while the pointer is in use.
  @unsafe func pointer<Element: BitwiseCopyable>(to type: Element.Type) -> UnsafePointer<Element> {
    // Elements are 8-byte numbers and were written as such.
    unsafe (start + ColumnHeader.wordCount * 8).assumingMemoryBound(to: type)
  }

  /// Lends the elements; the caller keeps the lease alive during the call.
  func withElements<Element: BitwiseCopyable, Result>(
    as type: Element.Type, _ body: (Span<Element>) throws -> Result
  ) rethrows -> Result {
    // Count and alignment were checked when the lease found the column.
    try unsafe body(UnsafeBufferPointer(start: pointer(to: type), count: count).span)
  }
}

/// A write transaction; not committed means aborted. Belongs to the thread that began it.
@safe final class WriteTransaction {
  private let environment: LMDBEnvironment
  private var transaction: OpaquePointer?

  init(environment: LMDBEnvironment, _ transaction: OpaquePointer) {
    self.environment = environment
    unsafe self.transaction = transaction
  }

  deinit {
    // Only this object knows the transaction; LMDB accepts no further use after commit, nor is any made.
    if let transaction = unsafe transaction { unsafe mdb_txn_abort(transaction) }
  }

  /// Wraps `mdb_txn_commit`, which syncs the file and ends the transaction in any case.
  func commit() throws {
    let ended = unsafe transaction
    unsafe transaction = nil
    // Ended above, so that neither deinit nor another call uses it again.
    unsafe try environment.check(mdb_txn_commit(ended), "write to")
  }

  func record(of name: String) throws -> [UInt64]? {
    // Not committed while callers use it.
    guard let value = try unsafe environment.seriesValue(live, name) else { return nil }
    return unsafe LMDBEnvironment.words(value)
  }

  func putRecord(_ words: [UInt64], of name: String) throws {
    var words = words
    // LMDB copies the value, which lives for the call.
    let code = unsafe words.withUnsafeMutableBytes { content in
      var value = unsafe MDB_val(mv_size: content.count, mv_data: content.baseAddress)
      return unsafe LMDBEnvironment.withKey(name) { key in
        unsafe mdb_put(live, environment.seriesTable, key, &value, 0)
      }
    }
    try environment.check(code, "write to")
  }

  /// Answers whether there was such a record.
  func removeRecord(of name: String) throws -> Bool {
    // The transaction is live while callers use it.
    try removed(
      unsafe LMDBEnvironment.withKey(name) {
        unsafe mdb_del(live, environment.seriesTable, $0, nil)
      })
  }

  /// Answers whether there was such a column.
  func removeColumn(_ column: Int, _ generation: UInt64) throws -> Bool {
    // The transaction is live while callers use it.
    try removed(
      unsafe LMDBEnvironment.withKey(generation, column) {
        unsafe mdb_del(live, environment.columnTable, $0, nil)
      })
  }

  private func removed(_ code: Int32) throws -> Bool {
    if code == MDB_NOTFOUND { return false }
    try environment.check(code, "write to")
    return true
  }

  /// Reserves a contiguous value (`MDB_RESERVE`), lets `fill` write the elements, adds the header.
  ///
  /// At least a page is reserved: only values with pages of their own start 16 bytes into a page, so
  /// that the header of 48 bytes puts the elements on a 64-byte boundary. Answers the checksum.
  func putColumn<Element: BitwiseCopyable>(
    _ column: Int, _ generation: UInt64, count: Int, as type: Element.Type,
    fill: (inout MutableSpan<Element>) throws -> Void
  ) throws -> UInt64 {
    let used = (count + ColumnHeader.wordCount) * 8
    let size = max(used, environment.pageSize - 16)
    var value = unsafe MDB_val(mv_size: size, mv_data: nil)
    // LMDB answers `size` writable bytes, ours until the transaction's next call.
    let code = unsafe LMDBEnvironment.withKey(generation, column) { key in
      unsafe mdb_put(live, environment.columnTable, key, &value, UInt32(MDB_RESERVE))
    }
    try environment.check(code, "write to")
    let start = unsafe value.mv_data!
    // Within the reserved bytes: the tail behind the elements is not left to chance.
    unsafe (start + used).initializeMemory(as: UInt8.self, repeating: 0, count: size - used)
    let elements = unsafe (start + ColumnHeader.wordCount * 8).bindMemory(to: type, capacity: count)
    var destination = unsafe MutableSpan(_unsafeStart: elements, count: count)
    try fill(&destination)
    // The same reserved bytes, read as words: elements are 8-byte numbers.
    let words = unsafe UnsafeBufferPointer(
      start: UnsafeRawPointer(elements).assumingMemoryBound(to: UInt64.self), count: count)
    let checksum = unsafe XXH64.checksum(words.span)
    let header = ColumnHeader(
      generation: generation, column: column, count: count, checksum: checksum)
    for (index, word) in header.words.enumerated() {
      // Within the first 48 reserved bytes.
      unsafe start.storeBytes(of: word, toByteOffset: index * 8, as: UInt64.self)
    }
    return checksum
  }

  /// The transaction while it is neither committed nor aborted.
  private var live: OpaquePointer {
    guard let transaction = unsafe transaction else {
      preconditionFailure("a write transaction was used after its end")
    }
    return unsafe transaction
  }
}

extension SeriesView {
  /// The stamps as a bare pointer for the C ABI; 64-byte aligned, valid while the view lives.
  @unsafe public var timesPointer: UnsafePointer<Int64> {
    // The caller keeps the view, which keeps the lease.
    unsafe mappedTimes.pointer(to: Int64.self)
  }

  /// The values of column `index` as a bare pointer; 64-byte aligned, valid while the view lives.
  @unsafe public func columnPointer(_ index: Int) -> UnsafePointer<Double> {
    // The caller keeps the view, which keeps the lease.
    unsafe mappedColumn(index).pointer(to: Double.self)
  }
}

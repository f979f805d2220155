import RothostSeries

/// Everything in a data file that still looks like a part of a series, live or left over.
///
/// LMDB never writes into a page that the last two transactions use, so that beside the live pages
/// there are often older ones, of series as they were before.
struct CacheScan {
  struct ColumnKey: Hashable {
    let generation: UInt64
    let column: Int
  }

  struct StoredColumn {
    let count: Int
    let checksum: UInt64
    /// Of the first element in the file.
    let offset: Int
  }

  /// Whole records by name; in no order.
  private(set) var records: [String: [SeriesInfo]] = [:]
  private(set) var columns: [ColumnKey: [StoredColumn]] = [:]
  /// The names in live pages of the table of series, also of damaged records.
  private(set) var liveNames: Set<String> = []
  /// The names of everything that begins like a record.
  private(set) var recordNames: Set<String> = []

  private static let pagesAtOnce = 256

  /// Reads the whole file once.
  ///
  /// - Parameter live: the leaf pages of the table of series; nil where its tree is damaged.
  init(_ file: CacheFile, live: Set<UInt64>?) throws {
    var first: UInt64 = 0
    while first < file.pageCount {
      let count = Int(min(UInt64(Self.pagesAtOnce), file.pageCount - first))
      let pages = try file.pages(first, count: count) ?? []
      for (index, page) in pages.enumerated() where page.number == first + UInt64(index) {
        switch page.kind {
        case .leaf: try addRecords(page, file, isLive: live?.contains(page.number) ?? false)
        case .longValue: addColumn(page, file)
        default: break
        }
      }
      first += UInt64(count)
    }
  }

  private mutating func addRecords(_ page: CachePage, _ file: CacheFile, isLive: Bool) throws {
    for node in page.nodes ?? [] {
      guard let name = String(validating: node.key, as: UTF8.self), !SeriesStore.isInternal(name)
      else { continue }
      if isLive { liveNames.insert(name) }
      let words = try Self.record(of: node, file)
      guard words.first == SeriesRecord.magic else { continue }
      recordNames.insert(name)
      if let info = SeriesRecord.decode(words.span, name: name) {
        records[name, default: []].append(info)
      }
    }
  }

  private mutating func addColumn(_ page: CachePage, _ file: CacheFile) {
    let words = (0..<ColumnHeader.wordCount).map { page.unsigned(CachePage.headerSize + $0 * 8, 8) }
    guard words[0] == ColumnHeader.magic, let count = Int(exactly: words[1]),
      let column = Int(exactly: words[3])
    else { return }
    let offset =
      Int(page.number) * file.pageSize + CachePage.headerSize + ColumnHeader.wordCount * 8
    guard count <= (Int(file.pageCount) * file.pageSize - offset) / 8 else { return }
    columns[ColumnKey(generation: words[4], column: column), default: []].append(
      StoredColumn(count: count, checksum: words[2], offset: offset))
  }

  /// The words of a node's value; none where it lies outside the file or is no record.
  private static func record(of node: CachePage.Node, _ file: CacheFile) throws -> [UInt64] {
    switch node.content {
    case .value(let bytes): return words(Array(bytes))
    case .longValue(let first, let size):
      guard first < file.pageCount else { return [] }
      let offset = Int(first) * file.pageSize + CachePage.headerSize
      guard size <= Int(file.pageCount) * file.pageSize - offset else { return [] }
      return words(try file.content(at: offset, size: size))
    case .child, .tree: return []
    }
  }

  private static func words(_ bytes: [UInt8]) -> [UInt64] {
    guard bytes.count % 8 == 0 else { return [] }
    return ByteReader.words(bytes.span)
  }
}

import RothostSeries

/// A cache's data file as it lies on disk, read past LMDB, which trusts what it finds there.
struct CacheFile {
  /// What one of the two meta pages says.
  struct Meta {
    let transaction: UInt64
    let lastPage: UInt64
    let free: (root: UInt64, entries: UInt64)
    let main: (root: UInt64, entries: UInt64)
  }

  let pageSize: Int
  /// Whole pages in the file.
  let pageCount: UInt64
  /// The newest readable meta page's; nil where both are damaged.
  let meta: Meta?
  /// Whether what LMDB takes for a meta page is one: it divides by the page size it finds there.
  let hasSoundMetas: Bool
  private let file: SystemFile

  /// Opens the data file of the cache in directory `path`; throws `.notFound`, `.inputOutput`.
  init(directory path: String) throws {
    let dataFile = "\(path)/data.mdb"
    let file = try SystemFile.reading(dataFile)
    self.file = file
    let size = SystemFile.size(path: dataFile)
    let usual = SystemFile.pageSize
    let metas = [0, 1].compactMap { Self.meta(file, at: $0 * usual, fileSize: size) }
    let newest = metas.max { $0.meta.transaction < $1.meta.transaction }
    // Written under another page size: its second meta page lies elsewhere.
    let pageSize = newest?.pageSize ?? usual
    let other = pageSize == usual ? nil : Self.meta(file, at: pageSize, fileSize: size)
    if let newest, let other, other.meta.transaction > newest.meta.transaction {
      meta = other.meta
    } else {
      meta = newest?.meta
    }
    self.pageSize = pageSize
    hasSoundMetas = Self.hasSoundMetas(file, fileSize: size)
    pageCount = UInt64(size / pageSize)
  }

  /// Page `number`, whose header may say anything; nil past the end of the file.
  func page(_ number: UInt64) throws -> CachePage? {
    try pages(number, count: 1)?.first
  }

  /// `count` neighbouring pages; nil past the end of the file.
  func pages(_ first: UInt64, count: Int) throws -> [CachePage]? {
    guard first < pageCount, UInt64(count) <= pageCount - first else { return nil }
    let bytes = try content(at: Int(first) * pageSize, size: count * pageSize)
    return (0..<count).map { CachePage(bytes: bytes[($0 * pageSize)..<(($0 + 1) * pageSize)]) }
  }

  /// `size` bytes of the file, which must lie within it.
  func content(at offset: Int, size: Int) throws -> [UInt8] {
    try Self.content(file, at: offset, size: size)
  }

  /// Copies 8-byte elements from `offset`, which must be a multiple of 8.
  func read<Element: BitwiseCopyable>(
    at offset: Int, into destination: inout MutableSpan<Element>
  ) throws {
    precondition(offset % MemoryLayout<Element>.stride == 0)
    try file.read(at: offset / MemoryLayout<Element>.stride, into: &destination)
  }

  private static func content(_ file: SystemFile, at offset: Int, size: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    var destination = bytes.mutableSpan
    try file.read(at: offset, into: &destination)
    return bytes
  }

  /// LMDB reads the second meta page where the first one's page size says, and asks for the flag,
  /// the magic number and the version alone.
  private static func hasSoundMetas(_ file: SystemFile, fileSize: Int) -> Bool {
    func isTaken(_ offset: Int) -> Bool {
      guard offset + metaSize <= fileSize,
        let bytes = try? content(file, at: offset, size: metaSize)
      else { return false }
      let page = CachePage(bytes: bytes[...])
      return page.unsigned(10, 2) & 8 != 0 && page.unsigned(16, 4) == metaMagic
        && page.unsigned(20, 4) == metaVersion
    }
    guard isTaken(0) else { return true }
    guard let first = meta(file, at: 0, fileSize: fileSize) else { return false }
    guard isTaken(first.pageSize) else { return true }
    return meta(file, at: first.pageSize, fileSize: fileSize)?.pageSize == first.pageSize
  }

  private static let metaSize = 152
  private static let metaMagic: UInt64 = 0xBEEF_C0DE
  private static let metaVersion: UInt64 = 1

  /// Meta page: header (16), magic (4), version (4), map address and size (8 + 8), the free and the
  /// main tree (48 each, the first beginning with the page size), last page (8), transaction (8).
  private static func meta(
    _ file: SystemFile, at offset: Int, fileSize: Int
  ) -> (meta: Meta, pageSize: Int)? {
    guard offset + metaSize <= fileSize, let bytes = try? content(file, at: offset, size: metaSize)
    else { return nil }
    let page = CachePage(bytes: bytes[...])
    let pageSize = Int(page.unsigned(40, 4))
    guard page.kind == .meta, page.unsigned(16, 4) == metaMagic,
      page.unsigned(20, 4) == metaVersion,
      [4096, 8192, 16384, 32768, 65536].contains(pageSize)
    else { return nil }
    func tree(_ start: Int) -> (UInt64, UInt64) {
      (page.unsigned(start + 40, 8), page.unsigned(start + 32, 8))
    }
    return (
      Meta(
        transaction: page.unsigned(144, 8), lastPage: page.unsigned(136, 8), free: tree(40),
        main: tree(88)),
      pageSize
    )
  }
}

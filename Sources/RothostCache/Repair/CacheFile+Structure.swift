import RothostSeries

/// Checking the trees before LMDB walks them: it answers a wrong page number by ending the process.
extension CacheFile {
  /// A page that is not what the tree above it says.
  struct Fault: Error {
    let page: UInt64
    let tree: String
    let what: String
  }

  /// How far down the trees a check goes.
  enum Depth {
    /// What opening reads: the root pages. Some ten microseconds.
    case roots
    /// Every page of every tree, and the first page of every long value. O(pages of the trees).
    case whole
  }

  /// The leaf pages of one tree by name, as far as they were walked.
  typealias Leaves = [String: Set<UInt64>]

  /// Throws `.cache` where a tree of the cache in directory `path` is damaged.
  static func check(directory path: String, _ depth: Depth) throws {
    var transaction: UInt64?
    while true {
      let file = try CacheFile(directory: path)
      // LMDB itself refuses what has no meta page, and makes a new cache of an empty file.
      if depth == .roots && file.meta == nil && file.hasSoundMetas { return }
      do {
        guard file.hasSoundMetas else {
          throw Fault(page: 0, tree: "meta", what: "a meta page that is not whole")
        }
        _ = try file.walk(depth)
        return
      } catch let fault as Fault {
        // A writer may have reused the page meanwhile: only then is there a newer transaction.
        guard file.meta?.transaction == transaction else {
          transaction = file.meta?.transaction
          continue
        }
        throw RothostError(
          .cache,
          "the cache \(path) is damaged: \(fault.what) (page \(fault.page), \(fault.tree)). Save "
            + "what is whole with `rothost cache repair --into NEWDIR`")
      }
    }
  }

  /// Walks all trees; answers their leaf pages. Throws the first `Fault`.
  func walk(_ depth: Depth) throws -> Leaves {
    guard let meta else { throw Fault(page: 0, tree: "meta", what: "no meta page is readable") }
    var walk = TreeWalk(file: self, lastPage: meta.lastPage, depth: depth)
    try walk.tree("free pages", root: meta.free.root, entries: meta.free.entries)
    try walk.tree("tables", root: meta.main.root, entries: meta.main.entries)
    return walk.leaves
  }
}

private struct TreeWalk {
  let file: CacheFile
  let lastPage: UInt64
  let depth: CacheFile.Depth
  var leaves: CacheFile.Leaves = [:]
  private var seen: Set<UInt64> = []

  init(file: CacheFile, lastPage: UInt64, depth: CacheFile.Depth) {
    self.file = file
    self.lastPage = lastPage
    self.depth = depth
  }

  mutating func tree(_ name: String, root: UInt64, entries: UInt64) throws {
    leaves[name] = []
    var found: UInt64 = 0
    if root != CachePage.noPage { try page(root, of: name, height: 1, &found) }
    if depth == .whole && found != entries {
      throw CacheFile.Fault(
        page: root, tree: name, what: "\(found) entries where \(entries) should be")
    }
  }

  /// - Parameter height: pages on the way from the root to this one.
  private mutating func page(
    _ number: UInt64, of tree: String, height: Int, _ found: inout UInt64
  ) throws {
    func fault(_ what: String) -> CacheFile.Fault {
      CacheFile.Fault(page: number, tree: tree, what: what)
    }
    // LMDB's own limit on the height of a tree.
    guard height <= 32 else { throw fault("a tree that is too high") }
    guard number <= lastPage, let page = try file.page(number) else {
      throw fault("a page past the end of the file")
    }
    guard seen.insert(number).inserted else { throw fault("a page that is reached twice") }
    guard page.number == number, let nodes = page.nodes, !nodes.isEmpty else {
      throw fault("a page that is not part of a tree")
    }
    if page.kind == .leaf { leaves[tree]?.insert(number) }
    for node in nodes {
      switch node.content {
      case .child(let child):
        if depth == .whole { try self.page(child, of: tree, height: height + 1, &found) }
      case .value: found += 1
      case .longValue(let first, let size):
        found += 1
        if depth == .whole { try longValue(first, size, of: tree) }
      case .tree(let root, let entries):
        found += 1
        guard tree == "tables" else { throw fault("a tree within a table") }
        try self.tree(String(decoding: node.key, as: UTF8.self), root: root, entries: entries)
      }
    }
  }

  private func longValue(_ first: UInt64, _ size: Int, of tree: String) throws {
    let pages = UInt64((CachePage.headerSize + size + file.pageSize - 1) / file.pageSize)
    guard first <= lastPage, pages - 1 <= lastPage - first, let page = try file.page(first),
      page.number == first, page.kind == .longValue, page.pageCount >= pages
    else {
      throw CacheFile.Fault(page: first, tree: tree, what: "a value that is not where it should be")
    }
  }
}

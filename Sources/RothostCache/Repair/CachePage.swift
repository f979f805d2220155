/// One page of LMDB's data file, read without trusting a byte of it.
///
/// Layout of LMDB 0.9 (`mdb.c`, MDB_page, MDB_node and MDB_db; data version 1), little-endian: page
/// number (8), padding (2), flags (2), then for trees the lower and upper end of the free space (2
/// + 2) and one 2-byte pointer per node, for long values the count of their pages (4).
struct CachePage {
  enum Kind { case branch, leaf, longValue, meta, unknown }

  /// A key with what it leads to.
  struct Node {
    let key: ArraySlice<UInt8>
    let content: Content

    enum Content {
      case child(UInt64)
      case value(ArraySlice<UInt8>)
      /// A value of `size` bytes that begins on a page of its own.
      case longValue(page: UInt64, size: Int)
      /// The root page of another tree, with its count of entries.
      case tree(root: UInt64, entries: UInt64)
    }
  }

  static let headerSize = 16
  /// What LMDB writes for a tree without pages.
  static let noPage = UInt64.max

  let bytes: ArraySlice<UInt8>

  var number: UInt64 { unsigned(0, 8) }

  var kind: Kind {
    switch unsigned(10, 2) & 0x6F {
    case 1: .branch
    case 2: .leaf
    case 4: .longValue
    case 8: .meta
    default: .unknown
    }
  }

  /// Pages of the long value that begins here.
  var pageCount: UInt64 { unsigned(12, 4) }

  /// The nodes in key order; nil where a pointer or a length leads out of the page.
  var nodes: [Node]? {
    let lower = Int(unsigned(12, 2))
    guard kind == .branch || kind == .leaf, lower >= Self.headerSize, lower <= bytes.count,
      lower % 2 == 0
    else { return nil }
    var nodes: [Node] = []
    for pointer in stride(from: Self.headerSize, to: lower, by: 2) {
      guard let node = node(at: Int(unsigned(pointer, 2))) else {
        return nil
      }
      nodes.append(node)
    }
    return nodes
  }

  /// Node: two halves of a size or page number (2 + 2), flags (2), key length (2), key, value.
  private func node(at start: Int) -> Node? {
    guard start >= Self.headerSize, start + 8 <= bytes.count else { return nil }
    let (low, flags, keySize) = (unsigned(start, 4), unsigned(start + 4, 2), unsigned(start + 6, 2))
    let keyStart = start + 8
    let valueStart = keyStart + Int(keySize)
    guard valueStart <= bytes.count else { return nil }
    let key = slice(keyStart, valueStart)
    if kind == .branch { return Node(key: key, content: .child(low | flags << 32)) }
    let size = Int(low)
    switch flags {
    case 0:
      guard size <= bytes.count - valueStart else { return nil }
      return Node(key: key, content: .value(slice(valueStart, valueStart + size)))
    case 1:
      guard valueStart + 8 <= bytes.count else { return nil }
      return Node(key: key, content: .longValue(page: unsigned(valueStart, 8), size: size))
    case 2:
      guard size == 48, valueStart + size <= bytes.count else { return nil }
      let content = Node.Content.tree(
        root: unsigned(valueStart + 40, 8), entries: unsigned(valueStart + 32, 8))
      return Node(key: key, content: content)
    default: return nil
    }
  }

  private func slice(_ start: Int, _ end: Int) -> ArraySlice<UInt8> {
    bytes[(bytes.startIndex + start)..<(bytes.startIndex + end)]
  }

  /// A little-endian number within the page.
  func unsigned(_ offset: Int, _ size: Int) -> UInt64 {
    slice(offset, offset + size).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

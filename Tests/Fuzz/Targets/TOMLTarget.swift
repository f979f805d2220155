import RothostSeries
import RothostTOML

/// TOML text through toml++ and back: every value has a place in the text, and can be asked for.
enum TOMLTarget {
  static func run(_ bytes: [UInt8]) throws {
    guard let root = try FuzzFinding.refusable({ try TOMLNode.parse(bytes, file: "f.toml") }) else {
      return
    }
    let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
    try visit(root, lines: lines, depth: 0)
  }

  private static func visit(_ node: TOMLNode, lines: Int, depth: Int) throws {
    try FuzzFinding.unless(depth <= 200, "a tree too deep to be freed")
    try FuzzFinding.unless(
      (0...lines).contains(node.place.line),
      "line \(node.place.line) of \(lines): \(node.place.path)")
    let error = node.error("is \(node.shown)")
    try FuzzFinding.unless(
      !error.message.unicodeScalars.contains { $0.value < 0x20 }, "a control character in a message"
    )
    _ = try? node.real()
    _ = try? node.integer(in: 0...10)
    _ = try? node.date()
    switch node.content {
    case .table(let entries):
      try FuzzFinding.unless(Set(entries.map(\.key)).count == entries.count, "a key twice")
      for entry in entries { try visit(entry.node, lines: lines, depth: depth + 1) }
    case .array(let items): for item in items { try visit(item, lines: lines, depth: depth + 1) }
    default: break
    }
  }
}

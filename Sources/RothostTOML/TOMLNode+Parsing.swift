import CTOML
import RothostSeries

/// The one file that crosses to C: text in, tree out, nothing kept.
extension TOMLNode {
  /// Reads TOML 1.0 text; answers its root table. Linear in the text, for keys up to a logarithm.
  ///
  /// - Throws: `.data` as `file:line: …` where the text is not TOML, is not UTF-8, nests more than
  ///   64 deep or is larger than 4 MiB; `.memory`.
  public static func parse(_ text: [UInt8], file: String) throws(RothostError) -> TOMLNode {
    // The array lives through the call, which copies what it needs.
    let parsed = unsafe text.withUnsafeBytes { bytes in
      // The bytes are plain characters of the stated number.
      unsafe ctoml_parse(bytes.assumingMemoryBound(to: CChar.self).baseAddress, bytes.count)
    }
    guard let document = unsafe parsed else {
      throw RothostError(.memory, "\(file): there is no memory to read it")
    }
    defer {
      // Made above and freed once; nothing of it is kept.
      unsafe ctoml_free(document)
    }
    var line: UInt32 = 0
    var column: UInt32 = 0
    // The document is alive; the text is copied at once.
    let fault = unsafe copy(ctoml_error(document, &line, &column))
    guard fault.isEmpty else {
      throw TOMLPlace(file: file, line: Int(line), column: Int(column), path: .root).error(
        "\(fault) (column \(column))")
    }
    var count = 0
    // The document is alive, and so its nodes, until this function returns.
    let first = unsafe ctoml_nodes(document, &count)
    // `count` nodes stand there, the root first.
    let nodes = unsafe UnsafeBufferPointer(start: first, count: count)
    return unsafe tree(nodes, at: 0, path: .root, file: file)
  }

  /// Reads TOML 1.0 text that is a string already.
  public static func parse(_ text: String, file: String) throws(RothostError) -> TOMLNode {
    try parse(Array(text.utf8), file: file)
  }

  /// As deep as the text nests, which the C side has bounded.
  private static func tree(
    _ nodes: UnsafeBufferPointer<ctoml_node>, at index: Int, path: TOMLPath, file: String
  ) -> TOMLNode {
    // The root or a child that the C side counted: within the nodes.
    let node = unsafe nodes[index]
    let children = unsafe node.first_child..<(node.first_child + node.child_count)
    let content: Content
    switch unsafe node.kind {
    case CTOML_TABLE:
      content = .table(
        children.map { child in
          // A child, as above; its key is copied.
          let key = unsafe copy(nodes[child].key)
          // A child, as above.
          let value = unsafe tree(nodes, at: child, path: .key(key, of: path), file: file)
          return TOMLEntry(key: key, node: value)
        })
    case CTOML_ARRAY:
      content = .array(
        children.enumerated().map { item, child in
          // A child, as above.
          unsafe tree(nodes, at: child, path: .item(item, of: path), file: file)
        })
    // Integers and booleans are plain numbers; texts are copied.
    case CTOML_INTEGER: content = unsafe .integer(node.integer)
    case CTOML_REAL: content = unsafe .real(node.real)
    case CTOML_BOOLEAN: content = unsafe .boolean(node.integer != 0)
    case CTOML_DATE: content = unsafe .date(copy(node.text))
    case CTOML_TIME: content = unsafe .time(copy(node.text))
    case CTOML_DATE_TIME: content = unsafe .dateTime(copy(node.text))
    default: content = unsafe .string(copy(node.text))
    }
    // Plain numbers.
    let place = unsafe TOMLPlace(
      file: file, line: Int(node.line), column: Int(node.column), path: path)
    return TOMLNode(content, at: place)
  }

  private static func copy(_ text: ctoml_text) -> String {
    // The document is alive while it is read, and the text has this length.
    unsafe String(
      decoding: UnsafeRawBufferPointer(start: text.bytes, count: text.length), as: UTF8.self)
  }
}

import RothostSeries

/// Writes the Arrow IPC file format (Feather version 2): one schema, one record batch, a footer.
///
/// https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format, metadata version 5
/// (Schema.fbs, Message.fbs and File.fbs in apache/arrow `format/`).
struct ArrowFile {
  private var bytes: [UInt8] = Array("ARROW1\0\0".utf8)

  /// The file whose columns are the children of `structure` and whose rows are its rows.
  static func encode(_ structure: ArrowColumn) -> [UInt8] {
    var file = ArrowFile()
    _ = file.append(message: schemaMessage(structure.children), body: [])
    let body = Body(structure.children)
    let block = file.append(
      message: batchMessage(structure.length, body), body: body.bytes)
    // The end-of-stream marker: no metadata follow.
    file.append(UInt32.max)
    file.append(UInt32(0))
    let footer = footer(structure.children, block)
    file.bytes += footer
    file.append(UInt32(footer.count))
    file.bytes += Array("ARROW1".utf8)
    return file.bytes
  }

  /// Where a message lies in the file: offset, length of its metadata, length of its body.
  private struct Block {
    var offset: Int
    var metadata: Int
    var body: Int
  }

  private mutating func append(message: [UInt8], body: [UInt8]) -> Block {
    let block = Block(offset: bytes.count, metadata: message.count + 8, body: body.count)
    append(UInt32.max)
    append(UInt32(message.count))
    bytes += message
    bytes += body
    return block
  }

  private mutating func append(_ value: UInt32) {
    for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte)))) }
  }

  /// Numbers of the metadata's enumerations.
  private static let version5: Int16 = 4
  private static let schemaHeader: UInt8 = 1
  private static let batchHeader: UInt8 = 3

  private static func schemaMessage(_ columns: [ArrowColumn]) -> [UInt8] {
    var builder = FlatBufferBuilder()
    let schema = builder.schema(columns)
    let root = builder.table([
      .short(version5), .byte(schemaHeader), .object(schema), .long(0),
    ])
    return builder.finish(root: root)
  }

  private static func batchMessage(_ rows: Int, _ body: Body) -> [UInt8] {
    var builder = FlatBufferBuilder()
    let nodes = builder.vector(structs: body.nodes, wordsEach: 2)
    let buffers = builder.vector(structs: body.buffers, wordsEach: 2)
    let batch = builder.table([.long(Int64(rows)), .object(nodes), .object(buffers)])
    let root = builder.table([
      .short(version5), .byte(batchHeader), .object(batch), .long(Int64(body.bytes.count)),
    ])
    return builder.finish(root: root)
  }

  private static func footer(_ columns: [ArrowColumn], _ block: Block) -> [UInt8] {
    var builder = FlatBufferBuilder()
    let schema = builder.schema(columns)
    let dictionaries = builder.vector(structs: [], wordsEach: 3)
    // The second word holds a 32-bit length and padding.
    let batches = builder.vector(
      structs: [Int64(block.offset), Int64(block.metadata), Int64(block.body)], wordsEach: 3)
    let root = builder.table([
      .short(version5), .object(schema), .object(dictionaries), .object(batches),
    ])
    return builder.finish(root: root)
  }

  /// The buffers of a batch one after the other, and what the metadata say of them.
  private struct Body {
    /// Length and number of nulls of each array, depth first.
    var nodes: [Int64] = []
    /// Offset and length of each buffer; a validity that is not there has length 0.
    var buffers: [Int64] = []
    var bytes: [UInt8] = []

    init(_ columns: [ArrowColumn]) {
      for column in columns { append(column) }
    }

    private mutating func append(_ column: ArrowColumn) {
      nodes += [Int64(column.length), Int64(column.nullCount)]
      append(column.validity)
      for buffer in column.buffers { append(buffer) }
      for child in column.children { append(child) }
    }

    /// Every buffer begins at a multiple of eight bytes.
    private mutating func append(_ buffer: SharedArray<UInt8>?) {
      buffers += [Int64(bytes.count), Int64(buffer?.count ?? 0)]
      guard let buffer else { return }
      bytes.reserveCapacity(bytes.count + buffer.count + 8)
      buffer.withSpan { span in
        for index in span.indices { bytes.append(span[index]) }
      }
      while bytes.count % 8 != 0 { bytes.append(0) }
    }
  }
}

extension FlatBufferBuilder {
  fileprivate mutating func schema(_ columns: [ArrowColumn]) -> Position {
    let fields = columns.map { field($0) }
    let list = vector(fields)
    // Little-endian is 0, the default.
    return table([.absent, .object(list)])
  }

  private mutating func field(_ column: ArrowColumn) -> Position {
    let children = column.children.map { field($0) }
    let list = vector(children)
    let name = text(column.name)
    let (number, type) = type(column.type)
    return table([
      .object(name), .byte(1), .byte(number), .object(type), .absent, .object(list),
    ])
  }

  /// The number of a type in the union `Type` of Schema.fbs, and its table.
  private mutating func type(_ type: ArrowType) -> (UInt8, Position) {
    let nanosecond: Int16 = 3
    switch type {
    case .int64: return (2, table([.int(64), .byte(1)]))
    case .float64: return (3, table([.short(2)]))
    case .boolean: return (6, table([]))
    case .date: return (8, table([.short(0)]))
    case .timestamp(let zone):
      let name = zone.isEmpty ? nil : text(zone)
      return (10, table([.short(nanosecond), name.map(Field.object) ?? .absent]))
    case .structure: return (13, table([]))
    case .duration: return (18, table([.short(nanosecond)]))
    case .largeText: return (20, table([]))
    case .largeList: return (21, table([]))
    }
  }
}

extension EvaluationResult {
  /// All outputs as an Arrow IPC file of one row (Feather version 2), which pyarrow, pandas and
  /// polars read: scalars as columns, series and tables as lists of structures.
  public func arrowFile() -> [UInt8] { ArrowFile.encode(arrow()) }

  /// One output as an Arrow IPC file: a table's columns, or a series as `time` and its name.
  ///
  /// - Throws: `.notFound` where there is no such output.
  public func arrowFile(output: String) throws(RothostError) -> [UInt8] {
    ArrowFile.encode(try arrow(output: output))
  }
}

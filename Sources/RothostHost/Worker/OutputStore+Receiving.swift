import RothostSeries

/// The host's side: a worker's message, taken in through the same calls and checks as a plugin's.
///
/// So nothing a worker says makes a result that the indicator could not have made in-process.
extension OutputStore {
  func read(from message: inout MessageReader, _ memory: ReplyMemory) throws(RothostError) {
    guard try message.count() == slots.count else {
      throw MessageReader.broken("another number of outputs")
    }
    for index in slots.indices {
      let output = UInt32(index)
      switch try message.count() {
      case 0: break
      case 1: try setReal(output, try message.real())
      case 2: try setInteger(output, try message.integer())
      case 3: try setText(output, try message.text())
      case 4: try readSeries(output, hasTimes: false, &message, memory)
      case 5: try readSeries(output, hasTimes: true, &message, memory)
      case 6: try readTable(output, &message, memory)
      case 7: try readRows(output, &message, memory)
      case let other: throw MessageReader.broken("the kind of output \(other)")
      }
    }
  }

  private func readSeries(
    _ output: UInt32, hasTimes: Bool, _ message: inout MessageReader, _ memory: ReplyMemory
  ) throws(RothostError) {
    let count = try message.count(upTo: ReplyMemory.capacity / 8)
    let buffer: GuardedBuffer
    if hasTimes {
      let times = try memory.integers(at: try message.count(), count: count)
      buffer = try newSeries(output, times: times.span)
    } else {
      buffer = try newSeries(output, count: Int64(count))
    }
    let offset = try message.count()
    try memory.check(offset, count)
    memory.copy(from: offset, to: buffer)
  }

  private func readTable(
    _ output: UInt32, _ message: inout MessageReader, _ memory: ReplyMemory
  ) throws(RothostError) {
    let count = try message.count(upTo: ReplyMemory.capacity / 8)
    // Checked before there is memory for the table, which is as large as the message says.
    var offsets: [Int] = []
    for _ in declaration(try checked(output, .table, "new_table")).columns {
      offsets.append(try message.count())
      try memory.check(offsets[offsets.count - 1], count)
    }
    for (buffer, offset) in zip(try newTable(output, rowCount: Int64(count)), offsets) {
      memory.copy(from: offset, to: buffer)
    }
  }

  private func readRows(
    _ output: UInt32, _ message: inout MessageReader, _ memory: ReplyMemory
  ) throws(RothostError) {
    let columns = declaration(try checked(output, .table, "add_row")).columns
    let count = try message.count(upTo: ReplyMemory.capacity / 8)
    var cells: [ReceivedColumn] = []
    for column in columns {
      cells.append(try ReceivedColumn(column.type, count, &message, memory))
    }
    // Some rows at a time: as cells they take more memory than where they come from.
    for start in stride(from: 0, to: count, by: ReceivedColumn.blockRows) {
      let rows = start..<min(start + ReceivedColumn.blockRows, count)
      let block = cells.map { $0.cells(rows, memory) }
      for row in rows.indices { try addRow(output, block.map { $0[row - start] }) }
    }
  }
}

/// A column of a table in an answer that was checked, and lies where the worker wrote it.
private enum ReceivedColumn {
  case texts([String?])
  case numbers(ValueType, offset: Int)

  static let blockRows = 4096

  init(
    _ type: ValueType, _ count: Int, _ message: inout MessageReader, _ memory: ReplyMemory
  ) throws(RothostError) {
    if type == .text {
      var texts: [String?] = []
      for _ in 0..<count { texts.append(try message.optionalText()) }
      self = .texts(texts)
    } else {
      let offset = try message.count()
      try memory.check(offset, count)
      self = .numbers(type, offset: offset)
    }
  }

  func cells(_ rows: Range<Int>, _ memory: ReplyMemory) -> [Cell] {
    switch self {
    case .texts(let texts): return texts[rows].map { .text($0) }
    case .numbers(let type, let offset):
      let words = memory.block(at: offset + rows.lowerBound * 8, count: rows.count)
      return words.map {
        type == .real ? .real(Double(bitPattern: UInt64(bitPattern: $0))) : .integer(type, $0)
      }
    }
  }
}

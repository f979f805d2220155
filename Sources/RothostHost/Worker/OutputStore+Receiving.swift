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
    try memory.copy(from: try message.count(), to: buffer)
  }

  private func readTable(
    _ output: UInt32, _ message: inout MessageReader, _ memory: ReplyMemory
  ) throws(RothostError) {
    let count = try message.count(upTo: ReplyMemory.capacity / 8)
    for buffer in try newTable(output, rowCount: Int64(count)) {
      try memory.copy(from: try message.count(), to: buffer)
    }
  }

  private func readRows(
    _ output: UInt32, _ message: inout MessageReader, _ memory: ReplyMemory
  ) throws(RothostError) {
    let columns = declaration(try checked(output, .table, "add_row")).columns
    let count = try message.count(upTo: ReplyMemory.capacity / 8)
    var cells: [[Cell]] = []
    for column in columns {
      cells.append(try readCells(column.type, count, &message, memory))
    }
    for row in 0..<count { try addRow(output, cells.map { $0[row] }) }
  }

  private func readCells(
    _ type: ValueType, _ count: Int, _ message: inout MessageReader, _ memory: ReplyMemory
  ) throws(RothostError) -> [Cell] {
    if type == .text {
      var texts: [Cell] = []
      for _ in 0..<count { texts.append(.text(try message.optionalText())) }
      return texts
    }
    let words = try memory.integers(at: try message.count(), count: count)
    if type == .real { return words.map { .real(Double(bitPattern: UInt64(bitPattern: $0))) } }
    return words.map { .integer(type, $0) }
  }
}

import RothostSeries

/// The host's side: a worker's message, taken in through the same calls and checks as a plugin's.
///
/// So nothing a worker says makes a result that the indicator could not have made in-process.
extension OutputStore {
  /// - Throws: `.plugin` for nonsense; `.timeout` or `.cancelled` where nobody waits for the rest.
  func read(
    from message: inout MessageReader, _ memory: ReplyMemory, _ watch: WorkerWatch = WorkerWatch()
  ) throws(RothostError) {
    guard try message.count() == slots.count else {
      throw MessageReader.broken("another number of outputs")
    }
    for index in slots.indices {
      try watch.check()
      let output = UInt32(index)
      switch try message.count() {
      case 0: break
      case 1: try setReal(output, try message.real())
      case 2: try setInteger(output, try message.integer())
      case 3: try setText(output, try message.text())
      case 4: try readSeries(output, hasTimes: false, &message, memory)
      case 5: try readSeries(output, hasTimes: true, &message, memory)
      case 6: try readTable(output, &message, memory)
      case 7: try readRows(index, &message, memory, watch)
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
    let columns = declaration(try checked(output, .table, "new_table")).columns
    guard !columns.isEmpty else { throw MessageReader.broken("a table without columns") }
    for _ in columns {
      offsets.append(try message.count())
      try memory.check(offsets[offsets.count - 1], count)
    }
    for (buffer, offset) in zip(try newTable(output, rowCount: Int64(count)), offsets) {
      memory.copy(from: offset, to: buffer)
    }
  }

  private func readRows(
    _ output: Int, _ message: inout MessageReader, _ memory: ReplyMemory, _ watch: WorkerWatch
  ) throws(RothostError) {
    let columns = declaration(try checked(UInt32(output), .table, "add_row")).columns
    guard !columns.isEmpty else { throw MessageReader.broken("a table without columns") }
    let count = try message.count(upTo: ReplyMemory.capacity / 8)
    var received: [RowColumn] = []
    for column in columns {
      let values = RowColumn(column.type)
      switch values {
      case .texts: received.append(.texts(try readTexts(count, &message, watch)))
      case .reals(let reals):
        let offset = try message.count()
        try readBlocks(offset, count, memory, watch) { word throws(RothostError) in
          let value = Double(bitPattern: UInt64(bitPattern: word))
          try accept(.real(value), output, column)
          reals.append(value)
        }
        received.append(values)
      case .integers(let integers):
        let offset = try message.count()
        try readBlocks(offset, count, memory, watch) { word throws(RothostError) in
          try accept(.integer(column.type, word), output, column)
          integers.append(word)
        }
        received.append(values)
      }
    }
    if count > 0 { slots[output] = .rows(received) }
  }

  private func readTexts(
    _ count: Int, _ message: inout MessageReader, _ watch: WorkerWatch
  ) throws(RothostError) -> [String?] {
    var texts: [String?] = []
    for row in 0..<count {
      if row % Self.blockRows == 0 { try watch.check() }
      texts.append(try message.optionalText())
    }
    return texts
  }

  /// Takes a column's words some at a time, so that a long one can be left.
  private func readBlocks(
    _ offset: Int, _ count: Int, _ memory: ReplyMemory, _ watch: WorkerWatch,
    _ take: (Int64) throws(RothostError) -> Void
  ) throws(RothostError) {
    try memory.check(offset, count)
    for start in stride(from: 0, to: count, by: Self.blockRows) {
      try watch.check()
      let rows = min(count - start, Self.blockRows)
      for word in memory.block(at: offset + start * 8, count: rows) { try take(word) }
    }
  }

  private static let blockRows = 1 << 16
}

extension WorkerWatch {
  /// - Throws: `.timeout` or `.cancelled` where nobody waits any more while an answer is taken in.
  fileprivate func check() throws(RothostError) {
    switch fault(at: 1) {
    case .cancelled: throw RothostError(.cancelled, "cancelled")
    case .timedOut:
      throw RothostError(
        .timeout,
        "the time limit passed while its answer was taken in; raise the limit or ask for fewer rows"
      )
    default: break
    }
  }
}

import RothostSeries

/// The worker's side: what an indicator wrote, as a message.
extension OutputStore {
  /// - Throws: `.plugin` where it wrote outside an output; `.memory` where the reply is full.
  func write(
    to message: inout MessageWriter, _ memory: ReplyMemory
  ) throws(RothostError) {
    message.count(slots.count)
    for (index, slot) in slots.enumerated() {
      switch slot {
      case .unset: message.count(0)
      case .real(let value):
        message.count(1)
        message.real(value)
      case .integer(let value):
        message.count(2)
        message.integer(value)
      case .text(let value):
        message.count(3)
        message.text(value)
      case .series(let buffer, let times):
        message.count(times == nil ? 4 : 5)
        message.count(buffer.count)
        if let times { message.count(try sent(times, index, memory)) }
        message.count(try sent(buffer, index, memory))
      case .table(let buffers):
        message.count(6)
        message.count(buffers.first?.count ?? 0)
        for buffer in buffers { message.count(try sent(buffer, index, memory)) }
      case .rows(let columns):
        message.count(7)
        try write(columns.map { $0.storage() }, to: &message, memory)
      }
    }
  }

  private func sent(
    _ buffer: GuardedBuffer, _ index: Int, _ memory: ReplyMemory
  ) throws(RothostError) -> Int {
    try checkCanary(buffer, index)
    return try memory.append(buffer.sharedIntegers())
  }

  private func write(
    _ columns: [TableColumn.Storage], to message: inout MessageWriter, _ memory: ReplyMemory
  ) throws(RothostError) {
    message.count(columns.first?.count ?? 0)
    for column in columns {
      switch column {
      case .reals(let values): message.count(try memory.append(values))
      case .integers(let values): message.count(try memory.append(values))
      case .texts(let texts):
        for row in 0..<texts.count { message.optionalText(texts[row]) }
      }
    }
  }
}

import RothostSeries

/// The frame of every answer: what was asked for, or the error that the plugin or its reader gave.
enum WorkerReply {
  static func write(_ error: RothostError) -> [UInt8] {
    var message = MessageWriter()
    message.flag(false)
    message.word(UInt64(UInt32(bitPattern: error.status.rawValue)))
    message.text(error.message)
    return message.bytes
  }

  static func write(_ answer: (inout MessageWriter) -> Void) -> [UInt8] {
    var message = MessageWriter()
    message.flag(true)
    answer(&message)
    return message.bytes
  }

  /// - Returns: the answer, or the error the worker reported or gave by what it wrote.
  static func read<Answer>(
    _ bytes: [UInt8], _ body: (inout MessageReader) throws(RothostError) -> Answer
  ) -> Result<Answer, RothostError> {
    Result { () throws(RothostError) in
      var message = MessageReader(bytes)
      guard try message.flag() else {
        let status = Status(rawValue: Int32(bitPattern: try message.code()))
        guard status != .ok else { throw MessageReader.broken("an error that is none") }
        let words = try message.text()
        throw RothostError(status, words.isEmpty ? "it failed without saying why" : words)
      }
      let answer = try body(&message)
      try message.end()
      return answer
    }
  }
}

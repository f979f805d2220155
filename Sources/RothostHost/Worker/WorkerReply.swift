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

  static func read<Answer>(
    _ bytes: [UInt8], _ body: (inout MessageReader) throws(RothostError) -> Answer
  ) -> WorkerAnswer<Answer> {
    let outcome = Result { () throws(RothostError) -> WorkerAnswer<Answer> in
      var message = MessageReader(bytes)
      guard try message.flag() else { return .refused(try refusal(&message)) }
      let answer = try body(&message)
      try message.end()
      return .given(answer)
    }
    switch outcome {
    case .success(let answer): return answer
    case .failure(let error): return .broken(error)
    }
  }

  private static func refusal(
    _ message: inout MessageReader
  ) throws(RothostError) -> RothostError {
    let status = Status(rawValue: Int32(bitPattern: try message.code()))
    guard status != .ok else { throw MessageReader.broken("an error that is none") }
    let words = try message.text()
    try message.end()
    return RothostError(status, words.isEmpty ? "it failed without saying why" : words)
  }
}

/// What a worker's reply came to.
enum WorkerAnswer<Answer> {
  case given(Answer)
  /// The error that the plugin or its reader gave.
  case refused(RothostError)
  /// It could not be taken: what it says makes no sense, or there is no room or time for it.
  case broken(RothostError)

  /// - Throws: either error.
  func get() throws(RothostError) -> Answer {
    switch self {
    case .given(let answer): return answer
    case .refused(let error), .broken(let error): throw error
    }
  }

  /// The answer or the refusal of a worker that may be asked again.
  ///
  /// - Throws: `.broken`, after which it may not.
  func sound() throws(WorkerFault) -> Result<Answer, RothostError> {
    switch self {
    case .given(let answer): return .success(answer)
    case .refused(let error): return .failure(error)
    case .broken(let error): throw .broken(error)
    }
  }
}

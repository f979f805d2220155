import RothostSeries

/// What a host asks of a worker.
enum WorkerRequest: Sendable, Equatable {
  /// Always the first: loads the plugin from the files that were sent before, its own first; answers
  /// its description.
  case load(files: [FileDigest])
  /// Answers the rows before the first output.
  case lookBack(indicator: Int, parameters: [Value])
  /// Answers warnings and outputs.
  case evaluate(WorkerCall)
  /// Opens the worker's one stream on warm-up rows; answers whether it can peek.
  case openStream(WorkerCall)
  /// Answers one value per series output.
  case row(WorkerRow)
  /// Answers warnings and outputs as of the last row.
  case snapshot
  case closeStream

  /// Bytes of the longest message that is read as its answer.
  var longestAnswer: Int {
    if case .load = self { return PluginDescription.longestMessage }
    return ReplyMemory.longestMessage
  }

  func bytes() -> [UInt8] {
    var message = MessageWriter()
    switch self {
    case .load(let files):
      message.count(1)
      message.list(files) { file, message in
        message.text(file.path)
        message.text(file.sha256)
      }
    case .lookBack(let indicator, let parameters):
      message.count(2)
      message.count(indicator)
      message.list(parameters) { value, message in value.write(to: &message) }
    case .evaluate(let call):
      message.count(3)
      call.write(to: &message)
    case .openStream(let call):
      message.count(4)
      call.write(to: &message)
    case .row(let row):
      message.count(5)
      row.write(to: &message)
    case .snapshot: message.count(6)
    case .closeStream: message.count(7)
    }
    return message.bytes
  }

  init(_ bytes: [UInt8]) throws(RothostError) {
    var message = MessageReader(bytes)
    switch try message.count() {
    case 1:
      self = .load(
        files: try message.list { reader throws(RothostError) in
          FileDigest(path: try reader.text(), sha256: try reader.text())
        })
    case 2:
      self = .lookBack(
        indicator: try message.count(),
        parameters: try message.list { reader throws(RothostError) in try Value(from: &reader) })
    case 3: self = .evaluate(try WorkerCall(from: &message))
    case 4: self = .openStream(try WorkerCall(from: &message))
    case 5: self = .row(try WorkerRow(from: &message))
    case 6: self = .snapshot
    case 7: self = .closeStream
    case let other: throw MessageReader.broken("the request \(other)")
    }
    try message.end()
  }
}

/// One row of a stream, its values transformed.
struct WorkerRow: Sendable, Equatable {
  var isPeek: Bool
  var time: Int64
  /// 0 for the first row after the warm-up.
  var index: Int64
  var values: [Double]

  func write(to message: inout MessageWriter) {
    message.flag(isPeek)
    message.integer(time)
    message.integer(index)
    message.list(values) { value, message in message.real(value) }
  }
}

extension WorkerRow {
  init(from message: inout MessageReader) throws(RothostError) {
    isPeek = try message.flag()
    time = try message.integer()
    index = try message.integer()
    values = try message.list { reader throws(RothostError) in try reader.real() }
  }
}

/// One evaluation as a worker needs it: nothing in it points into the host's memory.
struct WorkerCall: Sendable, Equatable {
  /// A file that was sent before this request.
  struct File: Sendable, Equatable {
    var name: UInt64
    var byteCount: Int
  }

  /// Position among the plugin's indicators.
  var indicator: Int
  var parameters: [Value]
  var seed: UInt64
  var timeoutMilliseconds: UInt32
  /// Names of files the worker may forget.
  var dropped: [UInt64] = []
  var sent: [File] = []
  var inputs: [InputPlace]
  var frame: FramePlace?

  func write(to message: inout MessageWriter) {
    message.count(indicator)
    message.list(parameters) { value, message in value.write(to: &message) }
    message.word(seed)
    message.word(UInt64(timeoutMilliseconds))
    message.list(dropped) { name, message in message.word(name) }
    message.list(sent) { file, message in
      message.word(file.name)
      message.count(file.byteCount)
    }
    message.list(inputs) { input, message in message.input(input) }
    message.flag(frame != nil)
    if let frame { message.frame(frame) }
  }
}

extension WorkerCall {
  init(from message: inout MessageReader) throws(RothostError) {
    indicator = try message.count()
    parameters = try message.list { reader throws(RothostError) in try Value(from: &reader) }
    seed = try message.word()
    timeoutMilliseconds = try message.code()
    dropped = try message.list { reader throws(RothostError) in try reader.word() }
    sent = try message.list { reader throws(RothostError) in
      File(name: try reader.word(), byteCount: try reader.count())
    }
    inputs = try message.list { reader throws(RothostError) in try reader.input() }
    frame = try message.flag() ? try message.frame() : nil
  }
}

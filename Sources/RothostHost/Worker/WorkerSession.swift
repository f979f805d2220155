import CRothost
import CRothostSystem
import Glibc
import RothostSeries

/// The worker's side of a channel: reads requests, calls the plugin, writes answers.
@safe final class WorkerSession: @unchecked Sendable {
  private let channel: OpaquePointer
  private let reply: ReplyMemory
  private let files = MappedFiles()
  private let pool = BufferPool()
  private var plugin: LoadedPlugin?
  private var isLimited = false
  private let socketInode = FileSystem.inode(ofOpen: Int32(ROTHOST_WORKER_SOCKET))
  /// The C structs of each indicator's calls, made at its first.
  private var blocks: [Int: CallBlock] = [:]
  private var stream: StreamSession?

  /// - Precondition: the channel stays mapped for this process' life.
  @unsafe init(_ channel: OpaquePointer) {
    unsafe self.channel = channel
    unsafe reply = ReplyMemory(base: rothost_channel_reply(channel))
  }

  /// Whether the socket is still the one the host gave: a plugin can close or replace it.
  private var isReachable: Bool {
    FileSystem.inode(ofOpen: Int32(ROTHOST_WORKER_SOCKET)) == socketInode
  }

  func answer(_ number: UInt32) {
    reply.clear()
    let message: [UInt8]
    do {
      message = try handle(try WorkerRequest(requestBytes()))
    } catch {
      message = WorkerReply.write(error)
    }
    // Said before the answer, so that the host never asks such a worker again. The channel stays mapped.
    if !isReachable { unsafe rothost_channel_retire(channel) }
    finish(number, message)
  }

  private func finish(_ number: UInt32, _ message: [UInt8]) {
    do {
      let start = try reply.append(message)
      // The channel stays mapped; so below.
      unsafe rothost_channel_answer(channel, number, UInt64(start), UInt64(message.count))
    } catch {
      reply.clear()
      finish(number, WorkerReply.write(error))
    }
  }

  private func requestBytes() -> [UInt8] {
    // As above; the host wrote no more than there is room for.
    let length = unsafe Int(rothost_channel_request_length(channel))
    return unsafe [UInt8](
      UnsafeRawBufferPointer(start: rothost_channel_request(channel), count: length))
  }

  private func handle(_ request: WorkerRequest) throws(RothostError) -> [UInt8] {
    switch request {
    case .load(let files): return try load(files)
    case .lookBack(let index, let parameters):
      let rows = unsafe try indicator(index).functions.lookBack.map { lookBack in
        // A function of a plugin that is never unloaded, given a block that lives for the call.
        let block = ParameterBlock(parameters)
        defer { withExtendedLifetime(block) {} }
        return unsafe lookBack(block.pointer)
      }
      return WorkerReply.write { $0.integer(rows ?? 0) }
    case .evaluate(let call): return try evaluate(call)
    case .openStream(let call): return try openStream(call)
    case .row(let row):
      rothost_reset_arithmetic()
      let answers = try openedStream().answer(row)
      return WorkerReply.write { message in
        message.list(answers.indices.map { answers[$0] }) { value, message in message.real(value) }
      }
    case .snapshot:
      var message = MessageWriter()
      message.flag(true)
      try openedStream().snapshot(to: &message, reply)
      return message.bytes
    case .closeStream:
      try openedStream().close()
      stream = nil
      rothost_let_rest_end(1)
      return WorkerReply.write { _ in }
    }
  }

  private func openStream(_ call: WorkerCall) throws(RothostError) -> [UInt8] {
    let (indicator, table) = try taken(call)
    limitProcessor(0)
    rothost_reset_arithmetic()
    let opened = try StreamSession(indicator, table, call, makeBlock(indicator), pool)
    stream = opened
    // It may compute between rows, and its state is in this process alone.
    rothost_let_rest_end(0)
    return WorkerReply.write { $0.flag(opened.hasPeek) }
  }

  private func openedStream() throws(RothostError) -> StreamSession {
    guard let stream else { throw RothostError(.closed, "the worker has no stream; report it") }
    return stream
  }

  /// The indicator of a call, and its inputs on mapped files.
  private func taken(_ call: WorkerCall) throws(RothostError) -> (LoadedIndicator, InputTable) {
    try files.take(call.sent, from: Int32(ROTHOST_WORKER_SOCKET))
    files.forget(call.dropped)
    return (try indicator(call.indicator), try InputTable(call, files))
  }

  private func load(_ digests: [FileDigest]) throws(RothostError) -> [UInt8] {
    guard plugin == nil, let path = digests.first?.path else {
      throw RothostError(.plugin, "no file came; try again")
    }
    // As above; the paths are C strings for the calls, which copy them.
    unsafe rothost_watch_crashes(channel, path)
    var files: [SealedFile] = []
    for digest in digests {
      var name: UInt64 = 0
      // The name outlives the call.
      let descriptor = unsafe rothost_receive_file(Int32(ROTHOST_WORKER_SOCKET), &name)
      guard descriptor >= 0 else {
        throw RothostError(.inputOutput, "the worker did not get the file: \(systemMessage())")
      }
      let file = SealedFile(received: descriptor, digest)
      // As above.
      unsafe rothost_name_image(file.name, file.path)
      files.append(file)
    }
    let loaded = try LoadedPlugin.open(SealedPlugin(files))
    plugin = loaded
    rothost_let_rest_end(1)
    return WorkerReply.write { PluginDescription(loaded).write(to: &$0) }
  }

  private func indicator(_ index: Int) throws(RothostError) -> LoadedIndicator {
    guard let plugin, plugin.indicators.indices.contains(index) else {
      throw RothostError(.notFound, "the plugin has no indicator \(index); it changed")
    }
    return plugin.indicators[index]
  }

  private func block(_ index: Int, _ indicator: LoadedIndicator) -> CallBlock {
    if let block = blocks[index] { return block }
    let block = makeBlock(indicator)
    blocks[index] = block
    return block
  }

  private func makeBlock(_ indicator: LoadedIndicator) -> CallBlock {
    // The channel stays mapped for this process' life.
    let channel = unsafe WorkerChannel(channel)
    return CallBlock(indicator: indicator.description.id) { level, text in
      channel.log(level, text)
    }
  }

  /// The host ends a call that takes too long; where the host itself hangs, the system does.
  private func limitProcessor(_ milliseconds: UInt32) {
    guard milliseconds > 0 || isLimited else { return }
    isLimited = milliseconds > 0
    rothost_limit_processor(isLimited ? milliseconds / 1000 + 1 : 0)
  }

  private func evaluate(_ call: WorkerCall) throws(RothostError) -> [UInt8] {
    let (indicator, table) = try taken(call)
    let parameters = ParameterBlock(call.parameters)
    let store = OutputStore(
      context: ResultContext(
        description: indicator.description, plugin: indicator.plugin, parameters: [], clock: "",
        alignment: indicator.description.defaultAlignment, seed: call.seed),
      axis: table.frameColumns?.axis, pool: pool)
    let block = block(call.indicator, indicator)
    // The channel stays mapped for this process' life.
    let channel = unsafe WorkerChannel(channel)
    // What an earlier call may have left behind is not this one's.
    rothost_reset_arithmetic()
    limitProcessor(call.timeoutMilliseconds)
    defer { block.context.end() }
    block.context.begin(
      outputs: store, monitor: Monitor { channel.report($0) },
      timeoutMilliseconds: call.timeoutMilliseconds)
    // Inputs, parameters and the block's structs live until the call returns.
    let status = unsafe indicator.functions.evaluate(
      block.fill(table.call, parameters, seed: call.seed))
    withExtendedLifetime((table, parameters)) {}
    try block.check(status, phase: "evaluate")
    var message = MessageWriter()
    message.flag(true)
    message.texts(block.context.warnings)
    try store.write(to: &message, reply)
    return message.bytes
  }
}

/// A channel's words for a plugin's calls: progress and log lines.
@safe private struct WorkerChannel: @unchecked Sendable {
  private let channel: OpaquePointer

  /// - Precondition: the channel stays mapped for this process' life.
  @unsafe init(_ channel: OpaquePointer) {
    unsafe self.channel = channel
  }

  /// Answers whether to stop.
  func report(_ fraction: Double) -> Bool {
    // The channel stays mapped; so below.
    unsafe rothost_channel_report(channel, fraction) == 1
  }

  func log(_ level: Int32, _ text: String) {
    let bytes = Array(text.utf8)
    // As above; the array has `count` bytes.
    unsafe rothost_channel_log(channel, level, bytes, bytes.count)
  }
}

extension InputTable {
  /// The table of a call, on mapped files.
  fileprivate convenience init(
    _ call: WorkerCall, _ files: MappedFiles
  ) throws(RothostError) {
    var entries: [Series] = []
    for input in call.inputs {
      let times = try files.numbers(of: Int64.self, at: input.times, count: input.count)
      let values = try files.numbers(of: Double.self, at: input.values, count: input.count)
      entries.append(
        Series(traits: input.traits, numbers: InputNumbers(times: times, values: values)))
    }
    var columns: FrameColumns?
    if let frame = call.frame {
      var values: [SharedArray<Double>] = []
      for column in frame.columns {
        values.append(try files.numbers(of: Double.self, at: column, count: frame.rowCount))
      }
      columns = FrameColumns(
        rowCount: frame.rowCount, warmUpRows: frame.warmUpRows, flags: frame.flags,
        times: try files.numbers(of: Int64.self, at: frame.times, count: frame.rowCount),
        columns: values)
    }
    self.init(entries, frame: columns)
  }
}

extension FrameColumns {
  /// The rows an indicator answers for.
  fileprivate var axis: TimeAxis {
    TimeAxis(
      times: times.slice(warmUpRows..<rowCount),
      kind: flags & ROT_FRAME_DATES != 0 ? .dates : .instants)
  }
}

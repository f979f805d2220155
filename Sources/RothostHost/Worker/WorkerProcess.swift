import CRothostSystem
import Glibc
import RothostSeries

/// One worker: its process, and the memory it shares with this one.
///
/// Used by one thread at a time. The process is killed and reaped with this object, but not by a forked
/// child that inherited it: the child lets go of its own descriptors and mappings alone.
@safe final class WorkerProcess: @unchecked Sendable {
  let reply: ReplyMemory
  private let channel: OpaquePointer
  private let channelFile: Int32
  private let socket: Int32
  private let errors: Int32
  let process: pid_t
  /// The process that started it.
  private let owner = getpid()
  private let processFile: Int32
  private var logPosition: UInt32 = 0
  private var pace = rothost_pace()
  /// What the plugin printed to standard error and nobody asked for; the last part of it.
  private var printed: [UInt8] = []
  /// Whether the process is known to have ended.
  private var isGone = false
  /// The wait status; nil while the process runs, and where somebody else in this program reaped it.
  private(set) var ended: Int32?
  /// The plugin's own file as the worker was given it.
  var image: SealedFile?
  /// The files the worker has mapped, the least recently used first.
  var mapped: [MappedName] = []

  /// Starts `executable`; costs a few milliseconds until it answers.
  ///
  /// - Throws: `.unsupported` where it cannot be started.
  init(executable: String, memoryBytes: UInt64) throws(RothostError) {
    let file = rothost_channel_create()
    guard file >= 0 else { throw Self.failure("no shared memory") }
    // The file is a channel's; unmapped in deinit.
    guard let channel = unsafe rothost_channel_map(file) else {
      close(file)
      throw Self.failure("no shared memory")
    }
    var sockets: [Int32] = [-1, -1]
    var pipe: [Int32] = [-1, -1]
    var process: pid_t = 0
    // Both arrays have two elements, which the calls fill.
    guard unsafe rothost_socket_pair(&sockets) == 0, unsafe rothost_quiet_pipe(&pipe) == 0 else {
      for file in sockets + [file] where file >= 0 { close(file) }
      // Mapped above.
      unsafe rothost_channel_unmap(channel)
      throw Self.failure("no more open files")
    }
    let reason = WorkerStart.spawn(
      executable, memoryBytes, channel: file, socket: sockets[1], errors: pipe[1], &process)
    close(sockets[1])
    close(pipe[1])
    guard reason == 0 else {
      for file in [sockets[0], pipe[0], file] { close(file) }
      // As above.
      unsafe rothost_channel_unmap(channel)
      errno = reason
      throw Self.failure("\(executable) cannot be started")
    }
    unsafe self.channel = channel
    unsafe reply = ReplyMemory(base: rothost_channel_reply(channel))
    channelFile = file
    socket = sockets[0]
    errors = pipe[0]
    self.process = process
    processFile = rothost_open_process(process)
  }

  deinit {
    end()
    for file in [processFile, socket, errors, channelFile] where file >= 0 { close(file) }
    // Mapped by `init`; the reply's memory is only used while this object is held.
    unsafe rothost_channel_unmap(channel)
  }

  private static func failure(_ words: String) -> RothostError {
    RothostError(
      .unsupported,
      "no worker could be started (\(words): \(systemMessage())); with --isolation none the plugin "
        + "runs in this process, if you trust it")
  }

  /// Hands a request over and answers its number.
  ///
  /// - Precondition: at most `ROTHOST_REQUEST_BYTES`.
  func send(_ request: [UInt8]) -> UInt32 {
    precondition(request.count <= Int(ROTHOST_REQUEST_BYTES))
    // The request's memory has room for as many, and the worker waits for the number.
    unsafe request.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      unsafe rothost_channel_request(channel).copyMemory(from: start, byteCount: bytes.count)
    }
    return unsafe rothost_channel_send(channel, UInt64(request.count))
  }

  /// Passes a file on; false where the worker does not take it.
  func send(_ file: WorkerFile) -> Bool {
    rothost_send_file(socket, file.descriptor, file.name) == 0
  }

  func isAnswered(_ number: UInt32, within nanoseconds: Int64) -> Bool {
    // The channel is mapped while this object lives; so in the functions below.
    unsafe rothost_channel_await_reply(channel, number, nanoseconds, &pace) == 1
  }

  /// The answer's message, copied.
  func message(limit: Int) throws(RothostError) -> [UInt8] {
    // As above.
    let (start, length) = unsafe (
      rothost_channel_reply_start(channel), rothost_channel_reply_length(channel)
    )
    return try reply.message(at: start, length: length, limit: limit)
  }

  /// Gives memory back once an answer is read, whatever the plugin wrote into the channel.
  func forgetReply() { rothost_channel_forget(channelFile) }

  func askToStop() {
    // The channel is mapped while this object lives; so in the functions below.
    unsafe rothost_channel_cancel(channel)
  }

  /// 0 to 1, as the plugin last said.
  var progress: Double {
    // As above.
    let fraction = unsafe rothost_channel_progress(channel)
    return fraction.isNaN ? 0 : min(max(fraction, 0), 1)
  }

  /// `ROTHOST_HAS_*`.
  var sandbox: UInt32 {
    // As above.
    unsafe rothost_channel_sandbox(channel)
  }

  /// Whether the worker can answer no more, though its process still runs.
  var isRetired: Bool {
    // As above.
    unsafe rothost_channel_is_retired(channel) == 1
  }

  /// What the worker noted of a fatal signal; nil where there was none.
  var crash: rothost_crash? {
    var crash = rothost_crash()
    // As above; the record is copied.
    return unsafe rothost_channel_crash(channel, &crash) == 1 ? crash : nil
  }

  /// Whether it belongs to the process that this one was forked from.
  var isInherited: Bool { getpid() != owner }

  /// Whether the process has ended, or was never this one's; reaps it then.
  var hasEnded: Bool { isGone || isInherited || reap(waits: false) }

  /// Kills the process, where it runs, and reaps it.
  func end() {
    guard !hasEnded else { return }
    if processFile < 0 || rothost_kill_process(processFile) != 0 { kill(process, SIGKILL) }
    _ = reap(waits: true)
  }

  private func reap(waits: Bool) -> Bool {
    var status: Int32 = 0
    // The status outlives the call.
    let outcome = unsafe rothost_reap(process, waits ? 1 : 0, &status)
    if outcome == Int32(ROTHOST_REAPED) { ended = status }
    isGone = outcome != Int32(ROTHOST_RUNS)
    return isGone
  }

  /// New log bytes of the plugin: level, length and text of each line.
  func takeLog() -> [UInt8] {
    // As above.
    guard unsafe rothost_channel_has_log(channel, logPosition) == 1 else { return [] }
    let capacity = 1 << 16
    return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      // The buffer is `capacity` long.
      count = unsafe rothost_channel_take_log(channel, &logPosition, buffer.baseAddress, capacity)
    }
  }

  /// The last line the plugin or its language's runtime printed to standard error; nil for none.
  func lastPrintedLine() -> String? {
    drainErrors()
    let lines = printed.split { $0 == 10 || $0 == 13 }
    guard let line = lines.last(where: { $0.contains { $0 > 32 } }) else { return nil }
    return String(decoding: line.suffix(300), as: UTF8.self).printable
  }

  /// Takes what the pipe of standard error holds, whose writers never wait.
  ///
  /// As much as a pipe holds and no more: a plugin may print faster than it is read.
  func drainErrors() {
    let size = 4096
    for _ in 0..<16 {
      let part = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        // The buffer is `size` long.
        count = max(0, unsafe read(errors, buffer.baseAddress!, size))
      }
      if part.isEmpty { return }
      printed = (printed + part).suffix(size)
    }
  }
}

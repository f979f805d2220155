import CRothost
import RothostSeries

/// One stream in a worker of its own, behind the functions that a plugin in this process would have.
///
/// So alignment, transforms and the order of rows are the same code for both.
@safe final class WorkerStream: @unchecked Sendable {
  private let calls: WorkerCalls
  /// For each row; 0 = as long as it takes.
  private let limit: UInt32
  private let log: (@Sendable (Int32, String) -> Void)?
  /// The host's context of the stream: where a snapshot's answers go.
  private let context: CallContext
  private let seriesCount: Int
  private let hasPeek: Bool
  /// nil once it died or was given back.
  private var worker: WorkerProcess?
  private var failure: RothostError?

  /// Opens the indicator on the warm-up rows.
  ///
  /// - Throws: what the plugin answers, `.crashed` or `.timeout`; with plugin and phase.
  init(
    _ plan: RequestPlan, _ calls: WorkerCalls, _ warmUp: PreparedInputs, _ context: CallContext,
    _ watch: WorkerWatch
  ) throws(RothostError) {
    self.calls = calls
    limit = plan.request.timeoutMilliseconds
    log = watch.log
    self.context = context
    seriesCount = plan.description.outputs.count { $0.kind == .series }
    var files: [WorkerFile] = []
    var call = try calls.call(plan, warmUp, &files)
    let worker = try calls.pool.lend(calls.plugin, watch)
    let opened = try calls.pool.use(worker, calls.plugin, "open") { worker throws(WorkerFault) in
      (call.dropped, call.sent) = try worker.pass(files)
      call.timeoutMilliseconds = watch.millisecondsLeft
      let bytes = try worker.ask(.openStream(call), watch)
      return try WorkerReply.read(bytes) { message throws(RothostError) in try message.flag() }
        .sound()
    }
    withExtendedLifetime((warmUp, files)) {}
    do throws(RothostError) {
      hasPeek = try opened.get()
    } catch {
      calls.pool.give(worker, calls.plugin)
      throw error
    }
    self.worker = worker
  }

  /// What stands for the plugin's functions; the state they get is this object's address.
  @unsafe var functions: IndicatorFunctions.Streaming {
    unsafe IndicatorFunctions.Streaming(
      open: { _, _ in ROT_ERR_UNSUPPORTED },
      update: { state, row in unsafe object(state).answer(row, isPeek: false) },
      peek: hasPeek ? { state, row in unsafe object(state).answer(row, isPeek: true) } : nil,
      snapshot: { state, _ in unsafe object(state).snapshot() },
      close: { state in unsafe object(state).close() })
  }

  /// Valid while this object lives.
  @unsafe var state: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

  /// Why the last call failed, and forgets it.
  func takeFailure() -> RothostError? {
    defer { failure = nil }
    return failure
  }

  /// Asks the worker and reads its answer; after a fault there is no worker any more.
  private func ask<Answer>(
    _ request: WorkerRequest, _ phase: String,
    _ read: (inout MessageReader, WorkerWatch) throws(RothostError) -> Answer
  ) throws(RothostError) -> Answer {
    guard let worker else {
      throw RothostError(
        .crashed, "the stream's worker ended at an earlier call; open the stream again",
        phase: phase)
    }
    let watch = WorkerWatch(milliseconds: limit, log: log)
    let outcome = Result { () throws(RothostError) in
      try calls.pool.use(worker, calls.plugin, phase) { worker throws(WorkerFault) in
        let bytes = try worker.ask(request, watch)
        return try WorkerReply.read(bytes) { message throws(RothostError) in
          try read(&message, watch)
        }.sound()
      }
    }
    if case .failure = outcome { self.worker = nil }
    return try outcome.get().get()
  }

  private func note(_ error: RothostError, _ phase: String) -> rot_status {
    failure = error.about(context.indicator, phase)
    return ROT_ERR_FAILED
  }

  fileprivate func answer(_ update: UnsafePointer<rot_update>?, isPeek: Bool) -> rot_status {
    let phase = isPeek ? "peek" : "update"
    // The stream's own row: `column_count` values, and room for one per series output.
    guard let update = unsafe update else { return ROT_ERR_ARGUMENT }
    let values = unsafe [Double](
      UnsafeBufferPointer(start: update.pointee.row, count: Int(update.pointee.column_count)))
    let row = WorkerRow(
      isPeek: isPeek, time: unsafe update.pointee.time_ns, index: unsafe update.pointee.row_index,
      values: values)
    do throws(RothostError) {
      let answers = try ask(.row(row), phase) { message, _ throws(RothostError) in
        let answers = try message.list { reader throws(RothostError) in try reader.real() }
        guard answers.count == seriesCount else {
          throw MessageReader.broken("another number of series")
        }
        return answers
      }
      // As above.
      for index in answers.indices { unsafe update.pointee.series[index] = answers[index] }
      return ROT_OK
    } catch {
      return note(error, phase)
    }
  }

  /// Puts the plugin's answers into the store that the context holds.
  fileprivate func snapshot() -> rot_status {
    do throws(RothostError) {
      guard let store = context.outputs else { return ROT_ERR_UNSUPPORTED }
      let reply = worker?.reply
      defer { worker?.forgetReply() }
      let warnings = try ask(.snapshot, "snapshot") { message, watch throws(RothostError) in
        let warnings = try message.texts()
        // Asked and answered by this very worker.
        if let reply { try store.read(from: &message, reply, watch) }
        return warnings
      }
      for warning in warnings { context.warn(warning) }
      return ROT_OK
    } catch {
      return note(error, "snapshot")
    }
  }

  /// Gives the state back, and the worker; a plugin that harms itself by it is logged.
  fileprivate func close() {
    defer { worker = nil }
    // An inherited one goes on for the process that this one was forked from.
    guard let worker, !worker.isInherited else { return }
    do throws(RothostError) {
      try ask(.closeStream, "close") { _, _ throws(RothostError) in }
      calls.pool.give(worker, calls.plugin)
    } catch {
      log?(ROT_LOG_WARNING, "\(error.about(context.indicator, "close"))")
    }
  }
}

/// The object behind a state that `WorkerStream.state` gave.
private func object(_ state: UnsafeRawPointer?) -> WorkerStream {
  guard let state = unsafe state else { preconditionFailure("a stream without a state") }
  // The stream's memory holds the object as long as its functions are called.
  return unsafe Unmanaged<WorkerStream>.fromOpaque(state).takeUnretainedValue()
}

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
    let bytes = try calls.pool.use(worker, calls.plugin, "open") { worker throws(WorkerFault) in
      (call.dropped, call.sent) = try worker.pass(files)
      call.timeoutMilliseconds = watch.millisecondsLeft
      return try worker.ask(.openStream(call), watch)
    }
    withExtendedLifetime((warmUp, files)) {}
    do throws(RothostError) {
      hasPeek = try WorkerReply.read(bytes) { message throws(RothostError) in try message.flag() }
        .get()
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

  /// Asks the worker; after a fault there is none any more.
  private func ask(_ request: WorkerRequest, _ phase: String) throws(RothostError) -> [UInt8] {
    guard let worker else {
      throw RothostError(
        .crashed, "the stream's worker ended at an earlier call; open the stream again",
        phase: phase)
    }
    do throws(RothostError) {
      return try calls.pool.use(worker, calls.plugin, phase) { worker throws(WorkerFault) in
        try worker.ask(request, WorkerWatch(milliseconds: limit, log: log))
      }
    } catch {
      self.worker = nil
      throw error
    }
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
      let bytes = try ask(.row(row), phase)
      let answers = try WorkerReply.read(bytes) { message throws(RothostError) in
        try message.list { reader throws(RothostError) in try reader.real() }
      }.get()
      guard answers.count == seriesCount else {
        throw MessageReader.broken("another number of series")
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
      let bytes = try ask(.snapshot, "snapshot")
      guard let store = context.outputs, let worker else { return ROT_ERR_UNSUPPORTED }
      defer { worker.forgetReply() }
      let warnings = try WorkerReply.read(bytes) { message throws(RothostError) in
        let warnings = try message.texts()
        try store.read(from: &message, worker.reply)
        return warnings
      }.get()
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
      let bytes = try ask(.closeStream, "close")
      try WorkerReply.read(bytes) { _ throws(RothostError) in }.get()
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

import Glibc
import RothostSeries

/// The calls of one indicator in workers; each with the same answer as the call in-process.
struct WorkerCalls {
  let plugin: WorkerPool.Plugin
  /// Position among the plugin's indicators.
  let indicator: Int
  let pool: WorkerPool

  /// Rows before the first output.
  func lookBack(_ parameters: [Value], _ watch: WorkerWatch) throws(RothostError) -> Int64 {
    let request = WorkerRequest.lookBack(indicator: indicator, parameters: parameters)
    // A manifest's may rest on a library that the loader finds, which is not in its digests.
    if PluginSource.isManifest(plugin.path) {
      return try answeredLookBack(request, watch)
    }
    return try pool.lookBacks.rows(plugin.digests, request) { () throws(RothostError) in
      try answeredLookBack(request, watch)
    }
  }

  private func answeredLookBack(
    _ request: WorkerRequest, _ watch: WorkerWatch
  ) throws(RothostError) -> Int64 {
    try pool.with(plugin, "prepare", watch) { worker throws(WorkerFault) in
      let bytes = try worker.ask(request, watch.limited(to: pool.limits.loadMilliseconds))
      return try WorkerReply.read(bytes) { message throws(RothostError) in try message.integer() }
        .sound()
    }.get()
  }

  /// Evaluates into `store` and answers the plugin's warnings.
  func evaluate(
    _ plan: RequestPlan, _ inputs: PreparedInputs, into store: OutputStore, _ watch: WorkerWatch
  ) throws(RothostError) -> [String] {
    var files: [WorkerFile] = []
    var call = try call(plan, inputs, &files)
    let outcome = try pool.with(plugin, "evaluate", watch) { worker throws(WorkerFault) in
      (call.dropped, call.sent) = try worker.pass(files)
      call.timeoutMilliseconds = watch.millisecondsLeft
      let bytes = try worker.ask(.evaluate(call), watch)
      // The numbers lie in the worker's memory, so they are taken while it is ours.
      let outcome = WorkerReply.read(bytes) { message throws(RothostError) in
        let warnings = try message.texts()
        try store.read(from: &message, worker.reply, watch)
        return warnings
      }
      return try outcome.sound()
    }
    withExtendedLifetime((inputs, files)) {}
    return try outcome.get()
  }

  /// The call of a plan on inputs, and the files they lie in.
  func call(
    _ plan: RequestPlan, _ inputs: PreparedInputs, _ files: inout [WorkerFile]
  ) throws(RothostError) -> WorkerCall {
    let places = try inputs.table.places(pool.files, &files)
    return WorkerCall(
      indicator: indicator, parameters: plan.parameters.map(\.value), seed: plan.seed,
      timeoutMilliseconds: plan.request.timeoutMilliseconds, inputs: places.inputs,
      frame: places.frame)
  }
}

extension InputTable {
  /// Where the table's numbers lie for a worker, and the files they lie in.
  fileprivate func places(
    _ workerFiles: WorkerFiles, _ files: inout [WorkerFile]
  ) throws(RothostError) -> (inputs: [InputPlace], frame: FramePlace?) {
    var inputs: [InputPlace] = []
    for entry in entries {
      inputs.append(
        InputPlace(
          traits: entry.traits, count: entry.numbers.count,
          times: try workerFiles.place(entry.numbers.times, &files),
          values: try workerFiles.place(entry.numbers.values, &files)))
    }
    guard let frame = frameColumns else { return (inputs, nil) }
    var columns: [NumberPlace?] = []
    for column in frame.columns { columns.append(try workerFiles.place(column, &files)) }
    return (
      inputs,
      FramePlace(
        rowCount: frame.rowCount, warmUpRows: frame.warmUpRows, flags: frame.flags,
        times: try workerFiles.place(frame.times, &files), columns: columns)
    )
  }
}

extension WorkerProcess {
  /// Mappings a worker keeps: frames and data files it is likely to be asked about again.
  private static let mostMapped = 16

  /// - Throws: `.ended` where nobody is there to take it, `.unsent` where the system does not.
  func hand(over file: WorkerFile) throws(WorkerFault) {
    if send(file) { return }
    let code = errno
    throw code == EPIPE || code == ECONNRESET ? .ended : .unsent(code)
  }

  /// Sends the files that the worker does not have yet.
  ///
  /// - Returns: those it may forget, and those it will find in its socket.
  func pass(
    _ files: [WorkerFile]
  ) throws(WorkerFault) -> (dropped: [UInt64], sent: [WorkerCall.File]) {
    var sent: [WorkerCall.File] = []
    // Nobody can ask for a file again that nobody holds; its memory or disk space is the worker's alone.
    var dropped = mapped.filter { $0.owner == nil }.map(\.name)
    mapped.removeAll { $0.owner == nil }
    for file in files {
      if let index = mapped.firstIndex(where: { $0.name == file.name }) {
        mapped.remove(at: index)
      } else {
        try hand(over: file)
        sent.append(WorkerCall.File(name: file.name, byteCount: file.byteCount))
      }
      mapped.append(MappedName(name: file.name, owner: file.owner))
    }
    let oldest = mapped.dropLast(max(Self.mostMapped, files.count)).map(\.name)
    mapped.removeFirst(oldest.count)
    dropped += oldest
    return (dropped, sent)
  }
}

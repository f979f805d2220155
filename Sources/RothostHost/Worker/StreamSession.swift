import CRothost
import RothostSeries

/// The worker's side of one stream: the plugin's state, and the structs its functions receive.
@safe final class StreamSession {
  private let functions: IndicatorFunctions.Streaming
  private let block: CallBlock
  /// One value per series output; ends at its own guard page.
  private let series: GuardedBuffer
  private let context: ResultContext
  private let pool: BufferPool
  private var state: UnsafeMutableRawPointer?

  var hasPeek: Bool { unsafe functions.peek != nil }

  /// Opens the indicator on the warm-up rows.
  ///
  /// - Parameter block: this stream's alone.
  /// - Throws: `.unsupported` where it does not stream; what it answers.
  init(
    _ indicator: LoadedIndicator, _ table: InputTable, _ call: WorkerCall, _ block: CallBlock,
    _ pool: BufferPool
  ) throws(RothostError) {
    guard let functions = unsafe indicator.functions.streaming else {
      throw RothostError(.unsupported, "it does not stream; evaluate it instead")
    }
    unsafe self.functions = functions
    self.block = block
    self.pool = pool
    context = ResultContext(
      description: indicator.description, plugin: indicator.plugin, parameters: [], clock: "",
      alignment: indicator.description.defaultAlignment, seed: call.seed)
    series = try GuardedBuffer(
      count: indicator.description.outputs.count { $0.kind == .series }, pool: pool)
    let parameters = ParameterBlock(call.parameters)
    block.context.begin(outputs: nil)
    var state: UnsafeMutableRawPointer?
    // Inputs, parameters and the block's structs live until the call returns.
    let status = unsafe functions.open(
      block.fill(table.call, parameters, seed: call.seed), &state)
    withExtendedLifetime((table, parameters)) {}
    try block.check(status, phase: "open")
    block.context.end()
    unsafe self.state = state
  }

  /// One value per series output for one row.
  func answer(_ row: WorkerRow) throws(RothostError) -> SharedArray<Double> {
    series.fill(.nan)
    block.context.begin(outputs: nil)
    let status = unsafe row.values.withUnsafeBufferPointer { values in
      // Row and series live until the call returns.
      var update = unsafe rot_update(
        struct_size: UInt32(MemoryLayout<rot_update>.size), column_count: UInt32(values.count),
        time_ns: row.time, row_index: row.index, row: values.baseAddress,
        series: series.doubles, host: block.hostPointer)
      guard row.isPeek else { return unsafe functions.update(state, &update) }
      return unsafe functions.peek?(state, &update) ?? ROT_ERR_UNSUPPORTED
    }
    try block.check(status, phase: row.isPeek ? "peek" : "update")
    guard series.isIntact else {
      throw RothostError(
        .plugin,
        "wrote before the beginning of its series; the row is dropped: look for a negative "
          + "index where the plugin writes them")
    }
    return series.sharedDoubles()
  }

  /// Warnings, scalars and tables as of now.
  func snapshot(
    to message: inout MessageWriter, _ reply: ReplyMemory
  ) throws(RothostError) {
    let store = OutputStore(context: context, axis: nil, pool: pool)
    block.context.begin(outputs: store)
    defer { block.context.end() }
    // The block and the state live until the call returns.
    let status = unsafe functions.snapshot(state, block.outputsPointer)
    try block.check(status, phase: "snapshot")
    message.texts(block.context.warnings)
    try store.write(to: &message, reply)
  }

  /// Gives the state back to the plugin; nothing may be called afterwards.
  func close() {
    block.context.begin(outputs: nil)
    // The state is the plugin's own.
    unsafe functions.close(state)
    unsafe state = nil
  }
}

import CRothost
import RothostSeries

/// Everything a stream begins with: its inputs, the warm-up rows and where rows may begin.
struct StreamOpening {
  let plan: RequestPlan
  let inputs: [BoundInput]
  let warnings: [String]
  let pool: BufferPool
  let block: CallBlock
  let context: ResultContext
  let alignment: StreamAlignment
  private let warmUp: PreparedInputs
  /// The last stored row before the beginning, as levels; nil where there is none.
  private let levels: [Double]?
  private let lastTime: Int64
  private let watch: WorkerWatch

  var seriesCount: Int { plan.description.outputs.count { $0.kind == .series } }

  /// - Parameter watch: until the stream is open.
  init(_ plan: RequestPlan, _ engine: Engine, _ watch: WorkerWatch) throws(RothostError) {
    self.plan = plan
    self.watch = watch
    pool = engine.pool
    try Self.check(plan)
    let request = plan.request
    let binder = InputBinder(
      description: plan.description, request: request, stores: engine.stores, keepsDeferred: true)
    let (bound, warnings) = try binder.bind()
    let inputs = try Self.completed(bound)
    self.inputs = inputs
    self.warnings = warnings

    var rules = FrameRules(
      clock: request.clock, alignment: plan.alignment, from: request.from ?? .max,
      to: request.from.map { $0 - 1 }, warmUpRows: try plan.lookBack(watch),
      staleness: request.staleness, keepsPartialBin: request.keepsPartialBin)
    warmUp = try engine.frames.prepare(inputs, rules, allowsEmpty: true)
    rules.warmUpRows = 1
    let last = try engine.frames.prepare(
      inputs.map { $0.asLevel }, rules, allowsEmpty: true)
    let frame = last.frame
    let row = frame.map { $0.rowCount - 1 } ?? -1
    levels = row >= 0 ? frame?.columns.map { $0[row] } : nil
    let lastRow = row >= 0 ? frame?.times[row] ?? .min : .min

    var history: [InputNumbers] = []
    var newest = Int64.min
    for stored in try inputs.numbers() {
      let numbers = stored.within(from: nil, to: rules.to)
      if numbers.count > 0 { newest = max(newest, numbers.times[numbers.count - 1]) }
      history.append(numbers)
    }
    let beginning = request.from.map { $0 - 1 } ?? newest
    lastTime = request.from.map { $0 - 1 } ?? lastRow
    alignment = StreamAlignment(
      inputs, history: history.map { $0.tail(before: beginning, rules, inputs) }, rules: rules,
      time: beginning, lastRow: max(lastRow, request.from.map { $0 - 1 } ?? .min))
    block = CallBlock(indicator: plan.description.id, log: engine.options.log)
    context = ResultContext(
      description: plan.description, plugin: plan.plugin,
      parameters: plan.parameters, clock: warmUp.clockName, alignment: plan.alignment,
      seed: plan.seed)
  }

  private static func check(_ plan: RequestPlan) throws(RothostError) {
    guard plan.description.flags.contains(.streaming) else {
      throw RothostError(.unsupported, "it does not stream; evaluate it instead")
    }
    guard plan.alignment != .native else {
      throw RothostError(
        .unsupported, "inputs on their native clocks do not stream; ask for inner or previous")
    }
  }

  /// Inputs with the calendar that their stored stamps show, since later rows must not change it.
  private static func completed(_ inputs: [BoundInput]) throws(RothostError) -> [BoundInput] {
    var completed: [BoundInput] = []
    for input in inputs {
      var input = input
      if input.calendar == nil, !input.isDeferred {
        let numbers = try [input].numbers()[0]
        input.calendar = numbers.times.withSpan {
          SeriesCalendar.inferred(from: $0, kind: input.timeKind)
        }
      }
      completed.append(input)
    }
    return completed
  }

  /// Opens the indicator on the warm-up rows, here or in a worker.
  func open() throws(RothostError) -> StreamMemory {
    switch plan.place {
    case .here(let indicator): return try open(indicator)
    case .worker(let calls): return try open(calls)
    }
  }

  private func open(_ calls: WorkerCalls) throws(RothostError) -> StreamMemory {
    let stream = try WorkerStream(plan, calls, warmUp, block.context, watch)
    // The memory holds the stream whose functions and state these are.
    return unsafe StreamMemory(
      functions: stream.functions, state: stream.state, transforms: inputs.map(\.transform),
      seriesCount: seriesCount, levels: levels, lastTime: lastTime, host: block.hostPointer,
      workerStream: stream)
  }

  private func open(_ indicator: LoadedIndicator) throws(RothostError) -> StreamMemory {
    // `check` found the indicator to stream.
    guard let functions = unsafe indicator.functions.streaming else {
      throw RothostError(.unsupported, "it does not stream; evaluate it instead")
    }
    block.context.begin(outputs: nil)
    var state: UnsafeMutableRawPointer?
    let status = indicator.serialised {
      // Inputs, parameters and the block's structs live until the call returns.
      unsafe functions.open(block.fill(warmUp.table.call, plan.block, seed: plan.seed), &state)
    }
    withExtendedLifetime((warmUp, plan.block)) {}
    try block.check(status, phase: "open")
    block.context.end()
    // The block lives as long as the stream, which holds both.
    return unsafe StreamMemory(
      functions: functions, state: state, transforms: inputs.map(\.transform),
      seriesCount: seriesCount, levels: levels, lastTime: lastTime, host: block.hostPointer)
  }
}

extension BoundInput {
  /// The same input, untransformed.
  fileprivate var asLevel: BoundInput {
    var input = self
    input.transform = .level
    return input
  }
}

extension InputNumbers {
  /// The rows that may still matter to a stream beginning after `time`.
  fileprivate func tail(
    before time: Int64, _ rules: FrameRules, _ inputs: [BoundInput]
  ) -> InputNumbers {
    guard let reach = StreamAlignment.reach(of: rules, inputs), time > .min else { return self }
    let (limit, overflow) = time.subtractingReportingOverflow(reach)
    return overflow ? self : within(from: limit, to: nil)
  }
}

import RothostSeries
import Synchronization

/// A request whose indicator, parameters and roles were checked once, to run on many arrays.
///
/// Output buffers come from a pool to which they go back with the last result that holds them.
/// Belongs to one thread at a time; a second one at once is told so.
public final class PreparedRun: @unchecked Sendable {
  private let plan: RequestPlan
  private let memory: RunMemory
  private let block: CallBlock
  private let pool = BufferPool()
  private let reports: [InputReport]
  /// For rows that are dates, and for rows that are instants.
  private let contexts: (dates: ResultContext, instants: ResultContext)
  private let counts: EngineCounts
  private var axis = RunAxis()
  /// Whether infinities are looked for beside a long call, which they then do no harm to.
  private let looksBeside: Bool
  private let isBusy = Atomic<Bool>(false)

  init(
    _ plan: RequestPlan, log: (@Sendable (Int32, String) -> Void)?, counts: EngineCounts
  ) throws(RothostError) {
    self.plan = plan
    self.counts = counts
    let inputs = try RothostError.naming(plan.description.id, "prepare") {
      () throws(RothostError) in try plan.deferredInputs()
    }
    memory = RunMemory(inputs, hasFrame: plan.alignment != .native)
    looksBeside =
      plan.indicator.isArithmetic && memory.isInPlace && plan.request.workers != 1
      && ThreadTeam.coreCount > 1
    block = CallBlock(indicator: plan.description.id, log: log)
    reports = inputs.map { input in
      InputReport(
        role: plan.description.inputs[input.role].role, series: input.name, column: "",
        transform: plan.alignment == .native ? .level : input.transform, rows: 0, from: nil,
        to: nil, timeKind: .dates)
    }
    func context(_ clock: SamplingClock) -> ResultContext {
      ResultContext(
        description: plan.description, plugin: plan.plugin,
        parameters: plan.parameters, clock: clock.description, alignment: plan.alignment,
        seed: plan.seed)
    }
    contexts = (context(.daily), context(.native))
  }

  public var description: IndicatorDescription { plan.description }

  /// How many arrays a run takes: one per input, in role order, repeated roles side by side.
  public var inputCount: Int { reports.count }

  /// Evaluates on `columns`, one per input in role order, `count` values each, read in place.
  ///
  /// `times` nil: row numbers as days, beyond 84,006 rows as seconds, of which the result warns.
  /// Results are independent of later runs.
  /// - Throws: `.argument` where arrays are missing; `.input` for an infinity, stamps that do not
  ///   increase or a return that does not exist; what the indicator answers.
  public func run(
    columns: [UnsafePointer<Double>], times: UnsafePointer<Int64>?, count: Int
  ) throws(RothostError) -> EvaluationResult {
    // Only counted here; the caller vouches for what they point to.
    let given = unsafe columns.count
    guard given == inputCount else {
      throw RothostError(.argument, "\(description.id) takes \(inputCount) arrays, \(given) given")
    }
    let optional = unsafe columns.map { unsafe Optional($0) }
    // As long as `inputCount`.
    return try unsafe run(inPlace: optional, times: times, count: count)
  }

  /// The same with a C array of `inputCount` pointers, each to `count` values.
  public func run(
    inPlace columns: UnsafePointer<UnsafePointer<Double>?>, times: UnsafePointer<Int64>?,
    count: Int
  ) throws(RothostError) -> EvaluationResult {
    guard count >= 0, count < 1 << 40 else {
      throw RothostError(.argument, "count is \(count); give 0 or more rows")
    }
    guard !isBusy.exchange(true, ordering: .acquiring) else {
      throw RothostError(
        .argument, "this prepared request is running on another thread; prepare one per thread")
    }
    defer { isBusy.store(false, ordering: .releasing) }
    do {
      // The caller vouches for the arrays during the run.
      return try unsafe evaluate(columns, times, count)
    } catch {
      throw error.about(description.id, "evaluate")
    }
  }

  private func evaluate(
    _ columns: UnsafePointer<UnsafePointer<Double>?>, _ times: UnsafePointer<Int64>?, _ count: Int
  ) throws(RothostError) -> EvaluationResult {
    // The caller vouches for `count` stamps and values.
    try unsafe axis.take(times, count)
    let isBeside = looksBeside && count * inputCount >= InfinitySearch.fewestValues
    try unsafe memory.fill(columns, axis.times, axis.kind, looksForInfinities: !isBeside)
    // Ends before this function does; `fill` has found every array.
    let search =
      unsafe isBeside ? InfinitySearch(columns, inputs: inputCount, count: count) : nil
    let first = memory.dropsFirst && count > 0 ? 1 : 0
    let rows = TimeAxis(times: axis.times.slice(first..<count), kind: axis.kind)
    let hasFrame = plan.alignment != .native
    let store = OutputStore(
      context: axis.kind == .dates ? contexts.dates : contexts.instants,
      axis: hasFrame ? rows : nil, pool: pool)
    counts.addEvaluation()
    try plan.indicator.serialised { () throws(RothostError) in
      defer { block.context.end() }
      block.context.begin(outputs: store, timeoutMilliseconds: plan.request.timeoutMilliseconds)
      // The structs are this object's; the arrays the caller's, until the call returns.
      let status = unsafe plan.indicator.functions.evaluate(
        block.fill(memory.call, plan.block, seed: plan.seed))
      if let (input, row) = search?.finish() { throw memory.infinity(input, row) }
      try block.check(status, phase: "evaluate")
    }
    var warnings = block.context.warnings
    if axis.countsSeconds {
      warnings.append(
        "more rows than 84,006 and no stamps: rows count as seconds, not as days; give stamps where "
          + "lengths of time matter")
    }
    return try store.finish(rows: rows.count, inputs: inputs(count), warnings: warnings)
  }

  private func inputs(_ count: Int) -> [InputReport] {
    var inputs = reports
    for index in inputs.indices {
      inputs[index].rows = count
      inputs[index].timeKind = axis.kind
      if count > 0 {
        inputs[index].from = axis.times[0]
        inputs[index].to = axis.times[count - 1]
      }
    }
    return inputs
  }
}

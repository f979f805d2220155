import RothostSeries

/// An indicator fed row by row. Belongs to one thread at a time and may move between threads.
///
/// The rows and the snapshot equal `evaluate` on the same rows to the bit. Two ways to feed it:
/// `update` takes a finished row of all inputs; `push` and `advance` take values input by input and
/// let the host complete the rows by clock, alignment, staleness and publication delay.
public final class IndicatorStream: @unchecked Sendable {
  let plan: RequestPlan
  let memory: StreamMemory
  let block: CallBlock
  let context: ResultContext
  let inputs: [BoundInput]
  let warnings: [String]
  let pool: BufferPool
  var alignment: StreamAlignment
  var rows: StreamRows

  init(_ opening: StreamOpening) throws(RothostError) {
    plan = opening.plan
    inputs = opening.inputs
    warnings = opening.warnings
    pool = opening.pool
    block = opening.block
    alignment = opening.alignment
    context = opening.context
    memory = try opening.open()
    rows = StreamRows(seriesCount: opening.seriesCount)
  }

  public var description: IndicatorDescription { plan.description }
  /// Values per row: one per bound input, in role order.
  public var inputCount: Int { inputs.count }
  /// Values per answer: one per series output, in the descriptor's order.
  public var seriesCount: Int { rows.seriesCount }

  /// One row of all inputs at one time, as levels, in order; writes one value per series output.
  ///
  /// All are NaN where a transform has no predecessor yet. No allocation in the host.
  /// - Throws: `.argument` where counts or the order of times are wrong; `.input` for an infinity
  ///   or a return that does not exist; what the indicator answers. The stream stays as it was.
  public func update(
    time: Int64, row: UnsafePointer<Double>, count: Int, series: UnsafeMutablePointer<Double>
  ) throws(RothostError) {
    // The caller vouches for `count` levels and room for `seriesCount` values.
    let status = unsafe updateStream(memory.lane, time, row, count, series)
    if status != 0 { throw failure(status, phase: "update") }
  }

  /// The same for a bar that is not finished: answers and changes nothing.
  public func peek(
    time: Int64, row: UnsafePointer<Double>, count: Int, series: UnsafeMutablePointer<Double>
  ) throws(RothostError) {
    // As `update`.
    let status = unsafe StreamContext.peek(memory.context, time, row, count, series)
    if status != 0 { throw failure(status, phase: "peek") }
  }

  /// What `updateStream` works on; valid until the stream is released.
  public var lane: UnsafeMutablePointer<StreamLane> {
    // The context lives as long as this object.
    unsafe memory.lane
  }

  /// One value of one input; inputs may arrive in any order until the time is advanced past them.
  ///
  /// - Throws: `.argument` for an input that is not there; `.input` for an infinity, a stamp pushed
  ///   before or one that comes too late.
  public func push(input: Int, time: Int64, value: Double) throws(RothostError) {
    try checkOpen("push")
    guard inputs.indices.contains(input) else {
      throw RothostError(
        .argument, "there is no input \(input): the stream has \(inputs.count), counted from 0",
        plugin: description.id, phase: "push")
    }
    try RothostError.naming(description.id, "push") { () throws(RothostError) in
      try alignment.push(input, time, value)
    }
  }

  /// Runs the rows that the alignment completes up to `time`; answers how many. O(new samples) on
  /// native clocks.
  public func advance(to time: Int64) throws(RothostError) -> Int {
    try checkOpen("advance")
    let (stamps, columns) = try RothostError.naming(description.id, "advance") {
      () throws(RothostError) in try alignment.advance(to: time)
    }
    rows = StreamRows(seriesCount: seriesCount)
    var levels = [Double](repeating: .nan, count: inputs.count)
    var answer = [Double](repeating: .nan, count: max(seriesCount, 1))
    for (row, stamp) in stamps.enumerated() {
      for index in columns.indices { levels[index] = columns[index][row] }
      // Both arrays are as long as the stream says, and live through the call.
      try unsafe update(time: stamp, row: levels, count: levels.count, series: &answer)
      rows.append(stamp, answer)
    }
    return stamps.count
  }

  /// The last advance's rows of the given series output (counted among series outputs).
  ///
  /// Pointers are valid until the next advance or close.
  public func rows(
    seriesOutput: Int
  ) throws(RothostError) -> (
    times: UnsafePointer<Int64>, values: UnsafePointer<Double>, count: Int
  ) {
    guard (0..<seriesCount).contains(seriesOutput) else {
      throw RothostError(
        .argument,
        "there is no series output \(seriesOutput): \(description.id) has \(seriesCount), counted "
          + "from 0", plugin: description.id, phase: "rows")
    }
    // The rows are kept until the next advance.
    return unsafe (rows.times.pointer, rows.values(seriesOutput).pointer, rows.times.count)
  }

  /// Gives the plugin's state back; further calls answer `.closed`.
  public func close() { memory.close() }

  private func checkOpen(_ phase: String) throws(RothostError) {
    if !memory.isOpen { throw failure(Status.closed.rawValue, phase: phase) }
  }
}

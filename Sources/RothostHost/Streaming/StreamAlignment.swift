import RothostSeries

/// Completes rows from values that arrive input by input, by the same rules as a batch frame.
///
/// Whatever the batch assembly makes of the same samples is the answer, so that both agree bit for
/// bit: bins, alignment, staleness and publication delays are its own. Samples are forgotten as
/// soon as no later row can need them.
struct StreamAlignment {
  private var queues: [StreamQueue]
  private let rules: FrameRules
  private let reach: Int64?
  /// The time up to which rows are complete.
  private(set) var time: Int64
  private var lastRow: Int64

  /// - Parameters:
  ///   - time: the stream's beginning; nothing before it is a row.
  ///   - history: each input's stored rows before it.
  init(
    _ inputs: [BoundInput], history: [InputNumbers], rules: FrameRules, time: Int64, lastRow: Int64
  ) {
    var rules = rules
    // An unfinished bin is kept back here, by the time advanced to.
    rules.keepsPartialBin = true
    rules.from = nil
    rules.warmUpRows = 0
    self.rules = rules
    reach = Self.reach(of: rules, inputs)
    queues = zip(inputs, history).map { StreamQueue($0, history: $1) }
    self.time = time
    self.lastRow = lastRow
    forget()
  }

  /// How far back a row may look into samples: not at all on native clocks without delays (the
  /// last value is kept anyway), else staleness, a month's bin and the longest delay.
  static func reach(of rules: FrameRules, _ inputs: [BoundInput]) -> Int64? {
    let delay = inputs.compactMap(\.delay?.nanoseconds).max()
    let isBinned =
      switch rules.clock {
      case .native, .role: false
      case .daily, .weekly, .monthly: true
      }
    if !isBinned && delay == nil { return nil }
    // 46 days: 1.5 months, the longest standard staleness; 62: two months' bins.
    // Two centuries: beyond that a sum would not fit.
    let longest = TimeSpan.days(73_000)
    let staleness = max(min(rules.staleness ?? .zero, longest), .days(46)).nanoseconds
    return staleness + TimeSpan.days(62).nanoseconds + (delay ?? 0)
  }

  mutating func push(_ index: Int, _ stamp: Int64, _ value: Double) throws(RothostError) {
    let input = queues[index].input
    guard !value.isInfinite else {
      throw RothostError(.input, "\(input.name) is infinite; push NaN where a value is missing")
    }
    if stamp <= time && input.delay == nil {
      throw RothostError(
        .input,
        "\(input.name) at \(ISO8601.instant(stamp)) comes too late: the stream was advanced to "
          + "\(ISO8601.instant(time)); push before advancing")
    }
    try queues[index].push(stamp, value)
  }

  /// The rows completed since the last advance: stamps, and one column of levels per input.
  ///
  /// O(samples kept).
  mutating func advance(
    to time: Int64
  ) throws(RothostError) -> (stamps: [Int64], columns: [[Double]]) {
    guard time >= self.time else {
      throw RothostError(
        .argument,
        "the stream stands at \(ISO8601.instant(self.time)) and cannot go back to "
          + "\(ISO8601.instant(time))")
    }
    for index in queues.indices { queues[index].settleKind() }
    var rules = rules
    rules.to = time
    var inputs: [FrameInput] = []
    for queue in queues { inputs.append(try queue.frameInput()) }
    let plan = try FrameAssembly.plan(inputs, rules)
    let all = Array(plan.times)
    let limit = binLimit(time)
    let first = all.firstIndex { $0 > lastRow } ?? all.count
    let end = all[first...].firstIndex { $0 > limit } ?? all.count
    var columns: [[Double]] = []
    for column in 0..<plan.columnCount {
      columns.append(Array(try plan.values(column: column)[first..<end]))
    }
    self.time = time
    if end > first { lastRow = all[end - 1] }
    forget()
    return (Array(all[first..<end]), columns)
  }

  /// The last bin that no later sample can change: one that ends by `time`.
  private func binLimit(_ time: Int64) -> Int64 {
    switch rules.clock {
    case .native, .role: return .max
    case .daily, .weekly, .monthly:
      // A bin's stamp is its last date; instants may fall into it until that date's end.
      let isDated = queues.allSatisfy { $0.kind == .dates }
      return isDated ? time : time - (CivilDate.nanosecondsPerDay - 1)
    }
  }

  private mutating func forget() {
    for index in queues.indices {
      queues[index].forget(
        upTo: time, reach: reach, keepsLast: rules.alignment == .previous)
    }
  }
}

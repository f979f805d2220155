import RothostSeries

/// One input's samples that may still matter to a row: pushed ones and the end of its history.
struct StreamQueue {
  let input: BoundInput
  private(set) var times: [Int64]
  private(set) var values: [Double]
  /// Rows from here on have not been asked for yet.
  private var isDated: Bool?

  /// - Parameter history: the stored rows before the stream's beginning, as far as they may matter.
  init(_ input: BoundInput, history: InputNumbers) {
    self.input = input
    times = history.times.indices.map { history.times[$0] }
    values = history.values.indices.map { history.values[$0] }
    isDated = input.isDeferred ? nil : input.timeKind == .dates
  }

  /// Takes one value, in any order of stamps. O(1) at the end, O(n) elsewhere.
  ///
  /// - Throws: `.input` where the stamp is there already, or no session date as the others are.
  mutating func push(_ time: Int64, _ value: Double) throws(RothostError) {
    if isDated == true, time % CivilDate.nanosecondsPerDay != 0 {
      throw RothostError(
        .input,
        "\(input.name) has session dates, and \(ISO8601.instant(time)) is none; give its 00:00 UTC")
    }
    if let last = times.last, time <= last {
      let place = times.firstIndex { $0 >= time } ?? times.count
      guard times[place] != time else {
        throw RothostError(
          .input, "\(input.name) has a value at \(ISO8601.instant(time)) already; push each once")
      }
      times.insert(time, at: place)
      values.insert(value, at: place)
    } else {
      times.append(time)
      values.append(value)
    }
  }

  /// Stamps that are all midnights are session dates; told once, at the first advance with rows.
  mutating func settleKind() {
    if isDated == nil, !times.isEmpty {
      isDated = times.allSatisfy { $0 % CivilDate.nanosecondsPerDay == 0 }
    }
  }

  var kind: TimeKind { isDated ?? true ? .dates : .instants }

  func frameInput() throws(RothostError) -> FrameInput {
    try FrameInput(
      name: input.name, role: input.role, times: times.span, values: values.span, kind: kind,
      calendar: input.calendar ?? .irregular, close: input.close, delay: input.delay)
  }

  /// Forgets what no row after `time` can need.
  ///
  /// - Parameter reach: how far back a row may look; nil = the last value up to `time` only.
  mutating func forget(upTo time: Int64, reach: Int64?, keepsLast: Bool) {
    var count = 0
    if let reach {
      let (limit, overflow) = time.subtractingReportingOverflow(reach)
      if overflow { return }
      count = times.firstIndex { $0 >= limit } ?? times.count
      // Cutting a few rows off costs as much as cutting many.
      if count * 2 < times.count { return }
    } else {
      count = times.firstIndex { $0 > time } ?? times.count
      if keepsLast {
        while count > 0 {
          count -= 1
          if !values[count].isNaN { break }
        }
      }
    }
    times.removeFirst(count)
    values.removeFirst(count)
  }
}

extension BoundInput {
  /// Whether the request gave no data, so that all of them are pushed.
  var isDeferred: Bool {
    if case .array(let array) = data { return array.times.isEmpty }
    return false
  }
}

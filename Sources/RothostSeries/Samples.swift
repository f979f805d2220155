/// An input's levels at the stamps from which they are known, on the frame's clock.
struct Samples: Sendable {
  var stamps: [Int64]
  var values: [Double]
  /// The row of the stored series behind each sample; nil = the same row.
  var rows: [Int]?
  var kind: TimeKind
  /// Rows known only after the end of the range were left out.
  var isCut = false

  /// The samples of an input known by the end of the range, on the clock's bins. O(n).
  ///
  /// - Parameter keepsPartialBin: leave the last bin in though more rows may fall into it.
  init(
    _ input: FrameInput, rules: FrameRules, keepsPartialBin: Bool, notes: inout [String]
  ) {
    stamps = input.times
    values = input.values
    kind = input.kind
    if input.delay != nil { publish(input) }
    if let end = rules.to { cut(after: end) }
    if rules.clock.binEnd(containing: CivilDate(daysSinceEpoch: 0)) != nil {
      gather(input, rules: rules, keepsPartialBin: keepsPartialBin, notes: &notes)
    }
  }

  /// Moves each row to the stamp from which it is known; of rows known together the last stays.
  private mutating func publish(_ input: FrameInput) {
    var kept = Samples(kind: kind, capacity: stamps.count)
    for row in stamps.indices {
      kept.put(values[row], at: input.availability(of: stamps[row]), row: row)
    }
    self = kept
  }

  private mutating func cut(after end: Int64) {
    var count = stamps.count
    while count > 0, stamps[count - 1] > end { count -= 1 }
    isCut = count < stamps.count
    truncate(to: count)
  }

  /// The last value of each bin, stamped with the bin's last date; the unfinished last bin goes.
  private mutating func gather(
    _ input: FrameInput, rules: FrameRules, keepsPartialBin: Bool, notes: inout [String]
  ) {
    guard let last = stamps.last else { return kind = .dates }
    var bins = Samples(kind: .dates, capacity: min(stamps.count, 1024))
    var end = Int64.min
    for row in stamps.indices {
      let date = stamps[row]
      if date >= end &+ CivilDate.nanosecondsPerDay || end == .min {
        let day = CivilDate(containingNanoseconds: date)
        end = (rules.clock.binEnd(containing: day) ?? day).startNanoseconds
      }
      bins.put(values[row], at: end, row: rows?[row] ?? row)
    }
    bins.isCut = isCut
    if !keepsPartialBin, !isFinished(end, last: last, input, rules) {
      bins.truncate(to: bins.stamps.count - 1)
      notes.append(
        "the unfinished last bin of \(input.name) (its data end \(ISO8601.text(last, as: kind)), "
          + "the bin \(ISO8601.date(end))) is left out; --partial keeps it")
    }
    self = bins
  }

  /// Whether no more rows can fall into the bin that ends with the given date.
  private func isFinished(
    _ end: Int64, last: Int64, _ input: FrameInput, _ rules: FrameRules
  ) -> Bool {
    if isCut, let limit = rules.to, input.binHasPassed(end, at: limit) { return true }
    return input.completesBin(end, last: last, barLength: barLength)
  }

  /// The last gap where the three before it are equal to it: the length of a bar; 0 for ticks.
  private var barLength: Int64 {
    guard stamps.count >= 5 else { return 0 }
    let tail = stamps.suffix(5)
    // Five gaps of centuries, which would wrap, do not fit between the stamps there are.
    let gaps = zip(tail.dropFirst(), tail).map { $0 &- $1 }
    return gaps.allSatisfy { $0 == gaps[0] } ? gaps[0] : 0
  }

  private init(kind: TimeKind, capacity: Int) {
    self.kind = kind
    stamps = []
    values = []
    stamps.reserveCapacity(capacity)
    values.reserveCapacity(capacity)
    rows = []
  }

  /// Appends, or replaces the last value where the stamp is the same and the value not missing.
  private mutating func put(_ value: Double, at stamp: Int64, row: Int) {
    if stamps.last == stamp {
      guard !value.isNaN else { return }
      values[values.count - 1] = value
      rows?[values.count - 1] = row
    } else {
      stamps.append(stamp)
      values.append(value)
      rows?.append(row)
    }
  }

  private mutating func truncate(to count: Int) {
    let excess = stamps.count - count
    stamps.removeLast(excess)
    values.removeLast(excess)
    rows?.removeLast(excess)
  }
}

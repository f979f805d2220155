extension FrameAssembly {
  /// The anchor's stamps, with every other input's last non-missing value known by then. O(rows).
  ///
  /// A row goes where another input has not begun, or its last value is older than the staleness.
  static func previous(
    _ inputs: [FrameInput], _ samples: [Samples], anchor: Int, _ rules: FrameRules,
    _ notes: inout [String]
  ) -> AlignedRows {
    let stamps = samples[anchor].stamps
    var selections = [[Int]?](repeating: nil, count: samples.count)
    var isKept = [Bool](repeating: true, count: stamps.count)
    for index in samples.indices where index != anchor {
      let found = lastKnown(
        samples[index], at: stamps,
        shift: shift(inputs[anchor], samples[anchor].kind, inputs[index], samples[index].kind),
        staleness: rules.staleness(of: inputs[index].calendar))
      for row in found.rows.indices where found.rows[row] < 0 { isKept[row] = false }
      note(found, inputs[index], rules, stamps, samples[anchor].kind, &notes)
      selections[index] = found.rows
    }
    if isKept.allSatisfy({ $0 }) {
      return AlignedRows(stamps: stamps, kind: samples[anchor].kind, selections: selections)
    }
    let kept = stamps.indices.filter { isKept[$0] }
    return AlignedRows(
      stamps: kept.map { stamps[$0] }, kind: samples[anchor].kind,
      selections: selections.map { selection in
        selection.map { rows in kept.map { rows[$0] } } ?? kept
      })
  }

  /// What to add to the anchor's stamp to compare it with the other's: 0 between equal kinds.
  ///
  /// A date asks for what is known by its close; a date is known to an instant from its close.
  static func shift(
    _ anchor: FrameInput, _ anchorKind: TimeKind, _ other: FrameInput, _ otherKind: TimeKind
  ) -> Int64 {
    switch (anchorKind, otherKind) {
    case (.dates, .instants): (anchor.close ?? .endOfDay).offset.nanoseconds
    case (.instants, .dates): -(other.close ?? .endOfDay).offset.nanoseconds
    case (.dates, .dates), (.instants, .instants): 0
    }
  }

  private struct LastKnown {
    /// The sample for each anchor row; -1 where there is none or it is stale.
    var rows: [Int]
    /// The anchor rows whose last known value is too old.
    var stale: [Int]
    var staleness: TimeSpan
  }

  private static func lastKnown(
    _ samples: Samples, at stamps: [Int64], shift: Int64, staleness: TimeSpan
  ) -> LastKnown {
    var result = LastKnown(rows: [], stale: [], staleness: staleness)
    result.rows.reserveCapacity(stamps.count)
    var next = 0
    var last = -1
    for row in stamps.indices {
      let now = stamps[row] + shift
      while next < samples.stamps.count, samples.stamps[next] <= now {
        if !samples.values[next].isNaN { last = next }
        next += 1
      }
      if last >= 0, staleness.isExceeded(from: samples.stamps[last], to: now) {
        result.stale.append(row)
        result.rows.append(-1)
      } else {
        result.rows.append(last)
      }
    }
    return result
  }

  /// Says how many rows of the asked range an old value cost.
  private static func note(
    _ found: LastKnown, _ input: FrameInput, _ rules: FrameRules, _ stamps: [Int64],
    _ kind: TimeKind, _ notes: inout [String]
  ) {
    let from = rules.from ?? .min
    guard let first = found.stale.first(where: { stamps[$0] >= from }),
      let last = found.stale.last
    else { return }
    let count = found.stale.count { stamps[$0] >= from }
    notes.append(
      "\(count) \(count == 1 ? "row" : "rows") from \(ISO8601.text(stamps[first], as: kind)) to "
        + "\(ISO8601.text(stamps[last], as: kind)) left out: the last value of \(input.name) was "
        + "older than \(found.staleness); --staleness allows more")
  }
}

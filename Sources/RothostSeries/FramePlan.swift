/// The rows of a frame worked out but not yet written, so that they can go straight to their place.
public struct FramePlan: Sendable {
  /// Warm-up included.
  public let rowCount: Int
  /// The first rows, before the asked range: they feed windows but yield no output.
  public let warmUpRows: Int
  public let kind: TimeKind
  /// Daily inputs that may close at different hours: an answer at lag ±1 may be an artefact of it.
  public let closesDiffer: Bool
  /// What the user should know of the preparation, in plain words.
  public let notes: [String]
  private let columns: [FrameColumn]
  private let stamps: [Int64]
  /// The aligned row that is row 0 of the frame.
  private let first: Int

  init(
    _ inputs: [FrameInput], _ samples: [Samples], _ rows: AlignedRows, _ rules: FrameRules,
    _ notes: [String]
  ) {
    columns = inputs.indices.map {
      FrameColumn(input: inputs[$0], samples: samples[$0], selection: rows.selections[$0])
    }
    stamps = rows.stamps
    kind = rows.kind
    let asked = rules.from.map { from in rows.stamps.partitionPoint { $0 >= from } } ?? 0
    // A return needs the level before it, so the very first aligned row yields none.
    let possible = inputs.contains { $0.transform.needsPreviousLevel } ? 1 : 0
    first = min(max(possible, asked - max(rules.warmUpRows, 0)), stamps.count)
    rowCount = stamps.count - first
    warmUpRows = max(0, asked - first)
    closesDiffer =
      kind == .dates && rules.clock.isDailyOrFiner && Set(inputs.map(\.close)).count > 1
    self.notes = notes
  }

  public var columnCount: Int { columns.count }

  /// Rows a series on the frame's clock has.
  public var outputRows: Int { rowCount - warmUpRows }

  /// The stamps, warm-up included.
  public var times: ArraySlice<Int64> { stamps[first...] }

  /// Writes the stamps. O(rows).
  ///
  /// - Precondition: the span has `rowCount` elements.
  public func write(times: inout MutableSpan<Int64>) {
    precondition(times.count == rowCount)
    for row in times.indices { times[row] = stamps[first + row] }
  }

  /// Writes one input's transformed values. O(rows).
  ///
  /// - Precondition: the span has `rowCount` elements.
  /// - Throws: `.input` naming series, row and date of an infinite value, or of one that has no such
  ///   return. Missing values are written as NaN.
  public func write(
    column index: Int, to values: inout MutableSpan<Double>
  ) throws(RothostError) {
    precondition(values.count == rowCount)
    let column = columns[index]
    let transform = column.input.transform
    var previous = transform.needsPreviousLevel && first > 0 ? column.level(first - 1) : .nan
    for row in values.indices {
      let current = column.level(first + row)
      let value = transform.value(previous: previous, current: current)
      if !value.isFinite, let fault = transform.fault(previous: previous, current: current) {
        let isPrevious = transform.needsPreviousLevel && transform.fault(ofLevel: previous) != nil
        throw column.error(first + row - (isPrevious ? 1 : 0), fault)
      }
      values[row] = value
      previous = current
    }
  }

  /// One input's transformed values in an array of their own: for tests and small frames.
  public func values(column index: Int) throws(RothostError) -> [Double] {
    var values = [Double](repeating: .nan, count: rowCount)
    var span = values.mutableSpan
    try write(column: index, to: &span)
    return values
  }

  /// - Throws: `.tooFew` with what there is and why, where fewer output rows than needed remain.
  public func requireRows(_ needed: Int) throws(RothostError) {
    guard outputRows < needed else { return }
    let ranges = columns.map { column in
      guard let from = column.input.times.first, let to = column.input.times.last else {
        return "\(column.input.name) is empty"
      }
      let kind = column.input.kind
      return "\(column.input.name) has \(column.input.times.count) rows from "
        + "\(ISO8601.text(from, as: kind)) to \(ISO8601.text(to, as: kind))"
    }
    throw RothostError(
      .tooFew,
      "the inputs have \(outputRows) rows in common in the asked range, \(needed) are needed: "
        + ranges.joined(separator: ", ")
        + (notes.isEmpty ? "" : "; " + notes.joined(separator: "; ")))
  }
}

extension SamplingClock {
  fileprivate var isDailyOrFiner: Bool {
    switch self {
    case .native, .daily, .role: true
    case .weekly, .monthly: false
    }
  }
}

extension [Int64] {
  /// The first index whose element satisfies a condition that holds from there on. O(log n).
  fileprivate func partitionPoint(_ holds: (Int64) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

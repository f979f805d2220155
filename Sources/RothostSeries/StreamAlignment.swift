/// Aligns values as they arrive: the rows are those a frame of all the values would have.
///
/// Push values on any input, in any order between inputs, then advance the time. A row comes out
/// once its clock, alignment and publication delays say that it is complete, as levels; returns are
/// the caller's (`Transform.value`). Values that arrive behind the time are refused, so that no row
/// that was given out would have been different.
public struct StreamAlignment: Sendable {
  /// The levels of the last row, history included: what the next returns are counted from.
  public private(set) var levels: [Double]
  private var legs: [StreamLeg]
  private let alignment: Alignment
  private let anchor: Int
  /// For `previous`: added to the anchor's stamp to compare it with each input's.
  private let shifts: [Int64]
  private let staleness: [TimeSpan]
  private var lastKnown: [StreamLeg.Sample?]
  private var now = Int64.min

  /// Opens on the inputs' rows so far, whose frame is the warm-up: they are not given out again.
  ///
  /// - Throws: what `FrameAssembly.plan` throws for these rules.
  public init(_ inputs: [FrameInput], _ rules: FrameRules) throws(RothostError) {
    let anchor = try FrameAssembly.anchor(inputs, rules)
    let hasBins = rules.clock.binEnd(containing: CivilDate(daysSinceEpoch: 0)) != nil
    let kinds = inputs.map { hasBins ? TimeKind.dates : $0.kind }
    let isMixed = rules.alignment == .inner && kinds.contains { $0 != kinds[0] }
    self.anchor = anchor
    alignment = rules.alignment
    legs = inputs.indices.map { index in
      let input = inputs[index]
      let shift = isMixed && kinds[index] == .dates ? (input.close ?? .endOfDay).offset : .zero
      return StreamLeg(
        input, clock: rules.clock,
        showsOpenBins: rules.alignment == .previous && index != anchor, shift: shift.nanoseconds)
    }
    shifts = inputs.indices.map {
      FrameAssembly.shift(inputs[anchor], kinds[anchor], inputs[$0], kinds[$0])
    }
    staleness = inputs.map { rules.staleness(of: $0.calendar) }
    lastKnown = [StreamLeg.Sample?](repeating: nil, count: inputs.count)
    levels = [Double](repeating: .nan, count: inputs.count)
    _ = try complete { _, _ in }
  }

  /// Takes one value of one input; NaN = missing. O(1) for values in order.
  ///
  /// - Throws: `.argument` for an unknown input; `.input` for an infinite value, a stamp that is no
  ///   date where dates are due, one that was pushed before, or one that the stream has passed.
  public mutating func push(input: Int, time: Int64, value: Double) throws(RothostError) {
    guard legs.indices.contains(input) else {
      throw RothostError(
        .argument, "there is no input \(input); this stream has inputs 0 to \(legs.count - 1)")
    }
    let name = legs[input].input.name
    guard FrameInput.allowed.contains(time),
      legs[input].input.kind == .instants || time % CivilDate.nanosecondsPerDay == 0
    else {
      throw RothostError(
        .input,
        "\(name): \(ISO8601.instant(time)) is no stamp of this series; give session dates as "
          + "their 00:00 UTC, in nanoseconds since 1970")
    }
    if value.isInfinite {
      throw RothostError(.input, "\(name): the value is infinite; push NaN for a missing value")
    }
    try legs[input].push(time, value)
  }

  /// Moves the time on and gives out the rows that are complete by then. O(values since).
  ///
  /// - Parameter row: receives the stamp and one level per input.
  /// - Returns: how many rows there were.
  /// - Throws: `.argument` where the time runs backwards, and whatever `row` throws; the row that
  ///   threw counts as given out.
  public mutating func advance(
    to time: Int64, _ row: (Int64, Span<Double>) throws(RothostError) -> Void
  ) throws(RothostError) -> Int {
    guard time >= now else {
      throw RothostError(
        .argument,
        "the stream is at \(ISO8601.instant(now)) and cannot go back to \(ISO8601.instant(time))")
    }
    now = time
    for index in legs.indices { legs[index].settle(through: time) }
    return try complete(row)
  }

  private mutating func complete(
    _ row: (Int64, Span<Double>) throws(RothostError) -> Void
  ) throws(RothostError) -> Int {
    var count = 0
    while let stamp = alignment == .inner ? nextCommon() : nextOfAnchor() {
      count += 1
      try row(stamp, levels.span)
    }
    return count
  }

  /// The next stamp that stands first on every leg; what is before it can meet nothing any more.
  private mutating func nextCommon() -> Int64? {
    while true {
      var latest = Int64.min
      for leg in legs {
        guard let first = leg.first else { return nil }
        latest = max(latest, first.stamp)
      }
      var isCommon = true
      for index in legs.indices {
        while let first = legs[index].first, first.stamp < latest { legs[index].removeFirst() }
        if legs[index].first?.stamp != latest { isCommon = false }
      }
      if isCommon {
        for index in legs.indices { take(index) }
        return latest
      }
    }
  }

  /// The next stamp of the anchor at which all others have begun and none is stale.
  private mutating func nextOfAnchor() -> Int64? {
    while let stamp = legs[anchor].first?.stamp {
      var isFresh = true
      for index in legs.indices where index != anchor {
        let moment = stamp + shifts[index]
        while let sample = legs[index].first, sample.stamp <= moment {
          if !sample.value.isNaN { lastKnown[index] = sample }
          legs[index].removeFirst()
        }
        if let known = lastKnown[index],
          !staleness[index].isExceeded(from: known.stamp, to: moment)
        {
          continue
        }
        isFresh = false
      }
      guard isFresh else {
        legs[anchor].removeFirst()
        continue
      }
      for index in legs.indices where index != anchor {
        levels[index] = lastKnown[index]?.value ?? .nan
      }
      take(anchor)
      return stamp
    }
    return nil
  }

  private mutating func take(_ index: Int) {
    levels[index] = legs[index].first?.value ?? .nan
    legs[index].removeFirst()
  }
}

/// One input of a frame: levels on their own stamps, and what is known about when they are known.
public struct FrameInput: Sendable {
  /// For messages.
  public var name: String
  public var role: String
  public var kind: TimeKind
  public var calendar: SeriesCalendar
  /// nil = unknown: counts as known from the end of the date.
  public var close: ClosingTime?
  /// Counted from the end of the reference period; nil = each value is known at its stamp.
  public var delay: TimeSpan?
  /// Applied after alignment.
  public var transform: Transform
  let times: [Int64]
  let values: [Double]

  /// Copies and checks one column of a series. O(n).
  ///
  /// - Parameters:
  ///   - times: strictly increasing; of session dates, their 00:00 UTC.
  ///   - values: as many; NaN = missing.
  ///   - calendar: nil = inferred from the stamps.
  ///   - close: nil = 24:00 for series of every calendar day, else unknown.
  /// - Throws: `.input` naming the first row whose stamp is out of order, out of range or no date;
  ///   `.argument` where the counts differ; `.parameter` where the delay is negative or over ten
  ///   years.
  public init(
    name: String, role: String, times: Span<Int64>, values: Span<Double>, kind: TimeKind,
    calendar: SeriesCalendar? = nil, close: ClosingTime? = nil, delay: TimeSpan? = nil,
    transform: Transform = .level
  ) throws(RothostError) {
    guard times.count == values.count else {
      throw RothostError(
        .argument, "\(name) has \(times.count) stamps and \(values.count) values; give one each")
    }
    if let delay, delay < .zero || delay > .days(3660) {
      throw RothostError(
        .parameter, "a publication delay of \(delay) for \(name) is not between 0d and ten years")
    }
    self.name = name
    self.role = role
    self.kind = kind
    self.calendar = calendar ?? SeriesCalendar.inferred(from: times, kind: kind)
    self.close = close ?? ClosingTime.standard(for: self.calendar)
    self.delay = delay
    self.transform = transform
    self.times = try Self.checked(times, kind: kind, name: name)
    var copy = [Double]()
    copy.reserveCapacity(values.count)
    for row in values.indices { copy.append(values[row]) }
    self.values = copy
  }

  /// 1700 to 2200, so that closing times and delays can be added to a stamp without overflow.
  static let allowed =
    CivilDate(daysSinceEpoch: -98_615)
    .startNanoseconds...CivilDate(daysSinceEpoch: 84_006).startNanoseconds

  private static func checked(
    _ times: Span<Int64>, kind: TimeKind, name: String
  ) throws(RothostError) -> [Int64] {
    var copy = [Int64]()
    copy.reserveCapacity(times.count)
    var previous = Int64.min
    for row in times.indices {
      let time = times[row]
      guard time > previous, allowed.contains(time),
        kind == .instants || time % CivilDate.nanosecondsPerDay == 0
      else { throw fault(name, row, time, previous) }
      copy.append(time)
      previous = time
    }
    return copy
  }

  private static func fault(
    _ name: String, _ row: Int, _ time: Int64, _ previous: Int64
  ) -> RothostError {
    let place = "\(name), row \(row) (\(ISO8601.instant(time)))"
    if !allowed.contains(time) {
      return RothostError(
        .input, "\(place): a stamp must be nanoseconds since 1970 between 1700 and 2200")
    }
    if time <= previous {
      return RothostError(
        .input, "\(place) does not come after the row before it; sort by time, one row a stamp")
    }
    return RothostError(
      .input, "\(place): a session date must be its 00:00 UTC; give such stamps as instants")
  }
}

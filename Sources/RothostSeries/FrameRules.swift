/// How inputs become one frame: the clock, the alignment, the range.
public struct FrameRules: Sendable, Hashable {
  public var clock: SamplingClock
  /// `inner` or `previous`; `native` inputs have no frame.
  public var alignment: Alignment
  /// Inclusive, in nanoseconds; nil = open. `ISO8601.Stamp.end` makes a bare date a whole day.
  public var from: Int64?
  public var to: Int64?
  /// Rows wanted before `from`, as many as there are.
  public var warmUpRows: Int
  /// nil = by calendar and clock (`SeriesCalendar.standardStaleness`).
  public var staleness: TimeSpan?
  /// Keep the last bin of a coarser clock though more rows may fall into it.
  public var keepsPartialBin: Bool

  public init(
    clock: SamplingClock = .native, alignment: Alignment = .inner, from: Int64? = nil,
    to: Int64? = nil, warmUpRows: Int = 0, staleness: TimeSpan? = nil, keepsPartialBin: Bool = false
  ) {
    self.clock = clock
    self.alignment = alignment
    self.from = from
    self.to = to
    self.warmUpRows = warmUpRows
    self.staleness = staleness
    self.keepsPartialBin = keepsPartialBin
  }

  /// How old a last known value of the given calendar may be on this clock.
  func staleness(of calendar: SeriesCalendar) -> TimeSpan {
    if let staleness { return staleness }
    let own = calendar.standardStaleness
    switch clock {
    case .weekly: return max(own, SeriesCalendar.weekly.standardStaleness)
    case .monthly: return max(own, SeriesCalendar.monthly.standardStaleness)
    case .native, .daily, .role: return own
    }
  }
}

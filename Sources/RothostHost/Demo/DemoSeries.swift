import RothostSeries

/// One series of the demo market: synthetic closes on session dates.
public struct DemoSeries: Sendable, Equatable {
  public var name: String
  /// 00:00 UTC of each session's date.
  public var times: [Int64]
  public var closes: [Double]
  public var calendar: SeriesCalendar
  public var close: ClosingTime
  /// What it stands for and what is planted in it; says that it is synthetic.
  public var summary: String
}

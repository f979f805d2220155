import RothostSeries

/// One series of the demo market: synthetic values on session dates.
public struct DemoSeries: Sendable, Equatable {
  public var name: String
  /// 00:00 UTC of each session's date.
  public var times: [Int64]
  public var values: [Double]
  public var calendar: SeriesCalendar
  /// nil where the hour is not known.
  public var close: ClosingTime?
  /// What it stands for and what is planted in it; says that it is synthetic.
  public var summary: String
  public var column = "close"
  public var unit = ""
  /// nil = known at the close.
  public var publicationDelay: TimeSpan?
}

import RothostSeries

/// What one input of an evaluation was: so that an answer can be checked and repeated.
public struct InputReport: Sendable, Equatable {
  public var role: String
  public var series: String
  /// "" for the caller's own arrays.
  public var column: String
  public var transform: Transform
  /// Rows of the series within the asked range, before alignment.
  public var rows: Int
  /// First and last stamp of these rows; nil where there are none.
  public var from: Int64?
  public var to: Int64?
  public var timeKind: TimeKind
  /// How long after its period each row counts as known; nil = a price, known at its stamp.
  public var delay: TimeSpan?
  /// Generated data, such as the demo market.
  public var isSynthetic: Bool

  public init(
    role: String, series: String, column: String, transform: Transform, rows: Int, from: Int64?,
    to: Int64?, timeKind: TimeKind, delay: TimeSpan? = nil, isSynthetic: Bool = false
  ) {
    self.role = role
    self.series = series
    self.column = column
    self.transform = transform
    self.rows = rows
    self.from = from
    self.to = to
    self.timeKind = timeKind
    self.delay = delay
    self.isSynthetic = isSynthetic
  }
}

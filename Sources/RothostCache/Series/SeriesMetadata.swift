import RothostSeries

/// What is known about a series besides its numbers.
public struct SeriesMetadata: Sendable, Equatable {
  public var timeKind: TimeKind
  public var calendar: SeriesCalendar
  /// The usual distance between intraday bars; nil = none, or as the calendar says.
  public var period: TimeSpan?
  /// When a session's value is known, from 00:00 UTC of its date on (`ClosingTime`); nil = unknown.
  public var closingTime: TimeSpan?
  /// Overrides the publication delay that the release code implies; nil = by the code.
  public var publicationDelay: TimeSpan?
  /// The publisher's code (`WALCL`), by which `PublicationRule` knows it.
  public var releaseCode: String?
  /// The layout it was imported with, or whatever the writer calls itself.
  public var source: String
  /// The imported file's name without its folders.
  public var importedFrom: String?
  /// SHA-256 of the imported file, 64 hexadecimal digits.
  public var sha256: String?
  /// The column meant where none is named; nil = `close`, `value`, `price` or else the first.
  public var defaultColumn: String?

  public init(
    timeKind: TimeKind, calendar: SeriesCalendar = .irregular, period: TimeSpan? = nil,
    closingTime: TimeSpan? = nil, publicationDelay: TimeSpan? = nil, releaseCode: String? = nil,
    source: String = "", importedFrom: String? = nil, sha256: String? = nil,
    defaultColumn: String? = nil
  ) {
    self.timeKind = timeKind
    self.calendar = calendar
    self.period = period
    self.closingTime = closingTime
    self.publicationDelay = publicationDelay
    self.releaseCode = releaseCode
    self.source = source
    self.importedFrom = importedFrom
    self.sha256 = sha256
    self.defaultColumn = defaultColumn
  }
}

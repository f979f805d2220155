import RothostSeries

/// On which days a series may have a row.
public enum MarketCalendar: UInt8, Sendable, CaseIterable {
  case unknown = 0
  /// Every calendar day, as crypto assets trade.
  case everyDay = 1
  /// Monday to Friday less holidays.
  case weekdays = 2

  /// The word that `cache info` and JSON show.
  public var name: String {
    switch self {
    case .unknown: "unknown"
    case .everyDay: "every day"
    case .weekdays: "weekdays"
    }
  }
}

/// The usual distance between two rows.
public enum SeriesPeriod: Sendable, Hashable {
  case unknown
  case day
  case week
  case month
  case quarter
  case year
  /// Intraday bars of this many nanoseconds.
  case intraday(nanoseconds: Int64)
  /// Irregular instants.
  case tick
}

/// What is known about a series besides its numbers.
public struct SeriesMetadata: Sendable, Equatable {
  public var timeKind: TimeKind
  public var calendar: MarketCalendar
  public var period: SeriesPeriod
  /// When a session's value is known: after midnight UTC of its date, at most two days; nil = unknown.
  public var closingTime: TimeSpan?
  /// Overrides the publication delay that the release code implies; nil = by the code.
  public var publicationDelay: TimeSpan?
  /// The publisher's code (`WALCL`), by which the delay table of RothostSeries knows it.
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
    timeKind: TimeKind, calendar: MarketCalendar = .unknown, period: SeriesPeriod = .unknown,
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

import RothostSeries

/// How a text file is laid out.
public enum ImportLayout: String, Sendable, CaseIterable {
  /// By header and content; the report says which layout was found and why.
  case auto
  /// `Date,Close,High,Low,Open,Volume` and its like.
  case yahoo
  /// What the Python package writes: several header rows, or stamps with an offset and `Adj Close`.
  case yfinance
  /// `date,value` or `observation_date,SERIES`; an empty cell or `.` is missing.
  case fred
  /// A time column and any columns of numbers.
  case ohlcv
  /// `time,price[,size]`; the stamps are instants.
  case ticks
}

/// What becomes of rows with the stamp of the row before.
public enum DuplicatePolicy: String, Sendable, CaseIterable {
  case error, first, last
  /// The mean of the values present, column by column.
  case mean
}

/// How to import one file.
public struct ImportOptions: Sendable {
  /// nil = the file's name without folders and ending.
  public var name: String?
  public var layout = ImportLayout.auto
  /// nil = `error` in bars, `last` in ticks.
  public var onDuplicate: DuplicatePolicy?
  public var mode = PutMode.replace

  public init(
    name: String? = nil, layout: ImportLayout = .auto, onDuplicate: DuplicatePolicy? = nil,
    mode: PutMode = .replace
  ) {
    self.name = name
    self.layout = layout
    self.onDuplicate = onDuplicate
    self.mode = mode
  }
}

/// How far an import has come.
public struct ImportProgress: Sendable {
  public var bytesRead: Int
  /// 0 where the size is not known (a pipe).
  public var bytesTotal: Int
}

/// What an import did.
public struct ImportReport: Sendable {
  public var info: SeriesInfo
  public var layout: ImportLayout
  /// One sentence: which layout, and by what it was recognised.
  public var explanation: String
  /// Rows that fell under the duplicate policy.
  public var repeatedRows: Int
  /// What the user should know, each a sentence.
  public var warnings: [String]
}

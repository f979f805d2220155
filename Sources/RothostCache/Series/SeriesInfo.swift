import RothostSeries

/// A column's name and unit ("" = none).
public struct ColumnName: Sendable, Hashable {
  public var name: String
  public var unit: String

  public init(_ name: String, unit: String = "") {
    self.name = name
    self.unit = unit
  }
}

/// Everything the cache knows of one series without touching its columns.
public struct SeriesInfo: Sendable, Equatable {
  public var name: String
  public var metadata: SeriesMetadata
  public var columns: [ColumnName]
  /// Index into `columns`.
  public var defaultColumn: Int
  public var rowCount: Int
  /// First and last stamp in nanoseconds.
  public var first: Int64
  public var last: Int64
  /// Number of the write that made this state; unique within a cache and growing.
  public var generation: UInt64
  /// XXH64 of the time axis, then of each column.
  public var checksums: [UInt64]

  /// The index of the named column (nil = the default one); throws `.notFound` naming what there is.
  public func columnIndex(_ column: String?) throws -> Int {
    guard let column else { return defaultColumn }
    if let index = columns.firstIndex(where: { $0.name == column }) { return index }
    throw RothostError(
      .notFound,
      "series \(name) has no column \"\(column)\"; it has "
        + columns.map(\.name).joined(separator: ", "))
  }
}

extension SeriesInfo {
  /// The default among `columns`: the wish, else `close`, `value`, `price`, else the first.
  static func defaultColumn(of columns: [ColumnName], wish: String?) throws -> Int {
    if let wish {
      if let index = columns.firstIndex(where: { $0.name == wish }) { return index }
      throw RothostError(
        .argument,
        "the default column \"\(wish)\" is not among the columns "
          + columns.map(\.name).joined(separator: ", "))
    }
    for usual in ["close", "value", "price"] {
      if let index = columns.firstIndex(where: { $0.name == usual }) { return index }
    }
    return 0
  }
}

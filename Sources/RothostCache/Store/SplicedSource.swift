import RothostSeries

/// A stored series with a run of its rows replaced by the rows of another source.
struct SplicedSource<New: SeriesSource>: SeriesSource {
  private let old: SeriesView
  private let new: New
  /// Rows of `old` before and from which the new ones stand.
  private let head: Int
  private let tail: Int
  /// For each column of `old`, its index in `new`.
  private let columnMap: [Int]

  /// Throws `.argument` where columns or time kinds differ, `.data` where the rows do not fit.
  init(_ old: SeriesView, new: New, metadata: SeriesMetadata, mode: PutMode) throws {
    self.old = old
    self.new = new
    let info = old.info
    guard metadata.timeKind == info.metadata.timeKind else {
      throw RothostError(
        .argument,
        "series \(info.name) has \(info.metadata.timeKind) as stamps, the new rows have "
          + "\(metadata.timeKind); convert them, or replace the whole series")
    }
    let names = new.columns.map(\.name)
    columnMap = try info.columns.map { column in
      guard let index = names.firstIndex(of: column.name), names.count == info.columns.count else {
        throw RothostError(
          .argument,
          "series \(info.name) has the columns \(info.columns.map(\.name).joined(separator: ", "))"
            + ", the new rows \(names.joined(separator: ", ")); give the same columns, or replace "
            + "the whole series")
      }
      return index
    }
    let ends = try Self.ends(of: new)
    switch mode {
    case .replaceRange(let range):
      guard let range = range ?? ends.map({ min($0.first, $0.last)...max($0.first, $0.last) })
      else {
        throw RothostError(.data, "there are no rows to put into \(info.name); give at least one")
      }
      if let ends, !range.contains(ends.first) || !range.contains(ends.last) {
        throw RothostError(
          .data,
          "the new rows of \(info.name) reach outside the range that they replace; give a range "
            + "that holds all of them")
      }
      head = old.withTimes { Self.firstRow(in: $0) { $0 >= range.lowerBound } }
      tail = old.withTimes { Self.firstRow(in: $0) { $0 > range.upperBound } }
    case .append, .replace:
      if let ends, ends.first <= info.last {
        let kind = info.metadata.timeKind
        throw RothostError(
          .data,
          "the first new row of \(info.name) (\(ISO8601.text(ends.first, as: kind))) is not after its "
            + "last row (\(ISO8601.text(info.last, as: kind))); leave out rows that are there already, "
            + "or replace the range")
      }
      head = info.rowCount
      tail = info.rowCount
    }
  }

  var rowCount: Int { head + new.rowCount + old.rowCount - tail }
  var columns: [ColumnName] { old.info.columns }

  func readTimes(_ rows: Range<Int>, into destination: inout MutableSpan<Int64>) throws {
    precondition(rows == 0..<rowCount)
    var part = destination._mutatingExtracting(0..<head)
    try old.readTimes(0..<head, into: &part)
    part = destination._mutatingExtracting(head..<(head + new.rowCount))
    try new.readTimes(0..<new.rowCount, into: &part)
    part = destination._mutatingExtracting((head + new.rowCount)..<rowCount)
    try old.readTimes(tail..<old.rowCount, into: &part)
  }

  func readColumn(
    _ column: Int, _ rows: Range<Int>, into destination: inout MutableSpan<Double>
  ) throws {
    precondition(rows == 0..<rowCount)
    var part = destination._mutatingExtracting(0..<head)
    try old.readColumn(column, 0..<head, into: &part)
    part = destination._mutatingExtracting(head..<(head + new.rowCount))
    try new.readColumn(columnMap[column], 0..<new.rowCount, into: &part)
    part = destination._mutatingExtracting((head + new.rowCount)..<rowCount)
    try old.readColumn(column, tail..<old.rowCount, into: &part)
  }

  private static func ends(of source: New) throws -> (first: Int64, last: Int64)? {
    guard source.rowCount > 0 else { return nil }
    var first = [Int64](repeating: 0, count: 1)
    var last = first
    var destination = first.mutableSpan
    try source.readTimes(0..<1, into: &destination)
    destination = last.mutableSpan
    try source.readTimes((source.rowCount - 1)..<source.rowCount, into: &destination)
    return (first[0], last[0])
  }

  /// Binary search for the first stamp that satisfies a monotone condition.
  private static func firstRow(in times: Span<Int64>, where holds: (Int64) -> Bool) -> Int {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if holds(times[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

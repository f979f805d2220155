import CRothost
import RothostCache
import RothostSeries

/// Rows that lie in a caller's arrays, copied once, straight to where the cache writes them from.
@safe struct CallerSeries: SeriesSource {
  let columns: [ColumnName]
  let metadata: SeriesMetadata
  fileprivate let times: UnsafeBufferPointer<Int64>
  fileprivate let values: [UnsafeBufferPointer<Double>]

  var rowCount: Int { unsafe times.count }

  /// Reads `rot_series_data`; the arrays stay the caller's and are used during the call only.
  @safe static func read(
    _ pointer: UnsafePointer<rot_series_data>?
  ) throws(RothostError) -> CallerSeries {
    // Zero is each field's "not given".
    let raw = unsafe try readGrowing(
      pointer, blank: rot_series_data(), minimum: MemoryLayout<rot_series_data>.size, "data")
    let count = unsafe raw.count
    // The header promises `count` stamps.
    let times = try unsafe buffer(raw.time_ns, count: count, "data.time_ns")
    // The texts and arrays of a column are the caller's and valid during the call.
    let columns = try unsafe readEach(raw.columns, count: raw.column_count, "data.columns") {
      (column) throws(RothostError) in try CallerColumn.read(column, count: count)
    }
    let names = columns.map(\.name)
    // As above.
    let source = try unsafe optionalText(raw.source, "data.source") ?? ""
    // Plain numbers.
    let (flags, close, chosen) = unsafe (raw.flags, raw.close_offset_ns, Int(raw.default_column))
    guard names.isEmpty || chosen < names.count else {
      throw RothostError(
        .argument, "data.default_column is \(chosen), but there are \(names.count) columns.")
    }
    let kind: TimeKind = flags & UInt32(ROT_SERIES_DATES) != 0 ? .dates : .instants
    // The stamps are the caller's and valid during the call.
    let calendar =
      unsafe SeriesCalendar.declared(flags)
      ?? SeriesCalendar.inferred(from: times.span, kind: kind)
    let metadata = SeriesMetadata(
      timeKind: kind, calendar: calendar,
      closingTime: close == rotMissing ? nil : TimeSpan(nanoseconds: close), source: source,
      defaultColumn: chosen > 0 ? names[chosen].name : nil)
    // Everything was checked above.
    return unsafe CallerSeries(
      columns: names, metadata: metadata, times: times, values: columns.map(\.values))
  }

  func readTimes(_ rows: Range<Int>, into destination: inout MutableSpan<Int64>) {
    // `rows` lies within `rowCount`, which is the buffer's own count.
    copyElements(unsafe times.span.extracting(rows), into: &destination)
  }

  func readColumn(_ column: Int, _ rows: Range<Int>, into destination: inout MutableSpan<Double>) {
    // Every column's buffer was checked to have `rowCount` values.
    copyElements(unsafe values[column].span.extracting(rows), into: &destination)
  }
}

/// One column of `rot_series_data`.
@safe private struct CallerColumn {
  let name: ColumnName
  let values: UnsafeBufferPointer<Double>

  @safe static func read(
    _ pointer: UnsafePointer<rot_column>, count: Int64
  ) throws(RothostError) -> CallerColumn {
    // Zero is each field's "not given".
    let raw = unsafe try readGrowing(
      pointer, blank: rot_column(), minimum: MemoryLayout<rot_column>.size, "column")
    // The texts and values are the caller's and valid during the call.
    let name = try unsafe text(raw.name, "column.name")
    // As above.
    let unit = try unsafe optionalText(raw.unit, "column.unit") ?? ""
    // As above: `count` values.
    let values = try unsafe buffer(raw.values, count: count, "column.values of `\(name)`")
    return unsafe CallerColumn(name: ColumnName(name, unit: unit), values: values)
  }
}

extension SeriesCalendar {
  /// The calendar that `ROT_SERIES_*` flags name; nil where they name none.
  fileprivate static func declared(_ flags: UInt32) -> SeriesCalendar? {
    if flags & UInt32(ROT_SERIES_EVERY_DAY) != 0 { return .sevenDay }
    return flags & UInt32(ROT_SERIES_WEEKDAYS) != 0 ? .weekdays : nil
  }
}

import CRothost
import RothostCache
import RothostSeries

/// Rows that lie in a caller's arrays, copied once, straight to where the cache writes them from.
@safe struct CallerSeries: SeriesSource {
  let columns: [ColumnName]
  let metadata: SeriesMetadata
  private let times: UnsafeBufferPointer<Int64>
  private let values: [UnsafeBufferPointer<Double>]

  var rowCount: Int { unsafe times.count }

  /// Reads `rot_series_data`; the arrays stay the caller's and are used during the call only.
  @safe init(_ pointer: UnsafePointer<rot_series_data>?) throws(RothostError) {
    // Zero is each field's "not given".
    let raw = unsafe try readGrowing(
      pointer, blank: rot_series_data(), minimum: MemoryLayout<rot_series_data>.size, "data")
    // Plain numbers.
    let (flags, count, close) = unsafe (raw.flags, raw.count, raw.close_offset_ns)
    // The header promises `count` stamps.
    unsafe times = try buffer(raw.time_ns, count: count, "data.time_ns")
    var names: [ColumnName] = []
    var buffers: [UnsafeBufferPointer<Double>] = unsafe []
    // The texts and arrays of a column are the caller's and valid during the call.
    _ = try unsafe readEach(raw.columns, count: raw.column_count, "data.columns") {
      (column: UnsafePointer<rot_column>) throws(RothostError) in
      // Zero is each field's "not given".
      let column = unsafe try readGrowing(
        column, blank: rot_column(), minimum: MemoryLayout<rot_column>.size, "column")
      // As above.
      let name = try unsafe text(column.name, "column.name")
      // As above.
      names.append(
        ColumnName(name, unit: try unsafe optionalText(column.unit, "column.unit") ?? ""))
      // As above: `count` values.
      unsafe buffers.append(try buffer(column.values, count: count, "column.values of `\(name)`"))
    }
    unsafe values = buffers
    columns = names
    let (source, defaultColumn) = unsafe (raw.source, Int(raw.default_column))
    guard names.isEmpty || defaultColumn < names.count else {
      throw RothostError(
        .argument, "data.default_column is \(defaultColumn), but there are \(names.count) columns.")
    }
    let kind: TimeKind = flags & UInt32(ROT_SERIES_DATES) != 0 ? .dates : .instants
    let calendar: SeriesCalendar
    if flags & UInt32(ROT_SERIES_EVERY_DAY) != 0 {
      calendar = .sevenDay
    } else if flags & UInt32(ROT_SERIES_WEEKDAYS) != 0 {
      calendar = .weekdays
    } else {
      // The stamps are the caller's and valid during the call.
      calendar = .inferred(from: unsafe times.span, kind: kind)
    }
    metadata = SeriesMetadata(
      timeKind: kind,
      calendar: calendar,
      closingTime: close == rotMissing ? nil : TimeSpan(nanoseconds: close),
      source: try optionalText(source, "data.source") ?? "",
      defaultColumn: defaultColumn > 0 ? names[defaultColumn].name : nil)
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

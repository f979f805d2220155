import RothostSeries

/// The bytes kept for one series in the `series` table of the cache.
///
/// Layout, little-endian: magic (8), generation (8), then the fields of `SeriesInfo` in the order of
/// `encode`, padded to whole words, then the XXH64 of all before it. Texts are length (4) + UTF-8.
enum SeriesRecord {
  /// "ROTSER1" and a zero byte.
  static let magic: UInt64 = 0x0031_5245_5354_4F52
  /// Stands for an unknown `Int64`.
  private static let missing = Int64.min

  static func encode(_ info: SeriesInfo) -> [UInt64] {
    var bytes = ByteWriter()
    bytes.put(magic)
    bytes.put(info.generation)
    bytes.put(UInt64(info.rowCount))
    bytes.put(info.first)
    bytes.put(info.last)
    bytes.put(UInt32(info.defaultColumn))
    bytes.put(UInt32(info.columns.count))
    for column in info.columns {
      bytes.put(column.name)
      bytes.put(column.unit)
    }
    for checksum in info.checksums { bytes.put(checksum) }
    let metadata = info.metadata
    bytes.put(UInt32(metadata.timeKind == .dates ? 0 : 1))
    bytes.put(metadata.calendar.description)
    bytes.put(metadata.period?.nanoseconds ?? missing)
    bytes.put(metadata.closingTime?.nanoseconds ?? missing)
    bytes.put(metadata.publicationDelay?.nanoseconds ?? missing)
    for text in [
      metadata.releaseCode, metadata.source, metadata.importedFrom, metadata.sha256,
      metadata.defaultColumn,
    ] {
      bytes.put(text ?? "")
    }
    bytes.pad(to: 8)
    let words = bytes.words
    return words + [XXH64.checksum(words.span)]
  }

  /// nil where the bytes are damaged.
  static func decode(_ record: Span<UInt64>, name: String) -> SeriesInfo? {
    guard record.count >= 3 else { return nil }
    let body = record.extracting(0..<(record.count - 1))
    guard XXH64.checksum(body) == record[record.count - 1] else { return nil }
    var bytes = ByteWriter()
    for index in body.indices { bytes.put(body[index]) }
    var reader = ByteReader(bytes.bytes, in: bytes.bytes.indices)
    guard reader.unsigned64() == magic, let generation = reader.unsigned64(),
      let rowCount = reader.unsigned64(), let first = reader.signed64(),
      let last = reader.signed64(), let defaultColumn = reader.unsigned32(),
      let columnCount = reader.unsigned32()
    else { return nil }
    var columns: [ColumnName] = []
    for _ in 0..<columnCount {
      guard let name = reader.text(), let unit = reader.text() else { return nil }
      columns.append(ColumnName(name, unit: unit))
    }
    var checksums: [UInt64] = []
    for _ in 0...columnCount {
      guard let checksum = reader.unsigned64() else { return nil }
      checksums.append(checksum)
    }
    // What no cache can hold is no record, whatever its checksum says.
    guard let metadata = decodeMetadata(&reader), defaultColumn < columnCount, rowCount > 0,
      rowCount <= UInt64(Int.max >> 8)
    else { return nil }
    return SeriesInfo(
      name: name, metadata: metadata, columns: columns, defaultColumn: Int(defaultColumn),
      rowCount: Int(rowCount), first: first, last: last, generation: generation,
      checksums: checksums)
  }

  private static func decodeMetadata(_ reader: inout ByteReader) -> SeriesMetadata? {
    guard let timeKind = reader.unsigned32(), let calendarName = reader.text(),
      let calendar = SeriesCalendar(name: calendarName), let period = reader.signed64(),
      let closingTime = reader.signed64(), let delay = reader.signed64(),
      let releaseCode = reader.text(), let source = reader.text(),
      let importedFrom = reader.text(), let sha256 = reader.text(),
      let defaultColumn = reader.text()
    else { return nil }
    return SeriesMetadata(
      timeKind: timeKind == 0 ? .dates : .instants, calendar: calendar, period: span(period),
      closingTime: span(closingTime), publicationDelay: span(delay),
      releaseCode: optional(releaseCode), source: source, importedFrom: optional(importedFrom),
      sha256: optional(sha256), defaultColumn: optional(defaultColumn))
  }

  private static func span(_ nanoseconds: Int64) -> TimeSpan? {
    nanoseconds == missing ? nil : TimeSpan(nanoseconds: nanoseconds)
  }

  private static func optional(_ text: String) -> String? {
    text.isEmpty ? nil : text
  }
}

import RothostSeries

@testable import RothostCache

/// Records of series as a cache keeps them: first byte = as they are, or with a checksum that fits.
enum RecordTarget {
  static func run(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    var body = ByteWriter()
    for byte in bytes.dropFirst() { body.put(byte) }
    body.pad(to: 8)
    var words = body.words
    if choice & 1 == 1 { words.append(XXH64.checksum(words.span)) }
    guard let info = SeriesRecord.decode(words.span, name: "S") else { return }
    try FuzzFinding.unless(info.rowCount > 0, "\(info.rowCount) rows")
    try FuzzFinding.unless(info.columns.indices.contains(info.defaultColumn), "no default column")
    try FuzzFinding.unless(info.checksums.count == info.columns.count + 1, "checksums are missing")
    let again = SeriesRecord.decode(SeriesRecord.encode(info).span, name: "S")
    try FuzzFinding.unless(again == info, "\(info) is stored as \(again as Any)")
  }
}

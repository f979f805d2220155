import RothostSeries

@testable import RothostCache

/// The importer: first byte = layout and duplicate policy, the rest is the file.
///
/// What is read must be what a cache may hold, and must not depend on whether the quick readers of
/// plain fields or the careful ones of quoted fields read it.
enum CSVTarget {
  private struct Rows: Equatable {
    var columns: [String]
    var kind: TimeKind
    var times: [Int64]
    var values: [[UInt64]]
  }

  static func run(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    let policies: [DuplicatePolicy?] = [nil] + DuplicatePolicy.allCases
    var options = ImportOptions()
    options.layout = ImportLayout.allCases[Int(choice) % ImportLayout.allCases.count]
    options.onDuplicate = policies[Int(choice) / ImportLayout.allCases.count % policies.count]
    let text = Array(bytes.dropFirst())
    guard let rows = try FuzzFinding.refusable({ try read(text, options) }) else { return }
    guard let quoted = quoted(text) else { return }
    let again = try FuzzFinding.refusable { try read(quoted, options) }
    try FuzzFinding.unless(
      again == rows, "quoted fields are read otherwise: \(rows), \(again as Any)")
  }

  private static func read(_ text: [UInt8], _ options: ImportOptions) throws -> Rows {
    let path = ScratchFolder.write(text, to: "fuzz.csv")
    var importer = try Importer(
      path: path, options: options, directory: ScratchFolder.path, chunk: 1 << 14)
    try importer.readHeader()
    try importer.readRows { _ in false }
    let (spool, metadata) = try importer.finish()
    let all = 0..<spool.rowCount
    var times = [Int64](repeating: 0, count: all.count)
    var timeSpan = times.mutableSpan
    try spool.readTimes(all, into: &timeSpan)
    // As put checks them: dates in disguise may fall on one day, which is a refusal.
    try RowCheck.times(times.span, kind: metadata.timeKind)
    var values: [[UInt64]] = []
    for column in spool.columns.indices {
      var column64 = [Double](repeating: 0, count: all.count)
      var span = column64.mutableSpan
      try spool.readColumn(column, all, into: &span)
      try FuzzFinding.unless(!column64.contains(where: \.isInfinite), "an infinite value was read")
      values.append(column64.map { $0.isNaN ? 0x7FF8 << 48 : $0.bitPattern })
    }
    return Rows(
      columns: spool.columns.map(\.name), kind: metadata.timeKind, times: times, values: values)
  }

  /// The same file with quotes around every field of its rows; nil where it has quotes already, or
  /// where its first lines may all be headers.
  private static func quoted(_ text: [UInt8]) -> [UInt8]? {
    guard !text.contains(UInt8(ascii: "\"")), text.last == UInt8(ascii: "\n") else { return nil }
    let lines = text.dropLast().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var quoted: [UInt8] = []
    for (index, line) in lines.enumerated() {
      let isHeader = index == 0 || line.first.map { !(48...57).contains($0) } ?? true
      // Ends of lines stay outside, as the importer takes one carriage return for part of the end.
      let body = isHeader || line.last != UInt8(ascii: "\r") ? line : line.dropLast()
      if isHeader {
        quoted += line
      } else {
        for (field, content) in body.split(
          separator: UInt8(ascii: ","), omittingEmptySubsequences: false
        ).enumerated() {
          if field > 0 { quoted.append(UInt8(ascii: ",")) }
          quoted += [UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")]
        }
      }
      quoted.append(UInt8(ascii: "\n"))
    }
    return quoted
  }
}

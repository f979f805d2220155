import RothostSeries
import Testing

@testable import RothostCache

@Suite struct BadInputTests {
  /// A file that must be refused, and what its message must say.
  struct BadFile: CustomTestStringConvertible {
    let testDescription: String
    let text: String
    /// nil = the fault has no line.
    let line: Int?
    let says: [String]

    init(_ name: String, _ text: String, line: Int?, _ says: String...) {
      testDescription = name
      self.text = text
      self.line = line
      self.says = says
    }
  }

  static let files: [BadFile] = [
    .init("empty file", "", line: nil, "empty"),
    .init("header only", "Date,Close\n", line: 1, "no rows"),
    .init("blank lines only", "Date,Close\n\n\n", line: 1, "no rows"),
    .init(
      "unsorted", "Date,Close\n2024-01-03,1\n2024-01-02,2\n", line: 3, "2024-01-02 is earlier",
      "2024-01-03", "sort"),
    .init(
      "repeated", "Date,Close\n2024-01-02,1\n2024-01-03,1\n2024-01-03,2\n", line: 4, "2024-01-03",
      "--on-duplicate"),
    .init("text in a number column", "Date,Close\n2024-01-02,abc\n", line: 2, "\"abc\"", "close"),
    .init(
      "decimal comma", "Date,Close,Open\n2024-01-02,\"1,5\",2\n", line: 2, "\"1,5\"", "number"),
    .init("infinite", "Date,Close\n2024-01-02,-Infinity\n", line: 2, "infinite", "leave the field"),
    .init("too large", "Date,Close\n2024-01-02,1\n2024-01-03,1e999\n", line: 3, "infinite"),
    .init("too many fields", "Date,Close\n2024-01-02,1,2\n", line: 2, "3 fields", "has 2"),
    .init("too few fields", "Date,Close,Open\n2024-01-02,1\n2024-01-03,1,2\n", line: 2, "2 fields"),
    .init(
      "cut in a row", "Date,Close,Open\n2024-01-02,1,2\n2024-01-03,1", line: 3,
      "ends in the middle",
      "cut off"),
    .init("cut in a stamp", "Date,Close\n2024-01-02,1\n2024-0", line: 3, "cut off"),
    .init("cut before the last field", "Date,Close\n2024-01-02,1\n2024-01-03,", line: 3, "cut off"),
    .init("cut in a number", "Date,Close\n2024-01-02,1\n2024-01-03,1e", line: 3, "cut off"),
    .init("open quote", "Date,Close\n\"2024-01-02,1\n", line: 2, "quote"),
    .init("no such day", "Date,Close\n2023-02-29,1\n", line: 2, "2023-02-29", "calendar"),
    .init(
      "no such day in a month that was read before",
      "Date,Close\n2023-02-27,1\n2023-02-28,1\n2023-02-29,1\n", line: 4, "2023-02-29"),
    .init("day before month", "Date,Close\n31/12/2023,1\n", line: 2, "31/12/2023", "2014-01-02"),
    .init("a compact date no stamp can hold", "Date,Close\n29991231,1\n", line: 2, "2262-04-11"),
    .init("no stamp", "Date,Close\n,1\n", line: 2, "\"\""),
    .init(
      "zone missing from the second row on",
      "time,close\n2020-01-01T10:00:00Z,1\n2020-01-01T11:00:00,1\n", line: 3, "no time zone"),
    .init(
      "mixed zones", "time,close\n2020-01-01T10:00:00+00:00,1\n2020-01-02T10:00:00+01:00,1\n",
      line: 3, "+01:00", "+00:00", "in UTC"),
    .init(
      "zones far apart in a month of clock changes",
      "time,close\n2020-03-01T10:00:00+00:00,1\n2020-03-02T10:00:00+05:00,1\n", line: 3, "+05:00"),
    .init(
      "dates, then instants", "time,close\n2020-01-01,1\n2020-01-02T10:00:00Z,1\n", line: 3,
      "another form"),
    .init("no header", "2024-01-02,1\n2024-01-03,2\n", line: 1, "header", "add a first line"),
    .init("no time column", "Open,Close\n1,2\n", line: 1, "time"),
    .init("semicolons", "Date;Close\n2024-01-02;1\n", line: 1, "commas", "tr"),
    .init("column named twice", "Date,Close,close\n2024-01-02,1,2\n", line: 1, "close twice"),
    .init("one column", "Date\n2024-01-02\n", line: 1, "at least one column"),
    .init("old Macintosh line ends", "Date,Close\r2024-01-02,1\r", line: 1, "tr"),
    .init("zero bytes", "Date,Close\n\0\0\0\n", line: 1, "not text"),
  ]

  @Test("a bad file is refused with file, line, what was found and a way out", arguments: files)
  func refused(file: BadFile) throws {
    let directory = TemporaryDirectory()
    let store = try SeriesStore(path: directory.path + "/cache")
    let before = dailySeries(count: 5)
    try store.put("S", before)
    let path = directory.file("S.csv", file.text)
    let error = try #require(rothostError { _ = try store.importFile(path) })
    #expect(error.status == .data)
    let place = file.line.map { "\(path), line \($0): " } ?? path
    #expect(error.message.hasPrefix(place), "\(error.message)")
    for words in file.says { #expect(error.message.contains(words), "\(error.message)") }
    #expect(error.message.contains(";"), "no way out: \(error.message)")
    #expect(try store.copy("S") == before)
    #expect(try store.names() == ["S"])
  }

  @Test("a fault far into a long file is found on its line, beyond every buffer")
  func farLine() throws {
    let directory = TemporaryDirectory()
    let store = try SeriesStore(path: directory.path + "/cache")
    var text = "Date,Close\r\n"
    for row in 0..<60_000 { text += "\(ISO8601.date(Int64(row) * day)),\(row).25\r\n" }
    let good = directory.file("good.csv", text)
    #expect(try store.importFile(good).info.rowCount == 60_000)
    #expect(try store.view("good").withColumn(0) { $0[59_999] } == 59_999.25)
    let bad = directory.file("bad.csv", text + "2500-01-01,1\r\n")
    let error = try #require(rothostError { _ = try store.importFile(bad) })
    #expect(error.message.contains("line 60002: found \"2500-01-01\""), "\(error.message)")
  }

  @Test("files of another encoding or a compressed one are named as such")
  func encodings() throws {
    for (bytes, word) in [
      ([0xFF, 0xFE, 0x44, 0x00] as [UInt8], "UTF-16"), ([0x1F, 0x8B, 8, 0], "gunzip"),
    ] {
      let fault = ImportFault(path: "x.csv")
      let error = rothostError {
        _ = try TextEncoding.skipMark(bytes.span, count: bytes.count, fault)
      }
      #expect(error?.message.contains(word) == true)
    }
  }

  @Test("a missing file and a reserved or unfit name are refused")
  func names() throws {
    let directory = TemporaryDirectory()
    let store = try SeriesStore(path: directory.path + "/cache")
    #expect(rothostError { _ = try store.importFile("/nowhere/x.csv") }?.status == .notFound)
    let file = directory.file("DEMO_X.csv", "Date,Close\n2024-01-02,1\n")
    #expect(rothostError { _ = try store.importFile(file) }?.message.contains("--name") == true)
    #expect(
      rothostError { _ = try store.importFile(directory.path) }?.status == .inputOutput)
  }
}

import Glibc
import RothostSeries
import Testing

@testable import RothostCache

@Suite struct VerifyTests {
  let directory = TemporaryDirectory()

  private var dataFile: String { directory.path + "/data.mdb" }

  /// Two series, closed; answers where the first one's time axis, a column and its header lie.
  private func prepare() throws -> (times: Int, column: Int) {
    let store = try SeriesStore(path: directory.path)
    try store.put("A", dailySeries(count: 2000))
    try store.put("B", dailySeries(count: 20_000))
    let view = try store.view("A")
    return (view.timesOffset, view.columnOffset(1))
  }

  private func overwrite(at offset: Int) {
    let descriptor = open(dataFile, O_RDWR)
    var byte: UInt8 = 0
    pread(descriptor, &byte, 1, offset)
    byte ^= 0x10
    pwrite(descriptor, &byte, 1, offset)
    close(descriptor)
  }

  @Test("one flipped bit in a column, a time axis or a header is found and named")
  func flippedBits() throws {
    for (isTimeAxis, word) in [(true, "time axis"), (false, "column volume")] {
      let offsets = try prepare()
      overwrite(at: (isTimeAxis ? offsets.times : offsets.column) + 8 * 777)
      let store = try SeriesStore(path: directory.path)
      let report = try store.verify()
      #expect(report.intact == ["B"])
      #expect(report.damaged["A"]?.contains(word) == true, "\(report.damaged)")
      #expect(report.damaged["A"]?.contains("import") == true)
      try store.put("A", dailySeries(count: 5))
      #expect(try store.verify().isIntact)
    }
    let offsets = try prepare()
    overwrite(at: offsets.column - 48 + 9)
    let store = try SeriesStore(path: directory.path)
    #expect(try store.verify().damaged["A"]?.contains("header") == true)
    #expect(rothostError { _ = try store.view("A") }?.status == .cache)
  }

  @Test("a file cut short is refused before it is touched, not by a crash")
  func truncated() throws {
    let offsets = try prepare()
    truncate(dataFile, offsets.times + 1000)
    for readOnly in [true, false] {
      let error = try #require(
        rothostError { _ = try SeriesStore(path: directory.path, readOnly: readOnly) })
      #expect(error.status == .cache && error.message.contains("damaged"))
    }
  }

  @Test("a page size that no cache has, in either meta page, is refused before LMDB divides by it")
  func pageSize() throws {
    _ = try prepare()
    for (offset, size) in [
      (40, 0), (40, 1), (40, 4095), (40, 8192), (40, 1 << 30), (4136, 0), (4136, 512),
      (4136, 65_536),
    ] {
      let descriptor = open(dataFile, O_RDWR)
      var (before, after) = (UInt32(0), UInt32(size))
      pread(descriptor, &before, 4, offset)
      try #require(before == 4096)
      pwrite(descriptor, &after, 4, offset)
      for readOnly in [true, false] {
        let error = try #require(
          rothostError { _ = try SeriesStore(path: directory.path, readOnly: readOnly) })
        #expect(error.status == .cache && error.message.contains("damaged"), "\(error)")
      }
      pwrite(descriptor, &before, 4, offset)
      close(descriptor)
    }
    #expect(try SeriesStore(path: directory.path).verify().isIntact)
  }

  @Test("a file that is no cache is a cache error that says what to do")
  func foreignFile() throws {
    _ = directory.file("data.mdb", String(repeating: "not a cache ", count: 5000))
    let error = try #require(rothostError { _ = try SeriesStore(path: directory.path) })
    #expect(error.status == .cache && error.message.contains("move the directory away"))
  }

  @Test(
    "a record of no rows, or of more than any file holds, is damaged whatever its checksum says")
  func impossibleRecords() throws {
    let store = try SeriesStore(path: directory.path)
    try store.put("S", dailySeries(count: 3))
    var info = try store.info("S")
    #expect(SeriesRecord.decode(SeriesRecord.encode(info).span, name: "S") == info)
    info.rowCount = 0
    #expect(SeriesRecord.decode(SeriesRecord.encode(info).span, name: "S") == nil)
    // The row count is the third word, the checksum the last one.
    for rows in [UInt64.max, UInt64(Int.max), UInt64(Int.max) / 4] {
      var words = SeriesRecord.encode(info)
      words[2] = rows
      words[words.count - 1] = XXH64.checksum(words.span.extracting(droppingLast: 1))
      #expect(SeriesRecord.decode(words.span, name: "S") == nil, "\(rows) rows")
    }
  }

  @Test("the checksum is XXH64")
  func checksum() {
    // python-xxhash 4.1.0: xxh64(struct.pack('<%dQ' % n, *range(n))).
    let vectors: [(Int, UInt64)] = [
      (0, 0xef46_db37_51d8_e999), (1, 0x34c9_6acd_cadb_1bbb), (3, 0xd469_5755_13b9_8fda),
      (4, 0xd5fe_80bd_05f8_7c8e), (5, 0xc784_922b_2095_3c58), (31, 0x05f9_88ce_4b88_48e6),
      (32, 0x2410_58c6_98b7_5225), (100, 0xaad8_c095_7d02_53a9),
    ]
    for (count, expected) in vectors {
      let words = (0..<count).map { UInt64($0) }
      #expect(XXH64.checksum(words.span) == expected, "\(count) words")
    }
  }
}

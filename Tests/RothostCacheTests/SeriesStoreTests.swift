import Glibc
import RothostSeries
import Testing

@testable import RothostCache

@Suite struct SeriesStoreTests {
  let directory = TemporaryDirectory()

  @Test("what was put is read back, also by a store opened anew")
  func putAndView() throws {
    let data = dailySeries(count: 1000)
    do {
      let store = try SeriesStore(path: directory.path + "/a/b")
      try store.put("IWM", data)
      #expect(try store.copy("IWM") == data)
    }
    let store = try SeriesStore(path: directory.path + "/a/b", readOnly: true)
    #expect(try store.copy("IWM") == data)
    let info = try store.info("IWM")
    #expect(info.rowCount == 1000 && info.first == 0 && info.last == 999 * day)
    #expect(info.columns == [ColumnName("close", unit: "USD"), ColumnName("volume")])
    #expect(info.defaultColumn == 0)
  }

  @Test("the cache directory and its files are for the owner only")
  func rights() throws {
    _ = try SeriesStore(path: directory.path + "/cache")
    var status = stat()
    #expect(stat(directory.path + "/cache", &status) == 0 && status.st_mode & 0o777 == 0o700)
    #expect(stat(directory.path + "/cache/data.mdb", &status) == 0 && status.st_mode & 0o077 == 0)
  }

  @Test("a view's pointers lie inside the memory map of the data file, 64-byte aligned, no copies")
  func zeroCopy() throws {
    let store = try SeriesStore(path: directory.path)
    for count in [1, 3, 200, 5000] {
      try store.put("S\(count)", dailySeries(count: count))
    }
    let ranges = try mappedRanges(of: directory.path + "/data.mdb")
    #expect(!ranges.isEmpty)
    for count in [1, 3, 200, 5000] {
      let view = try store.view("S\(count)")
      let addresses = [
        (UInt(bitPattern: view.timesPointer), view.timesOffset),
        (UInt(bitPattern: view.columnPointer(0)), view.columnOffset(0)),
        (UInt(bitPattern: view.columnPointer(1)), view.columnOffset(1)),
      ]
      for (address, offset) in addresses {
        let range = try #require(ranges.first { $0.addresses.contains(address) })
        #expect(range.addresses.contains(address + UInt(count) * 8 - 1))
        #expect(address % 64 == 0)
        #expect(Int(address - range.addresses.lowerBound) + range.fileOffset == offset)
      }
      view.withColumn(0) { span in
        span.withUnsafeBufferPointer { #expect($0.baseAddress == view.columnPointer(0)) }
      }
    }
  }

  @Test("a view keeps its rows while the series is replaced and removed")
  func snapshots() throws {
    let store = try SeriesStore(path: directory.path)
    let first = dailySeries(count: 5000)
    try store.put("A", first)
    let view = try store.view("A")
    for round in 1...5 { try store.put("A", dailySeries(count: 5000, scale: Double(round + 1))) }
    try store.remove("A")
    view.withColumn(0) { span in
      #expect(span.indices.allSatisfy { span[$0] == first.values[0].values[$0] })
    }
    #expect(rothostError { _ = try store.view("A") }?.status == .notFound)
  }

  @Test("a new view sees what was written since, warm or cold")
  func freshness() throws {
    let store = try SeriesStore(path: directory.path)
    for scale in 1...4 {
      let data = dailySeries(count: 100, scale: Double(scale))
      try store.put("A", data)
      #expect(try store.copy("A") == data)
      #expect(try store.copy("A") == data)
    }
  }

  @Test("names are listed in byte order without the cache's own counters")
  func listing() throws {
    let store = try SeriesStore(path: directory.path)
    #expect(try store.names() == [])
    for name in ["b", "C", "ä", "A"] { try store.put(name, dailySeries(count: 3)) }
    #expect(try store.names() == ["A", "C", "b", "ä"])
    #expect(try store.list().map(\.rowCount) == [3, 3, 3, 3])
  }

  @Test("an unknown series is answered with the nearest names")
  func unknown() throws {
    let store = try SeriesStore(path: directory.path)
    #expect(rothostError { _ = try store.view("IWM") }?.message.contains("import") == true)
    for name in ["BTC_USD", "ETH_USD", "GLD"] { try store.put(name, dailySeries(count: 3)) }
    let error = try #require(rothostError { _ = try store.view("BTCUSD") })
    #expect(error.status == .notFound && error.message.contains("BTC_USD"))
    #expect(rothostError { try store.remove("nothing") }?.status == .notFound)
  }

  @Test(
    "unfit names are refused with a reason",
    arguments: [
      "", "a/b", "a\0b", "a\nb", "a:b", "a@b", ".hidden", " a", "a ", "\u{85}x",
      String(repeating: "x", count: 201), "DEMO_EQUITY", "DEMO_",
    ])
  func names(name: String) throws {
    let store = try SeriesStore(path: directory.path)
    let error = try #require(rothostError { try store.put(name, dailySeries(count: 3)) })
    #expect(error.status == .argument && error.message.contains("choose another name"))
    #expect(try store.names() == [])
  }

  @Test("a cache for the demo market takes reserved names only")
  func demo() throws {
    let store = try SeriesStore(path: directory.path, holdsDemo: true)
    try store.put("DEMO_EQUITY", dailySeries(count: 3))
    #expect(rothostError { try store.put("IWM", dailySeries(count: 3)) }?.status == .argument)
  }

  @Test("a read-only store reads and refuses to write; one that is not there is not made")
  func readOnly() throws {
    let missing = directory.path + "/missing"
    let error = try #require(
      rothostError { _ = try SeriesStore(path: missing, readOnly: true) })
    #expect(error.status == .notFound && error.message.contains("import"))
    #expect(access(missing, F_OK) != 0)
    let writable = try SeriesStore(path: directory.path)
    try writable.put("A", dailySeries(count: 3))
    let store = try SeriesStore(path: directory.path, readOnly: true)
    #expect(try store.info("A").rowCount == 3)
    #expect(rothostError { try store.put("B", dailySeries(count: 3)) }?.status == .cache)
    #expect(rothostError { try store.remove("A") }?.status == .cache)
  }

  @Test("a directory that cannot be made is a cache error that says what to do")
  func noDirectory() throws {
    let error = try #require(
      rothostError { _ = try SeriesStore(path: "/proc/rothost/cache") })
    #expect(error.status == .cache && error.message.contains("--cache DIR"))
  }

  @Test("bad rows are refused with their row and leave the cache as it was")
  func badRows() throws {
    let store = try SeriesStore(path: directory.path)
    let good = dailySeries(count: 10)
    try store.put("A", good)
    func refuses(_ part: String, _ change: (inout SeriesData) -> Void) throws {
      var bad = good
      change(&bad)
      let error = try #require(rothostError { try store.put("A", bad) })
      #expect(error.message.contains(part), "\(error.message)")
      #expect(try store.copy("A") == good)
    }
    try refuses("row 6 repeats") { $0.times[5] = $0.times[4] }
    try refuses("row 6 is earlier") { $0.times[5] = $0.times[2] }
    try refuses("row 4 has the session date") { $0.times[3] += 1 }
    try refuses("infinite in row 8") { $0.values[1].values[7] = .infinity }
    try refuses("9 values for 10 stamps") { $0.values[0].values.removeLast() }
    try refuses("no rows") { data in
      data.times = []
      for column in data.values.indices { data.values[column].values = [] }
    }
    try refuses("at least one column") { $0.values = [] }
    try refuses("given twice") { $0.values[1].name = "close" }
    try refuses("default column") { $0.metadata.defaultColumn = "price" }
  }

  @Test("all metadata survives the round trip")
  func metadata() throws {
    let store = try SeriesStore(path: directory.path)
    var data = dailySeries(count: 3)
    data.metadata = SeriesMetadata(
      timeKind: .dates, calendar: .sevenDay, period: TimeSpan(nanoseconds: 60_000_000_000),
      closingTime: TimeSpan(nanoseconds: day), publicationDelay: TimeSpan(nanoseconds: 0),
      releaseCode: "WALCL", source: "fred", importedFrom: "WALCL.csv",
      sha256: String(repeating: "a", count: 64), defaultColumn: "volume")
    try store.put("A", data)
    #expect(try store.info("A").metadata == data.metadata)
    #expect(try store.info("A").defaultColumn == 1)
    #expect(try store.info("A").columnIndex("close") == 0)
    #expect(rothostError { _ = try store.info("A").columnIndex("open") }?.status == .notFound)
  }

  private struct MappedRange {
    let addresses: Range<UInt>
    let fileOffset: Int
  }

  /// Where the kernel says that `file` is mapped in this process.
  private func mappedRanges(of file: String) throws -> [MappedRange] {
    let stream = try #require(fopen("/proc/self/maps", "r"))
    defer { fclose(stream) }
    var ranges: [MappedRange] = []
    var line = [CChar](repeating: 0, count: 4096)
    while fgets(&line, Int32(line.count), stream) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      let fields = text.split(whereSeparator: \.isWhitespace)
      guard fields.last.map(String.init) == file else { continue }
      let ends = fields[0].split(separator: "-").map { UInt($0, radix: 16)! }
      ranges.append(
        MappedRange(addresses: ends[0]..<ends[1], fileOffset: Int(fields[2], radix: 16)!))
    }
    return ranges
  }
}

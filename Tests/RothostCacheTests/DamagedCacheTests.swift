import CacheWriterFixture
import Glibc
import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostCache

@Suite struct DamagedCacheTests {
  let directory = TemporaryDirectory()

  private var cache: String { directory.path + "/cache" }
  private var dataFile: String { cache + "/data.mdb" }

  /// Forty series, some of them replaced and removed again, so that old pages lie about; closed.
  private func prepare() throws -> [String: SeriesData] {
    let store = try SeriesStore(path: cache)
    var model: [String: SeriesData] = [:]
    for index in 0..<40 {
      let name = "S\(index)"
      model[name] = dailySeries(count: 20 + index * 37, scale: Double(index + 1))
      try store.put(name, dailySeries(count: 30))
      try store.put(name, model[name]!)
    }
    for name in ["S3", "S17"] {
      try store.remove(name)
      model[name] = nil
    }
    return model
  }

  private func contents() throws -> [UInt8] {
    let file = try SystemFile.reading(dataFile)
    var bytes = [UInt8](repeating: 0, count: SystemFile.size(path: dataFile))
    var destination = bytes.mutableSpan
    try file.read(at: 0, into: &destination)
    return bytes
  }

  private func write(_ bytes: some Collection<UInt8>, to path: String) throws {
    let stream = try #require(fopen(path, "w"))
    defer { fclose(stream) }
    let bytes = Array(bytes)
    #expect(fwrite(bytes, 1, bytes.count, stream) == bytes.count)
  }

  @Test("an undamaged cache is salvaged whole, without the series that were removed")
  func undamaged() throws {
    let model = try prepare()
    let report = try SeriesStore.salvage(cache, into: directory.path + "/new")
    #expect(report.lost == [:] && !report.mayHoldRemoved)
    #expect(report.saved.allSatisfy { !$0.isEarlier })
    let saved = try SeriesStore(path: directory.path + "/new")
    #expect(try saved.names() == model.keys.sorted())
    for (name, data) in model { #expect(try saved.copy(name) == data) }
  }

  @Test("a damaged column loses its series or brings back an earlier version, and says which")
  func damagedColumn() throws {
    let model = try prepare()
    let offset = try SeriesStore(path: cache).view("S5").columnOffset(1)
    var bytes = try contents()
    bytes[offset + 80] ^= 4
    try write(bytes, to: dataFile)
    let report = try SeriesStore.salvage(cache, into: directory.path + "/new")
    let saved = try SeriesStore(path: directory.path + "/new")
    #expect(report.saved.count + report.lost.count == model.count)
    if let earlier = report.saved.first(where: { $0.name == "S5" }) {
      #expect(earlier.isEarlier && earlier.rows == 30)
      #expect(try saved.copy("S5") == dailySeries(count: 30))
    } else {
      #expect(report.lost["S5"]?.contains("damaged") == true)
    }
    for name in model.keys where name != "S5" { #expect(try saved.copy(name) == model[name]) }
  }

  @Test("no flipped byte, wherever, crashes a reader or is salvaged as right")
  func flippedBytes() throws {
    let seed = UInt64(20_261_121)
    var random = SeededGenerator(seed: seed)
    let model = try prepare()
    let whole = try contents()
    let file = try CacheFile(directory: cache)
    // Live pages of trees, where a flip misleads LMDB, more often than values and old pages.
    let treePages = try [0, 1] + file.walk(.whole).values.flatMap { $0 }.sorted()
    #expect(treePages.count > 4)
    var refused = 0
    let rounds = 120
    for round in 0..<rounds {
      var bytes = whole
      let offset =
        round % 5 == 0
        ? Int.random(in: bytes.indices, using: &random)
        : Int(treePages.randomElement(using: &random)!) * file.pageSize
          + Int.random(in: 0..<file.pageSize, using: &random)
      bytes[offset] ^= UInt8.random(in: 1...255, using: &random)
      try write(bytes, to: dataFile)

      var reader = try Child(["verify", cache, "-"])
      let end = reader.wait()
      let what = Comment(rawValue: "seed \(seed), round \(round), byte \(offset): \(end)")
      #expect(end.signal == 0 && (0...1).contains(end.code), what)
      if end.code == 1 {
        refused += 1
        #expect(end.output.contains("repair") || end.output.contains("damaged"), what)
      }

      let target = "\(directory.path)/saved\(round)"
      let report = try SeriesStore.salvage(cache, into: target)
      let saved = try SeriesStore(path: target)
      for series in report.saved where !series.isEarlier && model[series.name] != nil {
        #expect(try saved.copy(series.name) == model[series.name], what)
      }
      // One byte is part of one series at most, or of one page of the table's tree.
      #expect(report.saved.count >= model.count - 1 || report.mayHoldRemoved, what)
    }
    #expect(refused > 0)
    print("flipped bytes: \(rounds), \(refused) refused on opening or verifying")
  }

  @Test("a file cut anywhere is refused or read rightly, and what lies before the cut is saved")
  func cut() throws {
    let model = try prepare()
    let whole = try contents()
    var savedSome = 0
    for part in [1, 3, 10, 25, 50, 75, 90, 99] {
      try write(whole.prefix(whole.count * part / 100), to: dataFile)
      var reader = try Child(["verify", cache, "-"])
      let end = reader.wait()
      #expect(end.signal == 0 && (0...1).contains(end.code), "\(part) %: \(end)")
      let target = "\(directory.path)/saved\(part)"
      guard let report = try? SeriesStore.salvage(cache, into: target) else { continue }
      savedSome += report.saved.count
      let saved = try SeriesStore(path: target)
      for series in report.saved where model[series.name]?.rowCount == series.rows {
        #expect(try saved.copy(series.name) == model[series.name], "\(part) %")
      }
    }
    #expect(savedSome > 40)
  }

  @Test("what is no cache is not salvaged, and a cache is not salvaged over another")
  func refusals() throws {
    let model = try prepare()
    let error = try #require(rothostError { _ = try SeriesStore.salvage(cache, into: cache) })
    #expect(error.status == .argument && error.message.contains("new or empty"))
    #expect(try SeriesStore(path: cache).names() == model.keys.sorted())
    try write("not a cache ".utf8.map { $0 } + [UInt8](repeating: 7, count: 50_000), to: dataFile)
    let foreign = rothostError { _ = try SeriesStore.salvage(cache, into: directory.path + "/n") }
    #expect(foreign?.status == .cache && foreign?.message.contains("import") == true)
    let missing = rothostError {
      _ = try SeriesStore.salvage(directory.path + "/nowhere", into: directory.path + "/n")
    }
    #expect(missing?.status == .notFound)
  }

  @Test("ten thousand series are kept, listed, verified and salvaged")
  func manySeries() throws {
    // In memory where there is such a place: ten thousand commits are ten thousand syncs.
    let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : directory.path
    let path = "\(base)/rothost-many-\(getpid())"
    defer {
      for folder in [path, path + "-new"] {
        SystemFile.remove(directory: folder, files: ["data.mdb", "lock.mdb", "writer.lock"])
      }
    }
    let store = try SeriesStore(path: path)
    for index in 0..<10_000 { try store.put("S\(index)", dailySeries(count: 2 + index % 3)) }
    #expect(try store.list().count == 10_000)
    #expect(try store.verify().intact.count == 10_000)
    #expect(try store.copy("S9999") == dailySeries(count: 2 + 9999 % 3))
    let report = try SeriesStore.salvage(path, into: path + "-new")
    #expect(report.saved.count == 10_000 && report.lost.isEmpty)
  }

  @Test("two writers killed again and again beside a reader lose nothing that either committed")
  func twoWriters() throws {
    var random = SeededGenerator(seed: 7)
    var committed: [String: Int] = [:]
    for round in 0..<40 {
      var first = try Child(["name", cache, "a\(round)-"])
      var second = try Child(["name", cache, "b\(round)-"])
      first.readLine()
      second.readLine()
      usleep(UInt32.random(in: 0...15_000, using: &random))
      if let store = try? SeriesStore(path: cache, readOnly: true), committed.count > 0 {
        for name in committed.keys.sorted().suffix(20) { try store.verify(name) }
      }
      for (prefix, end) in [("a", first.kill()), ("b", second.kill())] {
        #expect(end.signal == SIGKILL, "\(end.output)")
        for line in end.output.split(separator: "\n") {
          committed["\(prefix)\(round)-\(line)"] = Int(line)
        }
      }
    }
    let store = try SeriesStore(path: cache)
    #expect(committed.count >= 80)
    #expect(try store.verify().isIntact)
    for (name, index) in committed {
      #expect(try store.copy(name) == WriterStep(index: index).rows)
    }
    print("two writers: 80 killed, \(committed.count) series committed, all there")
  }
}

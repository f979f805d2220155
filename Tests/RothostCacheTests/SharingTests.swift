import CacheWriterFixture
import Glibc
import RothostSeries
import RothostLock
import Testing

@testable import RothostCache

@Suite struct SharingTests {
  let directory = TemporaryDirectory()

  @Test("eight threads write, append, view and remove on one store without a torn row")
  func threads() throws {
    let store = try SeriesStore(path: directory.path)
    let failures = Mutex<[String]>([])
    try store.put("shared", constantSeries(0))
    Threads.run(8) { thread in
      do {
        for round in 1...30 {
          switch (thread + round) % 4 {
          case 0: try store.put("shared", constantSeries(thread * 1000 + round))
          case 1:
            try store.put("own\(thread)", constantSeries(round))
            try store.put(
              "own\(thread)", constantSeries(round, start: 10_000), mode: .append)
            if round % 5 == 0 { try store.remove("own\(thread)") }
          default: break
          }
          let view = try store.view("shared")
          let first = view.withColumn(0) { $0[0] }
          for column in 0..<2 {
            let isWhole = view.withColumn(column) { span in
              span.indices.allSatisfy { span[$0] == first }
            }
            if !isWhole { failures.withLock { $0.append("torn in thread \(thread)") } }
          }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    #expect(try store.verify().isIntact)
  }

  @Test("stores of one directory share an environment, also while others close theirs")
  func openAndClose() throws {
    let path = directory.path
    try SeriesStore(path: path).put("S", constantSeries(7))
    let failures = Mutex<[String]>([])
    Threads.run(8) { thread in
      for round in 0..<40 {
        do {
          let store = try SeriesStore(path: path, readOnly: (thread + round) % 2 == 0)
          if try store.view("S").withColumn(1, { $0[9] }) != 7 {
            failures.withLock { $0.append("wrong value") }
          }
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
    }
    #expect(failures.withLock { $0 } == [])
  }

  @Test("a writer that waits tells for whom, can be cancelled, and does not wait for ever")
  func waiting() throws {
    let store = try SeriesStore(path: directory.path)
    try store.put("S", constantSeries(1))
    let stuck = try SystemFile.lockFile("\(directory.path)/writer.lock")
    #expect(try stuck.lock(milliseconds: 0))
    let impatient = WriterLock(directory: directory.path, longestWait: .milliseconds(80))
    let late = #expect(throws: RothostError.self) { try impatient.hold {} }
    #expect(late?.status == .cache)
    #expect(late?.message.contains("process \(getpid()) has held") == true, "\(late)")
    var asked = 0
    let cancelled = #expect(throws: RothostError.self) {
      try store.put("S", rows: constantSeries(2), metadata: constantSeries(2).metadata) {
        asked += 1
        return asked == 2
      }
    }
    #expect(cancelled?.status == .cancelled && asked == 2)
    #expect(try store.view("S").withColumn(1) { $0[0] } == 1)
    stuck.unlock()
    try store.put("S", constantSeries(3))
    #expect(try store.view("S").withColumn(1) { $0[0] } == 3)
  }

  @Test("a killed reader does not keep old pages for ever")
  func killedReader() throws {
    let store = try SeriesStore(path: directory.path)
    try store.put("S", dailySeries(count: 20_000))
    var reader = try Child(["read", directory.path, "S"])
    reader.readLine()
    let end = reader.kill()
    #expect(end.signal == SIGKILL && end.output == "20000\n", "\(end.output)")
    for _ in 0..<30 { try store.put("S", dailySeries(count: 20_000)) }
    let live = 20_000 * 8 * 3
    #expect(SystemFile.size(path: store.dataFile) < 6 * live)
  }

  @Test("a reader in another process keeps its snapshot while this one writes")
  func snapshotElsewhere() throws {
    let store = try SeriesStore(path: directory.path)
    try store.put("S", dailySeries(count: 20_000))
    var reader = try Child(["read", directory.path, "S"])
    reader.readLine()
    for _ in 0..<5 { try store.put("S", dailySeries(count: 10)) }
    #expect(try store.info("S").rowCount == 10)
    #expect(SystemFile.size(path: store.dataFile) > 20_000 * 8 * 3)
    #expect(reader.kill().signal == SIGKILL)
  }

  @Test("more views than there are reader slots are refused with words, and work again afterwards")
  func manyViews() throws {
    let store = try SeriesStore(path: directory.path)
    try store.put("S", constantSeries(1))
    var views: [SeriesView] = []
    let error = rothostError { while views.count < 2000 { views.append(try store.view("S")) } }
    #expect(error?.status == .cache && error?.message.contains("Close some") == true)
    #expect(views.count >= 1000)
    views.removeAll()
    #expect(try store.view("S").rowCount == 100)
  }

  @Test("a file larger than the memory allowed is imported whole")
  func boundedMemory() throws {
    let rows = 400_000
    var text = "time,a,b,c,d,e,f\n"
    text.reserveCapacity(rows * 45)
    for row in 0..<rows { text += "\(1_000_000_000 + row),1.25,2.5,3.75,4.5,5.25,\(row)\n" }
    let file = directory.file("long.csv", text)
    var importer = try Child(["import", directory.path + "/cache", file])
    let end = importer.wait()
    #expect(end.code == 0 && end.signal == 0 && end.output == "\(rows)\n", "\(end.output)")
    let view = try SeriesStore(path: directory.path + "/cache", readOnly: true).view("long")
    #expect(view.withColumn(5) { span in span.indices.allSatisfy { span[$0] == Double($0) } })
  }

  @Test("a map larger than the address space is refused by the system, and a smaller one taken")
  func mapSize() throws {
    let store = try SeriesStore(path: directory.path, mapSize: 1 << 52)
    try store.put("S", constantSeries(1))
    #expect(try store.verify().isIntact)
  }

  @Test("a full map is a cache error that names the map size")
  func fullMap() throws {
    let store = try SeriesStore(path: directory.path, mapSize: 1 << 20)
    try store.put("S", constantSeries(1))
    let error = rothostError { try store.put("T", dailySeries(count: 90_000)) }
    #expect(error?.status == .cache && error?.message.contains("map size") == true)
    #expect(try store.names() == ["S"])
    #expect(try store.verify().isIntact)
  }

  private func constantSeries(_ value: Int, start: Int = 0) -> SeriesData {
    SeriesData(
      times: (0..<100).map { Int64(start + $0) },
      columns: [
        .init("a", [Double](repeating: Double(value), count: 100)),
        .init("b", [Double](repeating: Double(value), count: 100)),
      ], metadata: SeriesMetadata(timeKind: .instants))
  }
}

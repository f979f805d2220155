import CacheWriterFixture
import Glibc
import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostCache

@Suite struct KilledWriterTests {
  let directory = TemporaryDirectory()

  /// `ROTHOST_KILLS`: 1000 in `make kills`.
  private static let rounds = getenv("ROTHOST_KILLS").flatMap { Int(String(cString: $0)) } ?? 200

  @Test("writers killed at random points beside readers lose nothing that was committed")
  func killedWriters() throws {
    var random = SeededGenerator(seed: 20_261_121)
    var next = 0
    var model: [String: SeriesData] = [:]
    var killedWithin = 0
    var reads = 0
    _ = try SeriesStore(path: directory.path)
    var first = try Child(["watch", directory.path, "a"])
    var second = try Child(["watch", directory.path, "b"])
    for round in 0..<Self.rounds {
      // A killed reader, too, must not be in the writers' way.
      if round % 50 == 49 {
        #expect(second.kill().signal == SIGKILL)
        second = try Child(["watch", directory.path, "b"])
      }
      var writer = try Child(["write", directory.path, String(next)])
      // Up to 8 ms after the first commit, or after the start: before, within and between writes.
      if Bool.random(using: &random) { writer.readLine() }
      usleep(UInt32.random(in: 0...8000, using: &random))
      let end = writer.kill()
      #expect(end.signal == SIGKILL, "round \(round): the writer ended by itself: \(end.output)")
      for line in end.output.split(separator: "\n") {
        #expect(Int(line) == next)
        let step = WriterStep(index: next)
        model[step.name] = step.applied(to: model[step.name])
        next += 1
      }
      if next == 0 { continue }
      let store = try SeriesStore(path: directory.path)
      let report = try store.verify()
      #expect(report.isIntact, "round \(round): \(report.damaged)")
      var stored: [String: SeriesData] = [:]
      for name in try store.names() { stored[name] = try store.copy(name) }
      if stored != model {
        // Committed, but killed before it could say so.
        let step = WriterStep(index: next)
        model[step.name] = step.applied(to: model[step.name])
        next += 1
        killedWithin += 1
      }
      try #require(stored == model, "round \(round): the cache is neither before nor after a step")
    }
    for name in ["a", "b"] { _ = directory.file("stop-\(name)", "") }
    for end in [first.wait(), second.wait()] {
      #expect(end.code == 0, "a reader saw something wrong: \(end.output)")
      reads += Int(end.output.split(separator: "\n").last ?? "") ?? 0
    }
    #expect(reads > Self.rounds)
    print(
      "killed writers: \(Self.rounds) rounds, \(next) steps committed, \(killedWithin) before they "
        + "said so, \(reads) series verified by readers meanwhile")
    #expect(next > Self.rounds / 4)
    let store = try SeriesStore(path: directory.path)
    try store.put("last", dailySeries(count: 3))
    let live = try store.list().reduce(0) { $0 + $1.rowCount * 8 * 4 }
    #expect(SystemFile.size(path: store.dataFile) < 8 * live + (1 << 20), "garbage piles up")
  }

  @Test("a full disk is a cache error that says what to do, and nothing is changed")
  func fullDisk() throws {
    let store = try SeriesStore(path: directory.path)
    let before = dailySeries(count: 100)
    try store.put("S0", before)
    try store.put("S1", before)
    var writer = try Child(["full", directory.path, "100000"])
    let end = writer.wait()
    #expect(end.code == 1 && end.output.contains("Free some space"), "\(end.output)")
    #expect(try store.copy("S0") == before)
    #expect(try store.copy("S1") == before)
    #expect(try store.verify().isIntact)
    try store.put("S1", WriterStep(index: 1).rows)
    #expect(try store.info("S1").rowCount == WriterStep(index: 1).rows.rowCount)
  }

  @Test("readers in this process go on while another process writes")
  func readersAreNotBlocked() throws {
    let store = try SeriesStore(path: directory.path)
    let before = WriterStep(index: 0).rows
    try store.put("S0", before)
    let view = try store.view("S0")
    var writer = try Child(["write", directory.path, "0"])
    var seen = 0
    for _ in 0..<50 {
      writer.readLine()
      seen = max(seen, try store.names().count)
      try store.verify("S0")
      #expect(view.withColumn(0) { $0[0] } == before.values[0].values[0])
    }
    #expect(writer.kill().signal == SIGKILL)
    #expect(seen == 4)
    #expect(try store.verify().isIntact)
  }
}

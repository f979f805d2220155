import CRothost
import Glibc
import RothostTestSupport
import Testing

private let day: Int64 = 86_400_000_000_000

@Suite("drawdown, as built and through the C contract")
struct DrawdownTests {
  private let harness: Harness

  init() throws {
    harness = Harness(try #require(BuiltPlugin.open("drawdown")))
  }

  private func set(threshold: Double) {
    var value = rot_value(type: ROT_REAL, count: 1, as: .init())
    value.as.real = threshold
    harness.settings["threshold"] = value
  }

  /// Random walks of the given kind, some with runs of missing rows.
  private func walk(_ generator: inout SeededGenerator, _ kind: Int) -> [Double] {
    var level = 100.0
    var gap = 0
    return (0..<300).map { _ in
      let noise = generator.uniform() - 0.48
      switch kind % 5 {
      case 0: level *= 1 + noise / 10
      case 1: level = (level + noise * 6).rounded()  // ties with the record
      case 2: level = 1e9 + noise * 1e-3
      case 3: level = noise * 1e-300
      default: level += noise * 60  // below 0 at times
      }
      if gap > 0 { gap -= 1 } else if generator.uniform() < 0.02 { gap = 7 }
      return gap > 0 && kind % 2 == 0 ? .nan : level
    }
  }

  @Test("equals the definition on random walks, ties, gaps, tiny, huge and negative levels")
  func definition() {
    set(threshold: 0.05)
    for kind in 0..<50 {
      var generator = SeededGenerator(seed: UInt64(7000 + kind))
      let values = walk(&generator, kind)
      let naive = NaiveDrawdown(values: values)
      #expect(harness.evaluate([values]) == ROT_OK)
      #expect(
        harness.values("underwater").map(\.bitPattern) == naive.underwater.map(\.bitPattern),
        "seed \(generator.seed)")
      let listed = naive.episodes.filter { -$0.depth >= 0.05 }.map { cells($0) }
      #expect(harness.rows["episodes", default: []] == listed, "seed \(generator.seed)")
      let worst = naive.episodes.min { $0.depth < $1.depth }
      #expect(harness.reals["worst"] == worst?.depth ?? 0, "seed \(generator.seed)")
      if let worst {
        #expect(harness.integers["worst_peak_time"] == Int64(worst.peak) * day)
        #expect(harness.integers["worst_trough_time"] == Int64(worst.trough) * day)
        #expect(
          harness.integers["worst_recovery_time"] == worst.recovery.map { Int64($0) * day })
      }
      #expect(harness.integers["n"] == Int64(values.filter { !$0.isNaN }.count))
    }
  }

  private func cells(_ episode: NaiveDrawdown.Episode) -> [Harness.Cell] {
    func days(_ from: Int, _ to: Int) -> Harness.Cell { .real(Double(to - from).bitPattern) }
    let end = episode.recovery
    return [
      .integer(Int64(episode.peak) * day), .integer(Int64(episode.trough) * day),
      .integer(end.map { Int64($0) * day } ?? Int64.min), .real(episode.depth.bitPattern),
      .integer(Int64(episode.bars)), days(episode.peak, end ?? lastPresent),
      days(episode.peak, episode.trough),
      end.map { days(episode.trough, $0) } ?? .real(Double.nan.bitPattern),
    ]
  }

  /// The last row whose output is present, of the run just made.
  private var lastPresent: Int { harness.values("underwater").lastIndex { !$0.isNaN } ?? 0 }

  @Test("streams what it gives in batch, to the bit, whatever is peeked at between updates")
  func streaming() {
    set(threshold: 0.02)
    for kind in 0..<10 {
      var generator = SeededGenerator(seed: UInt64(9000 + kind))
      print("seed \(generator.seed)")
      let values = walk(&generator, kind)
      for warmUp in [0, 40] {
        #expect(harness.evaluate([values], warmUp: warmUp) == ROT_OK)
        let batch = harness.values("underwater").map(\.bitPattern)
        let (reals, integers, texts, rows) = (
          harness.reals.mapValues(\.bitPattern), harness.integers, harness.texts, harness.rows
        )
        let updates = harness.stream([values], warmUp: warmUp, peeksFirst: true)
        #expect(updates.map { $0[0].bitPattern } == batch)
        #expect(harness.reals.mapValues(\.bitPattern) == reals)
        #expect(harness.integers == integers)
        #expect(harness.texts == texts)
        #expect(harness.rows == rows)
      }
    }
  }

  @Test("says so where there is nothing to judge: no rows, all missing, a record of 0 or less")
  func nothing() {
    #expect(harness.evaluate([[]]) == ROT_OK)
    #expect(harness.texts["verdict"] == "no rows to judge" && harness.integers["n"] == 0)
    #expect(harness.evaluate([[.nan, .nan]]) == ROT_OK)
    #expect(harness.texts["verdict"] == "no rows to judge")
    #expect(harness.evaluate([[-2, -3]]) == ROT_OK)
    #expect(harness.values("underwater").allSatisfy { $0.isNaN })
    #expect(harness.texts["verdict"] == "no record above 0 to measure from")
  }

  @Test("answers for one row, and for levels whose difference overflows")
  func edges() {
    #expect(harness.evaluate([[5]]) == ROT_OK)
    #expect(harness.reals["current"] == 0 && harness.reals["worst"] == 0)
    #expect(harness.texts["verdict"] == "at a record; never below a record")
    #expect(harness.evaluate([[1.7e308, -1.7e308]]) == ROT_OK)
    #expect(harness.values("underwater") == [0, -2])
  }

  @Test("keeps the digits of a fall of 1e-15 from 1e9, where x / m - 1 would keep none")
  func accuracy() {
    let top = 1e9
    let below = top.nextDown
    #expect(harness.evaluate([[top, below]]) == ROT_OK)
    #expect(harness.values("underwater")[1] == (below - top) / top)
    #expect(harness.values("underwater")[1] == -1.1920928955078125e-16)
  }

  @Test("finds Bitcoin's worst close of early February 2026 49.7 % under its record of 2025-10-06")
  func bitcoin() throws {
    let shared = getenv("ROTHOST_SHARED_DATA").map { String(cString: $0) } ?? "../shared/data"
    guard let file = fopen(shared + "/yahoo/BTC_USD.csv", "r") else {
      print("SKIPPED: \(shared) is absent, so the fact about Bitcoin is not checked")
      return
    }
    defer { fclose(file) }
    var (dates, closes): ([String], [Double]) = ([], [])
    var line = [CChar](repeating: 0, count: 500)
    while fgets(&line, 500, file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
      let fields = text.split(separator: ",", omittingEmptySubsequences: false)
      if let close = Double(fields[1]), fields[0] < "2026-02-11" {
        dates.append(String(fields[0].prefix(10)))
        closes.append(close)
      }
    }
    set(threshold: 0.4)
    #expect(harness.evaluate([closes]) == ROT_OK)
    let underwater = harness.values("underwater")
    let early = dates.indices.filter { dates[$0] >= "2026-02-01" && dates[$0] <= "2026-02-10" }
    let worst = try #require(early.min { underwater[$0] < underwater[$1] })
    #expect((underwater[worst] * -1000).rounded() == 497)
    let record = try #require(harness.integers["record_time"])
    #expect(dates[Int(record / day)] == "2025-10-06")
  }
}

import Glibc
import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostCache

@Suite struct ExportTests {
  let directory = TemporaryDirectory()

  private func export(_ store: SeriesStore, _ name: String, to file: String) throws -> String {
    let path = "\(directory.path)/\(file)"
    let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    try store.export(name, as: .csv, to: descriptor)
    return path
  }

  @Test("an exported series is imported with the same bits, dates and instants, over 20 seeds")
  func roundTrip() throws {
    let store = try SeriesStore.temporary()
    for seed in UInt64(1)...20 {
      var random = SeededGenerator(seed: seed)
      let isDates = Bool.random(using: &random)
      let count = Int.random(in: 1...6000, using: &random)
      var time = Int64.random(in: -20_000...20_000, using: &random) * day
      let times = (0..<count).map { _ in
        time +=
          isDates
          ? Int64.random(in: 1...9, using: &random) * day
          : Int64.random(in: 1...90_000_000_001, using: &random)
        return time
      }
      let series = SeriesData(
        times: times,
        columns: (0..<3).map { column in
          .init(
            "c\(column)",
            times.map { _ in
              let value = Double(bitPattern: random.next())
              return value.isFinite ? value : .nan
            })
        }, metadata: SeriesMetadata(timeKind: isDates ? .dates : .instants))
      try store.put("S", series)
      let path = try export(store, "S", to: "S.csv")
      _ = try store.importFile(path, options: ImportOptions(name: "T"))
      let back = try store.copy("T")
      #expect(back.times == times && back.metadata.timeKind == series.metadata.timeKind)
      for column in 0..<3 {
        #expect(back.values[column].name == series.values[column].name)
        let pairs = zip(back.values[column].values, series.values[column].values)
        #expect(
          pairs.allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) },
          "seed \(seed)")
      }
    }
  }

  @Test("the text is plain CSV: a missing value is empty, a name with a comma is quoted")
  func text() throws {
    let store = try SeriesStore.temporary()
    try store.put(
      "S",
      SeriesData(
        times: [0, day], columns: [.init("close", [1.5, .nan]), .init("a,b", [0.1, -1e-7])],
        metadata: SeriesMetadata(timeKind: .dates)))
    let path = try export(store, "S", to: "S.csv")
    var buffer = [UInt8](repeating: 0, count: 1000)
    let descriptor = open(path, O_RDONLY)
    let count = read(descriptor, &buffer, buffer.count)
    close(descriptor)
    #expect(
      String(decoding: buffer.prefix(count), as: UTF8.self)
        == "date,close,\"a,b\"\n1970-01-01,1.5,0.1\n1970-01-02,,-1e-07\n")
  }

  @Test("a descriptor that refuses and a missing series are errors")
  func failures() throws {
    let store = try SeriesStore.temporary()
    try store.put("S", dailySeries(count: 3))
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let error = rothostError { try store.export("S", to: full) }
    #expect(error?.status == .inputOutput && error?.message.contains("space") == true)
    #expect(rothostError { try store.export("T", to: full) }?.status == .notFound)
  }
}

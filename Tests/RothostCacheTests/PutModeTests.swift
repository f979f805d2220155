import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostCache

@Suite struct PutModeTests {
  let directory = TemporaryDirectory()

  @Test("append, replace and range replacement agree with an in-memory model over 20 seeds")
  func model() throws {
    for seed in UInt64(1)...20 {
      var random = SeededGenerator(seed: seed)
      let store = try SeriesStore.temporary()
      var model = dailySeries(count: Int.random(in: 1...50, using: &random))
      try store.put("S", model)
      for step in 0..<15 {
        let rows = dailySeries(
          count: Int.random(in: 1...30, using: &random),
          start: Int.random(in: 0...120, using: &random), scale: Double(step + 2))
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
          try store.put("S", rows)
          model = rows
        case 1:
          let fits = rows.times[0] > model.times.last!
          let error = rothostError { try store.put("S", rows, mode: .append) }
          #expect((error == nil) == fits, "seed \(seed)")
          if fits { model = spliced(model, rows, dropping: Int64.max...Int64.max) }
        default:
          let wide = Bool.random(using: &random) ? 5 * day : 0
          let range = (rows.times[0] - wide)...(rows.times.last! + wide)
          try store.put("S", rows, mode: .replaceRange(wide == 0 ? nil : range))
          model = spliced(model, rows, dropping: range)
        }
        #expect(try store.copy("S") == model, "seed \(seed), step \(step)")
      }
      #expect(try store.verify().isIntact)
    }
  }

  @Test("a range is removed by replacing it with no rows, but not the whole series")
  func removeRange() throws {
    let store = try SeriesStore.temporary()
    try store.put("S", dailySeries(count: 10))
    let nothing = dailySeries(count: 0)
    try store.put("S", nothing, mode: .replaceRange(2 * day...7 * day))
    #expect(try store.copy("S").times == [0, day, 8 * day, 9 * day])
    let all = rothostError { try store.put("S", nothing, mode: .replaceRange(0...9 * day)) }
    #expect(all?.status == .data)
    let unsaid = rothostError { try store.put("S", nothing, mode: .replaceRange(nil)) }
    #expect(unsaid?.status == .data)
    #expect(try store.info("S").rowCount == 4)
  }

  @Test("append makes a new series; a range of a missing series is refused")
  func missing() throws {
    let store = try SeriesStore.temporary()
    try store.put("S", dailySeries(count: 3), mode: .append)
    #expect(try store.info("S").rowCount == 3)
    let error = rothostError {
      try store.put("T", dailySeries(count: 3), mode: .replaceRange(nil))
    }
    #expect(error?.status == .notFound)
  }

  @Test("rows with other columns or another kind of stamp are refused with both sides named")
  func misfits() throws {
    let store = try SeriesStore.temporary()
    let series = dailySeries(count: 3)
    try store.put("S", series)
    var other = dailySeries(count: 3, start: 10)
    other.values[1].name = "open"
    let columns = try #require(rothostError { try store.put("S", other, mode: .append) })
    #expect(columns.message.contains("close, volume") && columns.message.contains("close, open"))
    other = dailySeries(count: 3, start: 10)
    other.metadata.timeKind = .instants
    #expect(rothostError { try store.put("S", other, mode: .append) }?.status == .argument)
    let late = try #require(rothostError { try store.put("S", series, mode: .append) })
    #expect(late.message.contains("1970-01-01") && late.message.contains("1970-01-03"))
    let outside = rothostError {
      try store.put("S", series, mode: .replaceRange(0...day))
    }
    #expect(outside?.message.contains("outside the range") == true)
    #expect(try store.copy("S") == series)
  }

  @Test("columns are matched by name, and edits keep the metadata but not the file's digest")
  func columnOrder() throws {
    let store = try SeriesStore.temporary()
    var series = dailySeries(count: 3)
    series.metadata.sha256 = String(repeating: "0", count: 64)
    series.metadata.closingTime = TimeSpan(nanoseconds: day)
    try store.put("S", series)
    var more = dailySeries(count: 2, start: 3)
    more.values.reverse()
    try store.put("S", more, mode: .append)
    let result = try store.copy("S")
    #expect(result.values[0].values == [0.5, 1.5, 2.5, 3.5, 4.5])
    #expect(result.values[1].name == "volume")
    #expect(result.metadata.sha256 == nil && result.metadata.closingTime != nil)
  }

  @Test("a series larger than one transaction is written whole, and failed ones do not pile up")
  func manyTransactions() throws {
    let store = try SeriesStore(path: directory.path, transactionBytes: 60_000)
    let count = 20_000
    let times = (0..<count).map { Int64($0) }
    let values = times.map { Double($0) }
    var data = SeriesData(
      times: times,
      columns: (0..<4).map { .init("c\($0)", values) }, metadata: .init(timeKind: .instants))
    try store.put("big", data)
    #expect(try store.verify() == VerifyReport(intact: ["big"], damaged: [:]))
    data.values[3].values[count - 1] = -.infinity
    #expect(rothostError { try store.put("big", data) }?.status == .data)
    #expect(try store.view("big").withColumn(3) { $0[count - 1] } == Double(count - 1))
    for _ in 0..<5 { #expect(rothostError { try store.put("big", data) }?.status == .data) }
    #expect(SystemFile.size(path: store.dataFile) < 3 * count * 5 * 8)
  }

  private func spliced(
    _ old: SeriesData, _ new: SeriesData, dropping range: ClosedRange<Int64>
  ) -> SeriesData {
    var rows: [Int64: [Double]] = [:]
    for (row, time) in old.times.enumerated() where !range.contains(time) {
      rows[time] = old.values.map { $0.values[row] }
    }
    for (row, time) in new.times.enumerated() { rows[time] = new.values.map { $0.values[row] } }
    var result = old
    result.times = rows.keys.sorted()
    for column in result.values.indices {
      result.values[column].values = result.times.map { rows[$0]![column] }
    }
    return result
  }
}

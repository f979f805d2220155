import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostCache

@Suite struct ImportTests {
  let directory = TemporaryDirectory()
  let store: SeriesStore

  init() throws { store = try SeriesStore(path: directory.path + "/cache") }

  /// Imports a text and answers the report.
  private func load(
    _ text: String, name: String = "S", file: String = "S.csv", _ options: ImportOptions? = nil
  ) throws -> ImportReport {
    try store.importFile(
      directory.file(file, text), options: options ?? ImportOptions(name: name))
  }

  private func days(_ texts: String...) throws -> [Int64] {
    try texts.map { try ISO8601.parse($0).time }
  }

  @Test("the yahoo layout keeps all columns, lower-cased, with close as default")
  func yahoo() throws {
    let report = try load(
      """
      Date,Close,High,Low,Open,Volume
      2024-01-02,10.5,11,10,10.25,100
      2024-01-03,-0.5,,.,1e3,0

      """)
    #expect(report.layout == .yahoo && report.explanation.contains("header"))
    let series = try store.copy("S")
    #expect(series.times == (try days("2024-01-02", "2024-01-03")))
    #expect(series.values.map(\.name) == ["close", "high", "low", "open", "volume"])
    #expect(series.values[0].values == [10.5, -0.5])
    #expect(series.values[1].values[1].isNaN && series.values[2].values[1].isNaN)
    #expect(series.values[3].values == [10.25, 1000])
    #expect(report.info.defaultColumn == 0 && series.metadata.timeKind == .dates)
    #expect(series.metadata.source == "yahoo" && series.metadata.importedFrom == "S.csv")
    #expect(report.warnings.isEmpty)
  }

  @Test("the header rows of yfinance are understood, its second Price is the adjusted close")
  func yfinance() throws {
    let report = try load(
      """
      Price,Price,Close,High
      Ticker,HYG,HYG,HYG
      Ticker,HYG,HYG,HYG
      Date,,,
      2007-04-11 00:00:00,33.12,104.35,104.39
      2007-04-12 00:00:00,33.14,104.42,104.42

      """)
    #expect(report.layout == .yfinance)
    let series = try store.copy("S")
    #expect(series.values.map(\.name) == ["adj_close", "close", "high"])
    #expect(series.times == (try days("2007-04-11", "2007-04-12")))
    #expect(report.info.defaultColumn == 1 && series.metadata.timeKind == .dates)
    let error = rothostError {
      _ = try load("Price,Close,High\nTicker,HYG,LQD\nDate,,\n2007-04-11,1,2\n", name: "T")
    }
    #expect(error?.message.contains("several tickers (HYG, LQD)") == true)
  }

  @Test("24:00 on a month's last day does not move the month's other days into the next")
  func endOfMonth() throws {
    let stamps = ["2020-10-31T24:00:00Z", "2020-11-30T24:00:00Z", "2020-12-02T05:00:00Z"]
    _ = try load("time,close\n" + stamps.map { "\($0),1\n" }.joined())
    #expect(try store.copy("S").times == (try stamps.map { try ISO8601.parse($0).time }))
    let error = rothostError {
      _ = try load("time,close\n2020-11-30T24:00:00Z,1\n2020-11-02T05:00:00Z,1\n", name: "T")
    }
    #expect(error?.message.contains("2020-11-02") == true, "\(error?.message ?? "it was read")")
  }

  @Test("the first and the last stamps there are, centuries apart, are read to the nanosecond")
  func centuries() throws {
    for (text, count) in [
      ("1677-09-21T00:12:43.145224193Z,1\n2262-04-11T23:47:16.854775807Z,2\n", 2),
      ("1677-09-21T04:00:00Z,1\n1677-09-22T04:00:00Z,2\n1677-09-23T04:00:00Z,3\n", 3),
      ("1700-01-01T04:00:00Z,1\n2200-01-01T05:00:00Z,2\n2200-01-02T05:00:00Z,3\n", 3),
      ("1700-03-01T10:00:00+01:00,1\n2200-01-01T10:00:00+02:00,2\n", 2),
    ] {
      let stamps = text.split(separator: "\n").map { $0.split(separator: ",")[0] }
      #expect(try load("time,close\n" + text).info.rowCount == count)
      let series = try store.copy("S")
      for (row, stamp) in stamps.enumerated() {
        let time = try ISO8601.parse(String(stamp)).time
        #expect(series.metadata.timeKind == .dates || series.times[row] == time)
      }
    }
  }

  @Test("midnight in New York, written in UTC or with its offset, is a session date")
  func sessions() throws {
    for (name, stamps) in [
      ("utc", ["2020-10-30 04:00:00+00:00", "2020-11-02 05:00:00+00:00"]),
      ("offset", ["2020-10-30 00:00:00-04:00", "2020-11-02 00:00:00-05:00"]),
      ("naive", ["2020-10-30 00:00:00", "2020-11-02 00:00:00"]),
      ("east", ["2020-10-30T00:00:00+13:00", "2020-11-02T00:00:00+13:00"]),
      ("compact", ["20201030", "20201102"]),
      ("epoch", ["1604016000", "1604275200"]),
    ] {
      let text =
        "Date,Open,High,Low,Close,Adj Close,Volume\n"
        + stamps.map { "\($0),1,2,3,4,5,6\n" }.joined()
      let report = try load(text, name: name)
      #expect(report.info.metadata.timeKind == .dates, "\(name)")
      #expect(try store.copy(name).times == (try days("2020-10-30", "2020-11-02")), "\(name)")
    }
  }

  @Test("other stamps are instants, in the zone they name")
  func instants() throws {
    _ = try load("time,close\n2020-01-01T10:00:00+02:00,1\n2020-01-01 10:00:01.5+02:00,2\n")
    let series = try store.copy("S")
    #expect(series.metadata.timeKind == .instants)
    #expect(series.times == (try days("2020-01-01T08:00:00Z", "2020-01-01T08:00:01.5Z")))
  }

  @Test("a FRED file gives the column value, its code and a warning where no delay is known")
  func fred() throws {
    var report = try load(
      "observation_date,WALCL\n2024-01-03,.\n2024-01-10,7686\n", name: "assets")
    #expect(report.layout == .fred && report.warnings.isEmpty)
    #expect(report.info.metadata.releaseCode == "WALCL")
    let series = try store.copy("assets")
    #expect(series.values.map(\.name) == ["value"] && series.values[0].values[0].isNaN)
    #expect(report.info.columns == [ColumnName("value", unit: "USD millions")])
    report = try load("date,value\n2024-01-03,\n2024-01-10,1\n", file: "XYZ.csv")
    #expect(report.info.metadata.releaseCode == "XYZ" && report.info.columns[0].unit == "")
    #expect(report.warnings.first?.contains("--delay XYZ=") == true)
    report = try load("date,value\n2024-01-03,1\n2024-01-10,1\n", file: "USREC.csv")
    #expect(report.warnings.first?.contains("revised") == true)
  }

  @Test("ticks are instants also at midnight, and the last of a stamp wins")
  func ticks() throws {
    let report = try load(
      """
      time,price,size
      2024-01-02T00:00:00Z,1,5
      2024-01-02T00:00:00Z,2,6
      2024-01-03T00:00:00.000000001Z,3,7

      """)
    #expect(report.layout == .ticks && report.repeatedRows == 1)
    let series = try store.copy("S")
    #expect(series.metadata.timeKind == .instants)
    #expect(series.values.map(\.values) == [[2, 3], [6, 7]])
    #expect(series.times[1] % day == 1)
    let error = rothostError { _ = try load("time,price\n2024-01-02,1\n", name: "T") }
    #expect(error?.message.contains("line 2") == true)
  }

  @Test(
    "epoch stamps are read in the unit their digits tell",
    arguments: ["1700000000", "1700000000000", "1700000000000000", "1700000000000000000"])
  func epochs(stamp: String) throws {
    _ = try load("timestamp,price\n\(stamp),1\n")
    #expect(try store.copy("S").times == [1_700_000_000_000_000_000])
  }

  @Test("the duplicate policy says what becomes of a repeated stamp")
  func duplicates() throws {
    let text = "Date,Close\n2024-01-02,1\n2024-01-02,\n2024-01-02,5\n2024-01-03,7\n"
    for (policy, expected) in [
      (DuplicatePolicy.first, [1.0, 7]), (.last, [5, 7]), (.mean, [3, 7]),
    ] {
      let report = try load(text, ImportOptions(name: "S", onDuplicate: policy))
      #expect(try store.copy("S").values[0].values == expected)
      #expect(report.repeatedRows == 2)
    }
    let error = rothostError { _ = try load(text) }
    #expect(error?.message.contains("line 3") == true)
    #expect(error?.message.contains("--on-duplicate") == true)
  }

  @Test("repeated stamps across block borders are merged too")
  func duplicatesAcrossBlocks() throws {
    let rows = 3 * RowBlock.capacity
    var text = "Date,Close\n"
    for row in 0..<rows {
      let stamp = ISO8601.date(Int64(row) * day)
      text += "\(stamp),\(row)\n\(stamp),\(row + 2)\n\(stamp),\(row + 4)\n"
    }
    _ = try load(text, ImportOptions(name: "S", onDuplicate: .mean))
    let series = try store.copy("S")
    #expect(series.times == (0..<rows).map { Int64($0) * day })
    #expect(series.values[0].values == (0..<rows).map { Double($0 + 2) })
  }

  @Test("byte order mark, CRLF, quotes, blanks and blank lines are accepted")
  func tolerance() throws {
    let plain = "Date,Close,Volume\n2024-01-02,1.5,2\n2024-01-03,2.5,\n"
    _ = try load(plain, name: "plain")
    let expected = try store.copy("plain")
    for (index, text) in [
      "\u{FEFF}" + plain,
      plain.split(separator: "\n").joined(separator: "\r\n") + "\r\n",
      "\"Date\",\"Close\",\"Volume\"\n\"2024-01-02\",\"1.5\",\"2\"\n\"2024-01-03\", 2.5 ,\"\"\n",
      "Date , Close,Volume\n\n2024-01-02 ,1.5,2\n  \n2024-01-03,2.5,NaN\n\n\n",
    ].enumerated() {
      _ = try load(text, name: "S\(index)")
      let series = try store.copy("S\(index)")
      #expect(series.times == expected.times, "\(index)")
      #expect(series.values[0] == expected.values[0], "\(index)")
      #expect(series.values[1].values[0] == 2 && series.values[1].values[1].isNaN, "\(index)")
    }
  }

  @Test("a last line without an end is taken with a warning")
  func openLastLine() throws {
    let report = try load("Date,Close\n2024-01-02,1.5\n2024-01-03,2.5")
    #expect(report.info.rowCount == 2)
    #expect(report.warnings.contains { $0.contains("no line end") })
  }

  @Test("the time column may stand anywhere, and first without a name as pandas writes its index")
  func timeColumn() throws {
    for (header, row) in [
      ("Open,Date,Close", "1,2024-01-02,2"), (",Open,Close", "2024-01-02,1,2"),
      ("Open,Close,timestamp", "1,2,20240102"),
    ] {
      let report = try load("\(header)\n\(row)\n")
      #expect(report.layout == .ohlcv && report.info.columns.map(\.name) == ["open", "close"])
      #expect(try store.copy("S").values.map(\.values) == [[1], [2]], "\(header)")
      #expect(try store.copy("S").times == (try days("2024-01-02")), "\(header)")
    }
  }

  @Test("calendar and closing time are inferred")
  func calendars() throws {
    func file(_ days: some Sequence<Int>) -> String {
      "Date,Close\n" + days.map { "\(ISO8601.date(Int64($0) * day)),1\n" }.joined()
    }
    _ = try load(file(0..<100), name: "crypto")
    #expect(try store.info("crypto").metadata.calendar == .sevenDay)
    #expect(try store.info("crypto").metadata.closingTime == .days(1))
    _ = try load(file((0..<100).filter { CivilDate(daysSinceEpoch: $0).weekday < 5 }), name: "etf")
    #expect(try store.info("etf").metadata.calendar == .weekdays)
    #expect(try store.info("etf").metadata.closingTime == nil)
    _ = try load(file(stride(from: 0, to: 700, by: 7)), name: "weekly")
    #expect(try store.info("weekly").metadata.calendar == .weekly)
    let minutes = (0..<50).map { "\(1_700_000_000 + $0 * 60),1\n" }.joined()
    _ = try load("time,close\n" + minutes, name: "minutes")
    #expect(try store.info("minutes").metadata.period == TimeSpan(nanoseconds: 60_000_000_000))
  }

  @Test("the digest is the SHA-256 of the file")
  func digest() throws {
    _ = try load("Date,Close\n2024-01-02,1\n")
    // printf 'Date,Close\n2024-01-02,1\n' | sha256sum
    #expect(
      try store.info("S").metadata.sha256
        == "7123253fb7b4865da53aca1b1e9960a513d66dc14071099ae34a26277666abcf")
  }

  @Test("a cancelled import stores nothing")
  func cancelled() throws {
    let file = directory.file("S.csv", "Date,Close\n2024-01-02,1\n")
    let error = rothostError { _ = try store.importFile(file) { _ in true } }
    #expect(error?.status == .cancelled)
    #expect(try store.names() == [])
  }

  @Test("date-times are read alike by the quick reader and the general one, over 20 seeds")
  func dateTimes() throws {
    for seed in UInt64(1)...20 {
      var random = SeededGenerator(seed: seed)
      let zone = ["", "Z", "+00:00", "-05:30", "+0100", "+09"].randomElement(using: &random)!
      let separator = Bool.random(using: &random) ? "T" : " "
      let fraction = seed % 3 == 0 ? ".25" : ""
      var time = Int64.random(in: 0...2_000_000_000, using: &random) * 1_000_000_000
      var text = "time,close\n"
      var expected: [Int64] = []
      for _ in 0..<300 {
        time += Int64.random(in: 1...200_000, using: &random) * 1_000_000_000
        let stamp =
          "\(ISO8601.date(time))\(separator)\(ISO8601.instant(time).dropFirst(11).dropLast())"
          + fraction + zone
        text += "\(stamp),1\n"
        expected.append(try ISO8601.parse(stamp).time)
      }
      _ = try load(text)
      #expect(try store.copy("S").times == expected, "seed \(seed)")
    }
  }

  @Test("a file of many blocks and spool files is read whole")
  func manyRows() throws {
    let rows = 200_000
    var text = "time,close\n"
    for row in 0..<rows { text += "\(1_000_000_000 + row * 60),\(row).5\n" }
    let report = try load(text)
    #expect(report.info.rowCount == rows)
    let view = try store.view("S")
    #expect(
      view.withTimes { span in
        span.indices.allSatisfy { span[$0] == Int64(1_000_000_000 + $0 * 60) * 1_000_000_000 }
      })
    #expect(
      view.withColumn(0) { span in span.indices.allSatisfy { span[$0] == Double($0) + 0.5 } })
  }

  @Test("rows can be appended from a file")
  func appending() throws {
    _ = try load("Date,Close\n2024-01-02,1\n")
    _ = try load("Date,Close\n2024-01-03,2\n", ImportOptions(name: "S", mode: .append))
    #expect(try store.copy("S").values[0].values == [1, 2])
  }
}

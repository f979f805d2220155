import Glibc
import RothostSeries
import Testing

@testable import RothostCache

/// Files as vendors write them, kept outside the repository.
@Suite struct SharedDataTests {
  /// The folder, or nil (after saying so loudly) where it is absent.
  private static func folder(_ test: String = #function) -> String? {
    let named = getenv("ROTHOST_SHARED_DATA").map { String(cString: $0) }
    let here = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = named ?? "/\(here)/../shared/data"
    if access(path, R_OK) == 0 { return path }
    print("SKIPPED: ../shared/data is absent (looked in \(path)); \(test) proved nothing")
    return nil
  }

  private static func files(_ folder: String) -> [String] {
    var files: [String] = []
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".csv") { files.append("\(folder)/\(name)") }
    }
    return files.sorted()
  }

  @Test("every file is read by auto, with the layout of its folder, as dates")
  func everyFile() throws {
    guard let folder = Self.folder() else { return }
    let store = try SeriesStore.temporary()
    var count = 0
    for (sub, layout) in [
      ("yahoo", ImportLayout.yahoo), ("yfinance", .yfinance), ("fred", .fred), ("other", .ohlcv),
    ] {
      for file in Self.files("\(folder)/\(sub)") {
        let report = try store.importFile(file)
        #expect(report.layout == layout, "\(file): \(report.explanation)")
        #expect(report.info.metadata.timeKind == .dates, "\(file)")
        #expect(report.info.name == Importer.stem(file))
        count += 1
      }
    }
    #expect(count >= 31)
    #expect(try store.verify().isIntact)

    let adjusted = try store.view("HYG")
    #expect(adjusted.info.columns.map(\.name).prefix(2) == ["adj_close", "close"])
    #expect(adjusted.withColumn(0) { $0[0] } == 33.1235466003418)
    #expect(adjusted.withColumn(1) { $0[0] } == 104.3499984741211)
    #expect(adjusted.info.defaultColumn == 1 && adjusted.rowCount == 4647)
    let gold = try store.view("GDX")
    #expect(ISO8601.date(gold.info.first) == "2020-07-27")
    #expect(ISO8601.date(gold.info.last) == "2025-04-04")
    let bitcoin = try store.info("BTC_USD")
    #expect(bitcoin.metadata.calendar == .sevenDay && bitcoin.metadata.closingTime == .days(1))
    #expect(bitcoin.rowCount == 5848)
    let small = try store.info("IWM")
    #expect(small.metadata.calendar == .weekdays && small.rowCount == 6598)
    #expect(try store.info("WALCL").metadata.calendar == .weekly)
    #expect(try store.info("M2SL").metadata.calendar == .monthly)
    let credit = try store.view("BAMLH0A0HYM2")
    #expect(credit.withColumn(0) { $0[0] == 3.13 && $0[1].isNaN })
  }
}

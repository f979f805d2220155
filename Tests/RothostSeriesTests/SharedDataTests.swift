import Foundation
import RothostSeries
import Testing

/// One column of a vendor's file, read in the plainest way.
private struct SharedFile {
  var times: [Int64] = []
  var values: [Double] = []
  var kind = TimeKind.instants

  /// `../shared/data` beside the package, or `$ROTHOST_SHARED_DATA`; nil where there is none.
  static let folder: String? = {
    let root = URL(fileURLWithPath: #filePath).appending(path: "../../..").standardized.path
    let folder =
      ProcessInfo.processInfo.environment["ROTHOST_SHARED_DATA"] ?? root + "/../shared/data"
    guard FileManager.default.fileExists(atPath: folder + "/yahoo/IWM.csv") else {
      print("SKIPPED: ../shared/data is absent, so no test ran on real calendars")
      return nil
    }
    return folder
  }()

  init(_ path: String, column: Int = 1) throws {
    let folder = try #require(SharedFile.folder)
    let text = try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
    for line in text.split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard let stamp = try? ISO8601.parse(String(fields[0])) else { continue }
      times.append(stamp.time)
      values.append(fields.indices.contains(column) ? Double(fields[column]) ?? .nan : .nan)
    }
    if let dates = SessionStamps.dates(behind: times.span) { (times, kind) = (dates, .dates) }
  }

  func input(
    _ name: String, delay: TimeSpan? = nil, _ transform: Transform = .level
  ) throws -> FrameInput {
    try FrameInput(
      name: name, role: name, times: times.span, values: values.span, kind: kind, delay: delay,
      transform: transform)
  }
}

@Suite("Frames of real series", .enabled(if: SharedFile.folder != nil))
struct SharedDataTests {
  @Test(
    "every vendor's calendar is recognised",
    arguments: [
      ("yahoo/IWM.csv", SeriesCalendar.weekdays), ("yahoo/SPY.csv", .weekdays),
      ("yahoo/BTC_USD.csv", .sevenDay), ("yahoo/ETH_USD.csv", .sevenDay),
      ("yfinance/GDX.csv", .weekdays), ("yfinance/HYG.csv", .weekdays),
      ("other/DXY.csv", .weekdays), ("fred/DGS10.csv", .weekdays), ("fred/VIXCLS.csv", .weekdays),
      ("fred/RRPONTSYD.csv", .weekdays), ("fred/BAMLH0A0HYM2.csv", .weekdays),
      ("fred/WALCL.csv", .weekly), ("fred/ANFCI.csv", .weekly), ("fred/STLFSI4.csv", .weekly),
      ("fred/M2SL.csv", .monthly), ("fred/USREC.csv", .monthly),
    ])
  func calendars(path: String, calendar: SeriesCalendar) throws {
    let file = try SharedFile(path)
    #expect(file.times.count > 1000 || calendar != .weekdays)
    #expect(file.kind == .dates)
    #expect(SeriesCalendar.inferred(from: file.times.span, kind: .dates) == calendar)
  }

  @Test("the returns of a frame add up to the whole move: no weekend is lost")
  func telescopes() throws {
    let stock = try SharedFile("yahoo/IWM.csv")
    let crypto = try SharedFile("yahoo/BTC_USD.csv")
    let from = time("2014-01-01")
    let levels = try WrittenFrame([stock.input("IWM"), crypto.input("BTC_USD")])
    let returns = try WrittenFrame(
      [stock.input("IWM", .log), crypto.input("BTC_USD", .log)], FrameRules(from: from))
    #expect(returns.times.first == "2014-01-02")
    #expect(returns.times.allSatisfy { CivilDate(containingNanoseconds: time($0)).isWeekday })
    #expect(returns.plan.closesDiffer)
    let base = try #require(levels.times.firstIndex(of: "2014-01-02")) - 1
    for (level, change) in zip(levels.columns, returns.columns) {
      let move = log(level[level.count - 1] / level[base])
      #expect(abs(change.reduce(0, +) - move) < 1e-11)
    }
  }

  @Test("no row of a frame knows a macro value before it was published")
  func publication() throws {
    let stock = try SharedFile("yahoo/SPY.csv")
    for (code, days) in [("fred/WALCL.csv", 1), ("fred/M2SL.csv", 28), ("fred/DGS10.csv", 1)] {
      let macro = try SharedFile(code)
      let calendar = SeriesCalendar.inferred(from: macro.times.span, kind: .dates)
      let frame = try WrittenFrame(
        [stock.input("SPY"), macro.input(code, delay: .days(days))],
        FrameRules(alignment: .previous))
      #expect(frame.times.count > 4000)
      // The frame's value must be the newest whose period ended `days` days before the row's end.
      for (date, value) in zip(frame.times, frame.columns[1]).filter({ $0.0 > "2019-06" }).prefix(
        300)
      {
        let day = CivilDate(containingNanoseconds: time(date)).daysSinceEpoch
        let known = macro.times.indices.last { row in
          let stamp = CivilDate(containingNanoseconds: macro.times[row])
          let end = calendar == .monthly ? stamp.endOfMonth : stamp
          return !macro.values[row].isNaN && end.daysSinceEpoch + days <= day
        }
        #expect(value == known.map { macro.values[$0] }, "\(code) on \(date)")
      }
    }
  }
}

import Foundation
import RothostCache
import RothostHost
import RothostSeries

/// The vendors' files that facts are reproduced from; never part of the project.
enum MarketFiles {
  /// `../shared/data` beside the package, or `$ROTHOST_SHARED_DATA`; nil where there is none.
  private static let folder: String? = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let path =
      ProcessInfo.processInfo.environment["ROTHOST_SHARED_DATA"] ?? root.path + "/shared/data"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  /// A lab whose cache holds the named series; nil, said loudly, where there are no files.
  static func lab(_ names: String...) throws -> Lab? {
    guard let folder else {
      print("SKIPPED: ../shared/data is absent, so the market's facts are not reproduced")
      return nil
    }
    let lab = try Lab()
    for name in names {
      let files = ["yahoo", "fred", "yfinance", "other"].map { "\(folder)/\($0)/\(name).csv" }
      let file = files.first { FileManager.default.fileExists(atPath: $0) } ?? files[0]
      _ = try lab.engine.store().importFile(file, options: ImportOptions())
    }
    return lab
  }
}

extension Lab {
  /// Stores a series that is 1 on each of another's dates.
  func putFlat(_ name: String, like other: String) throws {
    let store = try engine.store()
    let view = try store.view(other)
    let times = view.withTimes { times in times.indices.map { times[$0] } }
    let values = [Double](repeating: 1, count: times.count)
    try store.put(
      name,
      SeriesData(
        times: times, columns: [.init("close", values)], metadata: view.info.metadata),
      mode: .replace)
  }
}

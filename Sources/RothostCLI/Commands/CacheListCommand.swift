import ArgumentParser
import RothostCache
import RothostSeries

/// `rothost cache list`: the series there are.
struct CacheListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the series of the cache.")

  @OptionGroup var cacheArguments: CacheArguments

  func run() throws {
    let series = try Self.list(cacheArguments)
    guard !series.isEmpty else {
      StandardStreams.note(
        "the cache is empty; 'rothost cache import FILE…' fills it, and until then eval answers "
          + "on the built-in demo market")
      return
    }
    let terminal = Terminal.output
    let lines = Self.table(series).lines(
      width: terminal.isInteractive ? terminal.width : .max,
      style: TextStyle(isOn: terminal.hasColor))
    try StandardStreams.write(lines.joined(separator: "\n") + "\n")
  }

  /// The series there are; a cache that is not there yet has none, and is not made.
  private static func list(_ arguments: CacheArguments) throws -> [SeriesInfo] {
    do {
      return try arguments.store(readOnly: true).list()
    } catch let error as RothostError where error.status == .notFound {
      return []
    }
  }

  static func table(_ series: [SeriesInfo]) -> TextTable {
    TextTable(columns: [
      .init(title: "series", side: .left, cells: series.map(\.name)),
      .init(title: "rows", side: .right, cells: series.map { String($0.rowCount) }),
      .init(
        title: "range", side: .left,
        cells: series.map { ValueText.range($0.first, $0.last, $0.metadata.timeKind) }),
      .init(title: "calendar", side: .left, cells: series.map { "\($0.metadata.calendar)" }),
      .init(
        title: "columns (default first)", side: .left, cells: series.map(columns),
        isElastic: true),
    ])
  }

  private static func columns(_ info: SeriesInfo) -> String {
    var names = info.columns.map(\.name)
    let chosen = names.remove(at: info.defaultColumn)
    return ([chosen] + names).joined(separator: ",")
  }
}

import ArgumentParser
import RothostCache
import RothostSeries

/// `rothost cache info NAME`: all that is known of one series.
struct CacheInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Show a series: columns, range, calendar, source, digest.")

  @Argument(help: ArgumentHelp("The series.", valueName: "name"))
  var name: String

  @OptionGroup var cacheArguments: CacheArguments

  func run() throws {
    let info = try cacheArguments.store(readOnly: true).info(name)
    let lines = Self.lines(info, style: TextStyle(isOn: Terminal.output.hasColor))
    try StandardStreams.write(lines.joined(separator: "\n") + "\n")
  }

  static func lines(_ info: SeriesInfo, style: TextStyle) -> [String] {
    let metadata = info.metadata
    let columns = info.columns.enumerated().map { index, column in
      let unit = column.unit.isEmpty ? "" : " (\(column.unit))"
      return "\(column.name)\(unit)\(index == info.defaultColumn ? " · default" : "")"
    }
    var facts: [(String, String)] = [
      ("rows", String(info.rowCount)),
      ("range", ValueText.range(info.first, info.last, metadata.timeKind)),
      ("stamps", metadata.timeKind == .dates ? "session dates" : "instants, UTC"),
      ("calendar", "\(metadata.calendar)"),
      ("columns", columns.joined(separator: ", ")),
    ]
    if let period = metadata.period { facts.append(("period", period.description)) }
    if let close = metadata.closingTime {
      facts.append(("known at", "00:00 UTC of its date + \(close)"))
    }
    if let delay = publicationDelay(metadata) { facts.append(("publication", delay)) }
    facts.append(("source", metadata.source))
    if let file = metadata.importedFrom { facts.append(("imported from", file)) }
    if let digest = metadata.sha256 { facts.append(("sha256", digest)) }
    facts.append(("generation", String(info.generation)))
    let table = TextTable(
      columns: [
        .init(title: "", side: .left, cells: facts.map(\.0), isDim: true),
        .init(title: "", side: .left, cells: facts.map(\.1)),
      ],
      hasTitles: false)
    return [style.bold(info.name)] + table.lines(width: .max, style: style, indent: 2)
  }

  /// The delay after a row's date at which it was published, and by what it is known.
  private static func publicationDelay(_ metadata: SeriesMetadata) -> String? {
    if let delay = metadata.publicationDelay { return "\(delay) after its date" }
    guard let code = metadata.releaseCode, let rule = PublicationRule.standard(forCode: code)
    else { return nil }
    let delay = rule.delay.map { "\($0) after its date" } ?? "delay unknown"
    return "\(delay) (\(code))\(rule.isRevised ? ", revised later" : "")"
  }
}

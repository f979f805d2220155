import ArgumentParser
import RothostHost

/// `rothost plugin list`: every candidate file, where it came from and what became of it.
struct PluginListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List indicators, where each came from, and why any file was refused.")

  @OptionGroup var pluginArguments: PluginArguments

  func run() throws {
    let records = try pluginArguments.engine().listPlugins()
    let terminal = Terminal.output
    let lines = Self.lines(
      records, width: terminal.width, isInteractive: terminal.isInteractive,
      style: TextStyle(isOn: terminal.hasColor))
    try StandardStreams.write(lines.joined(separator: "\n") + "\n")
  }

  /// One row per indicator, then one line per file or indicator that cannot be used.
  static func lines(
    _ records: [PluginRecord], width: Int, isInteractive: Bool, style: TextStyle
  ) -> [String] {
    var rows = [(record: PluginRecord, indicator: PluginRecord.Indicator)]()
    for record in records {
      for indicator in record.indicators { rows.append((record, indicator)) }
    }
    rows.sort { $0.indicator.id < $1.indicator.id }
    var lines = [String]()
    if rows.isEmpty {
      lines.append("No indicator was found; 'rothost plugin new NAME --lang c' writes one.")
    } else {
      lines += TextTable(
        columns: [
          .init(title: "indicator", side: .left, cells: rows.map(\.indicator.id)),
          .init(title: "version", side: .left, cells: rows.map(\.indicator.version)),
          .init(title: "status", side: .left, cells: rows.map(\.indicator.status.name)),
          .init(title: "origin", side: .left, cells: rows.map(\.record.origin.rawValue)),
          .init(
            title: "summary", side: .left, cells: rows.map(\.indicator.summary),
            isElastic: isInteractive),
        ]
      ).lines(width: width, style: style)
    }
    let refused = records.filter { $0.indicators.isEmpty && $0.status.reason != nil }
    let hidden = rows.filter { $0.indicator.status.reason != nil }
    guard !(refused.isEmpty && hidden.isEmpty) else { return lines }
    lines.append("")
    for record in refused {
      lines.append(
        "\(style.yellow(record.status.name)) \(record.path): \(record.status.reason ?? "")")
    }
    for row in hidden {
      lines.append(
        "\(style.yellow(row.indicator.status.name)) \(row.indicator.id) of \(row.record.path): "
          + (row.indicator.status.reason ?? ""))
    }
    return lines
  }
}

import ArgumentParser
import RothostHost

/// `rothost plugin list`: every candidate file, where it came from and what became of it.
struct PluginListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List indicators, where each came from, and why any file was refused.")

  @Option(help: "As a table, or as JSON for machines.")
  var format: PlainFormat = .text

  @OptionGroup var pluginArguments: PluginArguments

  func run() throws {
    let engine = try pluginArguments.engine()
    let records = engine.listPlugins(monitor: Monitor { _ in Interrupt.isRequested })
    if Interrupt.isRequested { throw CommandFailure(.interrupted, "interrupted") }
    if format == .json { return try StandardStreams.write(PluginRecord.json(records) + "\n") }
    let terminal = Terminal.output
    let style = TextStyle(isOn: terminal.hasColor)
    let lines =
      Self.lines(
        records, width: terminal.width, isInteractive: terminal.isInteractive, style: style)
      + Self.lines(pinsOf: engine, style: style)
    try StandardStreams.show(lines)
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
          .init(title: "status", side: .left, cells: rows.map(Self.status)),
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
      // Only a file that is not what was pinned is refused and has a pin.
      let status = record.pin == nil ? record.status.name : "changed"
      lines.append("\(style.yellow(status)) \(record.path): \(record.status.reason ?? "")")
    }
    for row in hidden {
      lines.append(
        "\(style.yellow(row.indicator.status.name)) \(row.indicator.id) of \(row.record.path): "
          + (row.indicator.status.reason ?? ""))
    }
    return lines
  }

  private static func status(
    _ row: (record: PluginRecord, indicator: PluginRecord.Indicator)
  ) -> String {
    row.indicator.status == .loaded && row.record.pin != nil ? "pinned" : row.indicator.status.name
  }

  /// Pins of files that are gone, or why no pin can be read.
  private static func lines(pinsOf engine: Engine, style: TextStyle) -> [String] {
    let pins: [Pin]
    do {
      pins = try engine.missingPins()
    } catch {
      return ["", "\(style.yellow("broken")) \(error.message)"]
    }
    guard !pins.isEmpty else { return [] }
    return [""]
      + pins.map { pin in
        "\(style.yellow("missing")) \(pin.path): pinned for \(pin.ids.joined(separator: ", ")), and "
          + "gone; put it back, or `rothost plugin unpin \(pin.path)`"
      }
  }
}

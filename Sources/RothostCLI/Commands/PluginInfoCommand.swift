import ArgumentParser
import RothostHost
import RothostSeries

/// `rothost plugin info ID`: an indicator's manual, made from its descriptor.
struct PluginInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show an indicator's manual: inputs, parameters, outputs, formula, source.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case markdown
  }

  @Argument(help: ArgumentHelp("The indicator.", valueName: "id"))
  var indicator: String?

  @Flag(help: "All indicators there are, by name.")
  var all = false

  @Option(help: "As pages for the terminal, or as Markdown.")
  var format: Format = .text

  @Flag(help: "Only the C prototypes that the indicator's manifest stands for.")
  var explain = false

  @OptionGroup var pluginArguments: PluginArguments

  func validate() throws {
    guard !explain || (indicator != nil && format == .text) else {
      throw ValidationError("--explain takes one indicator, and writes text")
    }
    guard all == (indicator == nil) else {
      throw ValidationError("name one indicator, or give --all")
    }
  }

  func run() throws {
    let engine = try pluginArguments.engine()
    if explain, let indicator {
      let prototypes = try engine.prototypes(of: indicator)
      let width = prototypes.map(\.key.count).max() ?? 0
      return try StandardStreams.show(
        prototypes.map { key, text in
          key + String(repeating: " ", count: width - key.count + 2) + text
        })
    }
    let descriptions = try ids(engine).map { id in try engine.describe(id) }
    switch format {
    case .markdown:
      try StandardStreams.write(IndicatorMarkdown(descriptions: descriptions).text().printable)
    case .text:
      let terminal = Terminal.output
      // A worker is started to see its walls, which are the same for all.
      let isolation = try indicator.map { id throws in try engine.isolation(of: id) }
      let pages = descriptions.map { description in
        IndicatorManual(
          description: description, record: engine.record(of: description.id), isolation: isolation
        ).lines(width: terminal.width, style: TextStyle(isOn: terminal.hasColor))
      }
      try StandardStreams.show(Array(pages.joined(separator: ["", ""])))
    }
  }

  private func ids(_ engine: Engine) -> [String] {
    if let indicator { return [indicator] }
    return engine.listPlugins().flatMap(\.indicators).filter { $0.status == .loaded }.map(\.id)
      .sorted()
  }
}

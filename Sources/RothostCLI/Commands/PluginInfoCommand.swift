import ArgumentParser
import RothostHost

/// `rothost plugin info ID`: an indicator's manual, made from its descriptor.
struct PluginInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show an indicator's manual: inputs, parameters, outputs, formula, source.")

  @Argument(help: ArgumentHelp("The indicator.", valueName: "id"))
  var indicator: String

  @OptionGroup var pluginArguments: PluginArguments

  func run() throws {
    let engine = try pluginArguments.engine()
    let description = try engine.describe(indicator)
    let terminal = Terminal.output
    let lines = IndicatorManual(description: description, record: engine.record(of: indicator))
      .lines(width: terminal.width, style: TextStyle(isOn: terminal.hasColor))
    try StandardStreams.write(lines.joined(separator: "\n") + "\n")
  }
}

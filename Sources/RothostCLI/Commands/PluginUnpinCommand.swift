import ArgumentParser
import RothostHost

/// `rothost plugin unpin FILE|ID…`: takes the word back.
struct PluginUnpinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unpin",
    abstract: "Vouch for plugins no longer; they are then strangers again.")

  @Argument(help: ArgumentHelp("Files, there or not, or ids.", valueName: "file-or-id"))
  var targets: [String]

  @OptionGroup var pluginArguments: PluginArguments

  func run() throws {
    let engine = try pluginArguments.engine()
    // One after the other, so that what was done is told, also where the next target fails.
    for target in targets {
      try StandardStreams.write("unpinned: \(try engine.unpin(target).path)\n")
    }
  }
}

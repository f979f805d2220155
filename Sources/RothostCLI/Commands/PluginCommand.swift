import ArgumentParser

/// `rothost plugin …`: what indicators there are, and new ones.
struct PluginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin",
    abstract: "List, describe, create, adopt and validate plugins.",
    subcommands: [
      PluginListCommand.self, PluginInfoCommand.self, PluginNewCommand.self,
      PluginAdoptCommand.self, PluginValidateCommand.self,
    ])
}

import ArgumentParser

/// `rothost plugin …`: what indicators there are, and new ones.
struct PluginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin",
    abstract: "List, describe, create and adopt plugins.",
    subcommands: [
      PluginListCommand.self, PluginInfoCommand.self, PluginNewCommand.self,
      PluginAdoptCommand.self,
    ])
}

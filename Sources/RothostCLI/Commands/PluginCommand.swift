import ArgumentParser

/// `rothost plugin …`: what indicators there are, and new ones.
struct PluginCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugin",
    abstract: "List, describe, create, adopt, validate and vouch for plugins.",
    subcommands: [
      PluginListCommand.self, PluginInfoCommand.self, PluginNewCommand.self,
      PluginAdoptCommand.self, PluginValidateCommand.self, PluginPinCommand.self,
      PluginUnpinCommand.self,
    ])
}

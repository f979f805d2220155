import ArgumentParser

/// `rothost cache …`: the series everything else reads.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Import, list and export series.",
    subcommands: [
      CacheImportCommand.self, CacheListCommand.self, CacheInfoCommand.self,
      CacheExportCommand.self, CacheRemoveCommand.self, CacheVerifyCommand.self,
      CacheRepairCommand.self, CacheDemoCommand.self,
    ])
}

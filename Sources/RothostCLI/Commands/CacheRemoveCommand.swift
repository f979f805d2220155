import ArgumentParser
import RothostSeries

/// `rothost cache remove NAME…`: series that are no longer wanted.
struct CacheRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove series from the cache.")

  @Argument(help: ArgumentHelp("The series.", valueName: "name"))
  var names: [String]

  @OptionGroup var cacheArguments: CacheArguments

  func run() throws {
    let store = try cacheArguments.store()
    // All are looked up first: a misspelt name removes nothing.
    for name in names { _ = try store.info(name) }
    for name in names { try store.remove(name) }
  }
}

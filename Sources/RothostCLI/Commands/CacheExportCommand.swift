import ArgumentParser
import Glibc
import RothostCache
import RothostSeries

/// `rothost cache export NAME…`: series as CSV that imports to the same numbers.
struct CacheExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a series as CSV to standard output, or series into a folder.")

  @Argument(help: ArgumentHelp("The series; none = all of them, with --output.", valueName: "name"))
  var names: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file for one series, or an existing folder for one file each.", valueName: "path"),
    completion: .file())
  var output: String?

  @OptionGroup var cacheArguments: CacheArguments

  func validate() throws {
    guard names.count == 1 || output != nil else {
      throw ValidationError(
        "standard output takes one series; name one, or add --output FOLDER for several")
    }
  }

  func run() throws {
    let store = try cacheArguments.store(readOnly: true)
    guard let output else {
      try store.export(names[0], to: STDOUT_FILENO)
      return
    }
    if names.count == 1 && !SystemCalls.isFolder(output) {
      try Self.export(names[0], of: store, to: output)
    } else {
      try Self.export(names.isEmpty ? store.names() : names, of: store, into: output)
    }
  }

  /// One file `NAME.csv` per series, each whole or not at all.
  static func export(_ names: [String], of store: SeriesStore, into folder: String) throws {
    let code = SystemCalls.makeFolder(folder)
    guard code == 0 else {
      throw CommandFailure(
        .cannotCreate,
        "\(folder) cannot be made (\(SystemCalls.describe(code))); "
          + "name a folder whose parent exists and is yours")
    }
    for name in names { try export(name, of: store, to: "\(folder)/\(name).csv") }
  }

  private static func export(_ name: String, of store: SeriesStore, to path: String) throws {
    try AtomicFile.write(to: path) { descriptor in try store.export(name, to: descriptor) }
  }
}

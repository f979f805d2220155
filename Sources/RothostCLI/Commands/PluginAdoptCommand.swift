import ArgumentParser
import RothostHost

/// `rothost plugin adopt ta-lib PATH`: a manifest for a library that describes itself.
struct PluginAdoptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Write a manifest for a library that describes itself, such as TA-Lib.",
    discussion: """
      Every function becomes an indicator without a compiler: those of TA-Lib are called ta_ and the \
      function's lower-case name. The Python wheel holds the library in the folder ta_lib.libs.
      """)

  @Argument(help: ArgumentHelp("The library: ta-lib.", valueName: "library"))
  var library: LibraryAdoption.Library

  @Argument(
    help: ArgumentHelp("Its shared object, or the folder it is in.", valueName: "path"),
    completion: .file())
  var path: String

  @Option(
    help: ArgumentHelp(
      "Where to write the manifest; else plugins/ta_lib.toml, where the host looks.",
      valueName: "file"),
    completion: .file())
  var output: String?

  func run() throws {
    let adoption = try LibraryAdoption(library, path: path)
    let target = output ?? "plugins/\(adoption.fileName)"
    if output == nil, !SystemCalls.isFolder("plugins") {
      let code = SystemCalls.makeFolder("plugins")
      guard code == 0 else {
        throw CommandFailure(
          .cannotCreate,
          "plugins cannot be made (\(SystemCalls.describe(code))); name a file with --output")
      }
    }
    try AtomicFile.write(adoption.text, to: target)
    let first = adoption.ids.first ?? ""
    try StandardStreams.write(
      "wrote \(target): \(adoption.ids.count) indicators of \(library.rawValue) \(adoption.version), "
        + "\(first) to \(adoption.ids.last ?? first)\n"
        + "Ask one:  rothost eval --plugin ta_rsi --input input=SERIES"
        + (output == nil ? "\n" : " --plugins \(target)\n"))
  }
}

extension LibraryAdoption.Library: ExpressibleByArgument {}

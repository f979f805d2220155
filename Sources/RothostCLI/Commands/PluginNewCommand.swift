import ArgumentParser
import Glibc
import RothostHost

/// `rothost plugin new NAME --lang c|swift`: a working plugin and its test, to start from.
struct PluginNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a working plugin with its test into a folder of its name.")

  @Argument(
    help: ArgumentHelp("The indicator's id, in lower_case_words.", valueName: "name"))
  var name: String

  @Option(name: .customLong("lang"), help: "The language it is written in.")
  var language: PluginTemplate.Language

  func run() throws {
    let files = try PluginTemplate.files(name: name, language: language)
    guard !SystemCalls.isFolder(name) else {
      throw CommandFailure(
        .cannotCreate, "there is a folder \(name) already; take another name, or move it away")
    }
    for file in files {
      try Self.makeFolders(above: file.path)
      try Self.write(file)
    }
    try StandardStreams.write(
      files.map { "wrote \($0.path)\n" }.joined()
        + "Build and test it:  \(name)/test\n"
        + "Then prove it:      rothost plugin validate \(name)/\(name).so\n"
        + "And ask it:         rothost eval --plugin \(name) --plugins \(name)\n")
  }

  private static func makeFolders(above path: String) throws {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += folder.isEmpty ? String(part) : "/\(part)"
      let code = SystemCalls.makeFolder(folder)
      guard code == 0 else {
        throw CommandFailure(
          .cannotCreate,
          "\(folder) cannot be made (\(SystemCalls.describe(code))); "
            + "change to a folder that is yours")
      }
    }
  }

  private static func write(_ file: PluginTemplate.File) throws {
    try AtomicFile.write(to: file.path) { descriptor in
      let code = SystemCalls.write(file.contents.utf8Span.span, to: descriptor)
      guard code == 0, !file.isExecutable || fchmod(descriptor, 0o755) == 0 else {
        throw CommandFailure(
          .inputOutput, "\(file.path) cannot be written (\(SystemCalls.describe(errno)))")
      }
    }
  }
}

extension PluginTemplate.Language: ExpressibleByArgument {}

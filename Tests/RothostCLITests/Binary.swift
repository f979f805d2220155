import Foundation

/// The built `rothost` beside the tests, run as a user runs it.
struct Binary {
  struct Answer {
    var code: Int32
    var output: Data
    var error: String

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorLines: [Substring] { error.split(separator: "\n", omittingEmptySubsequences: false) }
    var json: [String: Any]? { try? JSONSerialization.jsonObject(with: output) as? [String: Any] }
  }

  /// Its own cache and data folder, so that runs neither see nor leave anything of the user's.
  let folder: URL
  var environment: [String: String] = [:]

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "rothost-cli-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["PATH", "HOME", "LD_LIBRARY_PATH"] {
      environment[name] = ProcessInfo.processInfo.environment[name]
    }
    environment["ROTHOST_CACHE"] = folder.appending(path: "cache").path
    environment["XDG_DATA_HOME"] = folder.appending(path: "data").path
    environment["XDG_CACHE_HOME"] = folder.appending(path: "remembered").path
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Runs to the end and collects both streams.
  func run(_ arguments: [String], environment extra: [String: String] = [:]) throws -> Answer {
    let output = folder.appending(path: "out-\(UUID())")
    let error = folder.appending(path: "err-\(UUID())")
    // Files, not pipes: nothing can fill up while both are written.
    for file in [output, error] { try Data().write(to: file) }
    defer { for file in [output, error] { try? FileManager.default.removeItem(at: file) } }
    let process = try process(arguments, environment: extra)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    process.waitUntilExit()
    return Answer(
      code: process.terminationStatus, output: try Data(contentsOf: output),
      error: try String(contentsOf: error, encoding: .utf8))
  }

  func run(_ arguments: String...) throws -> Answer { try run(arguments) }

  /// A process that is set up and not started.
  func process(_ arguments: [String], environment extra: [String: String] = [:]) throws -> Process {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.environment = environment.merging(extra) { $1 }
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    return process
  }

  static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// In the folder of the test bundle, which `swift test` names among the arguments.
  static let executable: URL = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    let folder =
      bundle.map { URL(filePath: $0).deletingLastPathComponent() }
      ?? packageRoot.appending(path: ".build/debug")
    return folder.appending(path: "rothost")
  }()

  /// The vendors' files, where this machine has them; says loudly where not.
  static let sharedData: URL? = {
    let stated = ProcessInfo.processInfo.environment["ROTHOST_SHARED_DATA"]
    let folder =
      stated.map { URL(filePath: $0) } ?? packageRoot.appending(path: "../shared/data").standardized
    if FileManager.default.fileExists(atPath: folder.path) { return folder }
    print("SKIPPED: ../shared/data is absent; tests on real data did not run")
    return nil
  }()
}

import Foundation

@testable import RothostHost

/// `Tests/BrokenPlugins/prober.c`, built whole or with one promise broken.
enum BrokenLab {
  static let sources = "\(Fixture.root)/Tests/BrokenPlugins"

  /// Compiles into a folder of its own and answers the file's path.
  static func build(_ brokenPart: String?, flags: [String] = []) throws -> String {
    let path = "\(try Fixture.folder())/prober.so"
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/cc")
    compiler.arguments =
      [
        "-std=gnu99", "-O1", "-ffp-contract=off", "-fPIC", "-fvisibility=hidden", "-shared", "-w",
        "-I", "\(Fixture.root)/include",
      ] + (brokenPart.map { ["-DBREAK_\($0)"] } ?? []) + ["\(sources)/prober.c", "-o", path]
      + flags + ["-lm", "-lpthread"]
    try compiler.run()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0 else { throw Fixture.CompilerFailed(source: "prober") }
    chmod(path, 0o755)
    return path
  }

  /// Names of the failed checks of a file, and their reasons.
  static func failures(_ path: String) throws -> [String: String] {
    let report = try Validator(path: path).run()
    return Dictionary(
      uniqueKeysWithValues: report.failed.map { ($0.check.name, $0.outcome.reason ?? "") })
  }

  /// Why the only failed check is not `check`; nil where it is.
  static func objection(_ path: String, only check: String) throws -> String? {
    let failures = try failures(path)
    if Set(failures.keys) == [check], failures[check] != "" { return nil }
    return failures.isEmpty ? "nothing failed" : "failed: \(failures)"
  }
}

import Foundation
import RothostTestSupport
import Testing

@testable import RothostHost

/// `Tests/BrokenPlugins/prober.c`, built whole or with one promise broken.
enum BrokenLab {
  static let sources = "\(Fixture.root)/Tests/BrokenPlugins"

  /// Compiles into a folder of its own and answers the file's path.
  static func build(_ brokenPart: String?, flags: [String] = []) throws -> String {
    let path = "\(try Fixture.folder())/prober.so"
    try Fixture.compile(
      "\(sources)/prober.c", to: path, defines: brokenPart.map { ["BREAK_\($0)"] } ?? [],
      extra: ["-fvisibility=hidden", "-w"] + flags + ["-lpthread"])
    return path
  }

  /// Names of the failed checks of a file, and their reasons.
  static func failures(_ path: String, seed: UInt64 = 1) throws -> [String: String] {
    var options = ValidationOptions()
    options.seed = seed
    let report = try Validator(path: path, options: options).run()
    return Dictionary(
      uniqueKeysWithValues: report.failed.map { ($0.check.name, $0.outcome.reason ?? "") })
  }

  /// Names of the skipped checks, and their reasons.
  static func skipped(_ report: ValidationReport) -> [String: String] {
    let skipped = report.entries.filter { $0.outcome.name == "skipped" }
    return Dictionary(
      uniqueKeysWithValues: skipped.map { ($0.check.name, $0.outcome.reason ?? "") })
  }

  /// One check of a file by its name.
  static func outcome(_ path: String, of check: String) throws -> CheckOutcome {
    var options = ValidationOptions()
    options.check = check
    let report = try Validator(path: path, options: options).run()
    return try #require(report.entries.first).outcome
  }

  /// `vectors.cpp`: a good plugin in C++.
  static func buildCPlusPlus(flags: [String] = []) throws -> String {
    let path = "\(try Fixture.folder())/vectors.so"
    try Compiler.run(
      "c++",
      ["-std=c++17", "-O0", "-fPIC", "-shared", "-I", "\(Fixture.root)/include"] + flags
        + ["\(sources)/vectors.cpp"], to: path)
    return path
  }

  /// Why the only failed check is not `check`; nil where it is.
  static func objection(_ path: String, only check: String) throws -> String? {
    let failures = try failures(path)
    if Set(failures.keys) == [check], failures[check] != "" { return nil }
    return failures.isEmpty ? "nothing failed" : "failed: \(failures)"
  }
}

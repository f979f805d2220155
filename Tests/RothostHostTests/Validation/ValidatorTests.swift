import Foundation
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Validation")
struct ValidatorTests {
  @Test("Each bundled plugin passes every check that applies to it", arguments: bundled)
  func bundledPlugins(path: String) throws {
    let report = try Validator(path: path).run()
    #expect(report.failed.isEmpty, "\(path): \(report.failed)")
    #expect(report.passedCount > 60)
  }

  static let bundled = SearchPath(pluginPaths: []).files().filter { $0.origin == .bundled }
    .map(\.path)

  @Test("All eighteen are there to be validated")
  func eighteen() {
    #expect(Self.bundled.count == 18)
  }

  @Test("A level ends with its own checks, and its names are unique")
  func levels() throws {
    var options = ValidationOptions()
    options.level = .descriptor
    let report = try Validator(path: BrokenLab.build(nil), options: options).run()
    #expect(report.failed.isEmpty)
    #expect(report.entries.allSatisfy { $0.check.level <= .descriptor })
    #expect(Set(report.entries.map(\.check.level)) == [.file, .descriptor])
    #expect(Set(CheckListing.all.map(\.name)).count == CheckListing.all.count)
  }

  @Test("What a check rests on comes before it")
  func order() {
    var seen: Set<String> = []
    for check in CheckCatalogue.all {
      for need in check.needs { #expect(seen.contains(need), "\(check.name) needs \(need)") }
      seen.insert(check.name)
    }
  }

  @Test("One check by name runs alone, fails alike, and says how to see it again")
  func reproduction() throws {
    let path = try BrokenLab.build("CAUSAL_CHANGED")
    var options = ValidationOptions()
    options.check = "numbers.causal_changed"
    options.seed = 7
    let report = try Validator(path: path, options: options).run()
    let entry = try #require(report.entries.first)
    #expect(report.entries.count == 1)
    #expect(entry.outcome.name == "failed")
    #expect(entry.outcome.reason?.contains("looks ahead: series change") == true)
    #expect(report.reproduction(of: entry).hasSuffix("--reproduce numbers.causal_changed:7"))
    #expect(report.json().contains("\"outcome\": \"failed\""))
  }

  @Test("The same seed finds the same")
  func sameSeed() throws {
    let path = try BrokenLab.build("RECOVERS")
    let reasons = try (0..<2).map { _ in try BrokenLab.failures(path) }
    #expect(reasons[0] == reasons[1])
  }

  @Test("A check that is not there is named with the nearest one")
  func unknownCheck() {
    var options = ValidationOptions()
    options.check = "numbers.causal_cutt"
    #expect(throws: RothostError.self) { try Validator(path: "x.so", options: options) }
  }
}

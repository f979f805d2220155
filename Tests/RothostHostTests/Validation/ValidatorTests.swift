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
    #expect(report.passedCount + report.skippedCount == CheckListing.all.count)
    let id = path.split(separator: "/").last?.dropFirst(3).dropLast(3) ?? ""
    let skipped = BrokenLab.skipped(report).keys
    #expect(skipped.sorted() == Self.inapplicable[String(id)]?.sorted(), "\(path)")
  }

  /// What no bundled indicator but a few declares, by the reason for which it is skipped.
  static let inapplicable: [String: [String]] = {
    let streams =
      [
        "descriptor.causal_streams", "resources.stream_memory",
      ]
      + [
        "stream_equals_batch", "snapshot_equals_batch", "peek", "snapshot_changes_nothing",
        "stream_again", "streams_apart", "chunks", "stream_moves", "causal_cut", "causal_changed",
        "causal_shuffled",
      ].map { "numbers.\($0)" }
    let (scale, shift, table) = ("numbers.scale", "numbers.shift", "numbers.table_causal")
    func contract(_ words: String) -> [String] {
      words.split(separator: " ").map { "contract.\($0)" }
    }
    return [
      "beta": contract("negative optional_inputs choices lists texts") + [shift, table],
      "breakout": contract("no_warm_up optional_inputs repeated_inputs choices lists texts")
        + [scale, shift],
      "contagion": contract("no_warm_up negative optional_inputs choices lists texts")
        + [shift, table] + streams,
      "correlation_regime": contract("negative optional_inputs repeated_inputs choices lists texts")
        + [shift, table],
      "decoupling": contract("optional_inputs choices lists texts") + [scale, shift],
      "drawdown": contract("no_warm_up optional_inputs repeated_inputs choices lists texts")
        + [scale, shift],
      "event_study": contract("no_warm_up alignments repeated_inputs choices texts")
        + [scale, shift, table] + streams,
      // Its episodes of divergence are too rare for the market that is made up for it.
      "flow_divergence": contract("optional_inputs repeated_inputs lists texts")
        + [scale, shift, table],
      "granger": contract("no_warm_up negative optional_inputs repeated_inputs lists texts")
        + [shift, table] + streams,
      "lead_lag": contract("no_warm_up negative optional_inputs repeated_inputs lists texts")
        + [shift, table] + streams,
      "liquidity_cascade": contract("no_warm_up negative optional_inputs choices lists texts")
        + [shift, table] + streams,
      "net_liquidity": contract("repeated_inputs lists texts") + [scale, shift, table],
      "relative_strength": contract(
        "no_warm_up optional_inputs repeated_inputs choices lists texts")
        + [scale, shift],
      "risk_appetite": contract("optional_inputs choices") + [
        "numbers.names", scale, shift, table,
      ],
      "scenario": contract("no_warm_up negative optional_inputs choices")
        + ["numbers.names", shift, table] + streams,
      "streak": contract("no_warm_up optional_inputs repeated_inputs choices lists texts")
        + [scale, shift],
      "trend": contract("optional_inputs repeated_inputs choices lists texts") + [scale, shift],
      "volatility": contract("repeated_inputs choices lists texts") + [scale, shift, table],
    ]
  }()

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
    #expect(report.entries.count == 1 && entry.check.name == "numbers.causal_changed")
    #expect(entry.outcome.name == "failed")
    #expect(entry.outcome.reason?.contains("looks ahead: series change") == true)
    let all = try BrokenLab.failures(path, seed: 7)
    #expect(entry.outcome.reason == all["numbers.causal_changed"])
    let words = "rothost plugin validate \(path) --reproduce numbers.causal_changed:7"
    #expect(report.reproduction(of: entry) == words)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json().utf8)) as? [String: Any])
    let check = try #require((json["checks"] as? [[String: Any]])?.first)
    #expect(check["outcome"] as? String == "failed" && check["reproduce"] as? String == words)
    #expect(json["seed"] as? Int == 7 && json["failed"] as? Int == 1 && json["passed"] as? Int == 0)
  }

  @Test("A path that a shell would take apart is quoted in what is to be typed")
  func quoting() throws {
    let path = "\(try Fixture.folder())/it's\n\u{1B}[31m mine.so"
    try Data("no plugin".utf8).write(to: URL(fileURLWithPath: path))
    let report = try Validator(path: path).run()
    let entry = try #require(report.failed.first)
    let words = report.reproduction(of: entry)
    #expect(words.hasSuffix("/it\\'s\\x0a\\x1b[31m mine.so' --reproduce file.shared_object:1"))
    #expect(words.hasPrefix("rothost plugin validate $'/"))
  }

  @Test("The same seed finds the same, another one other numbers")
  func sameSeed() throws {
    let path = try BrokenLab.build("CAUSAL_CHANGED")
    let reasons = try [3, 3, 4].map { try BrokenLab.failures(path, seed: $0) }
    #expect(reasons.allSatisfy { Array($0.keys) == ["numbers.causal_changed"] }, "\(reasons)")
    #expect(reasons[0] == reasons[1] && reasons[1] != reasons[2])
  }

  @Test("A check that is not there is named with the nearest one")
  func unknownCheck() throws {
    var options = ValidationOptions()
    options.check = "numbers.causal_cutt"
    let error = try #require(failure { try Validator(path: "x.so", options: options) })
    #expect(error.status == .parameter)
    #expect(
      error.message
        == "there is no check \"numbers.causal_cutt\" (did you mean numbers.causal_cut, "
        + "numbers.causal_changed?); --list shows all 107")
  }
}

import Testing

@testable import RothostHost

@Suite("Broken plugins")
struct BrokenPluginTests {
  /// What `-DBREAK_x` is caught by, where the name does not say so itself: level and check.
  static let breaks: [(part: String, check: String)] =
    [
      "descriptor": [
        "same_twice", "loads", "id", "version", "summary", "documentation", "role_names",
        "parameter_names", "output_names", "causal_streams", "p_values", "look_back",
        "look_back_limits", "default_series", "demo_series", "input_docs", "parameter_docs",
        "output_docs", "column_docs", "units", "parameter_limits",
      ],
      "contract": [
        "survives", "returns", "keeps_contract", "finite", "answers", "says_something",
        "every_output", "row_counts", "one_row", "no_warm_up", "words", "constant", "all_missing",
        "gaps", "tiny", "huge", "bad_tick", "negative", "instants", "transforms", "alignments",
        "optional_inputs", "repeated_inputs", "lowest", "highest", "choices", "lists", "texts",
        "seeds",
      ],
      "numbers": [
        "repeatable", "fresh_process", "forgetful", "isolation", "names", "threads", "causal_cut",
        "causal_changed", "causal_shuffled", "table_causal", "probabilities",
        "missing_stays_missing", "recovers", "scale", "shift", "stream_equals_batch",
        "snapshot_equals_batch", "peek", "snapshot_changes_nothing", "stream_again",
        "streams_apart", "chunks", "stream_moves",
      ],
      "resources": [
        "time", "memory", "mappings", "descriptors", "stream_memory", "stack", "prints",
      ],
      "honesty": [
        "load_state", "load_threads", "load_time", "rounding", "locale", "environment", "folder",
        "signals", "umask", "timers", "limits", "random", "files",
      ],
    ]
    .flatMap { level, checks in
      checks.map { (part: $0.uppercased(), check: "\(level).\($0)") }
    }
    .sorted { $0.check < $1.check } + [
      ("CHOICES_NAMED", "descriptor.choices"), ("LEFT_THREADS", "resources.threads"),
      ("SOME_DESCRIPTORS", "resources.descriptors"), ("SOME_THREADS", "resources.threads"),
      ("STACK_REFUSED", "resources.stack"), ("STACK_NUMBERS", "resources.stack"),
      ("CAUSAL_REFUSED", "numbers.causal_changed"), ("SECOND_STREAM", "numbers.streams_apart"),
      ("ENTRY", "file.entry"), ("EXPORTS", "file.exports"),
      ("TEXT_RELOCATIONS", "file.text_relocations"), ("WRITABLE_CODE", "file.writable_code"),
    ]

  static let flags: [String: [String]] = ["TEXT_RELOCATIONS": ["-Wl,-z,notext"]]

  @Test("The plugin that keeps every promise passes every check")
  func whole() throws {
    let report = try Validator(path: BrokenLab.build(nil)).run()
    #expect(report.failed.isEmpty, "\(report.failed)")
    #expect(BrokenLab.skipped(report) == ["contract.texts": "it has no such parameter"])
  }

  @Test(
    "A plugin with one broken promise is caught by one check, and by no other", arguments: breaks)
  func broken(part: String, check: String) throws {
    let path = try BrokenLab.build(part, flags: Self.flags[part] ?? [])
    if let objection = try BrokenLab.objection(path, only: check) {
      Issue.record("\(part), to be caught by \(check): \(objection)")
    }
  }

  @Test("Every check there is has a plugin that only it catches")
  func complete() {
    let caught = Set(Self.breaks.map(\.check) + BrokenFileTests.checks)
    let missing = CheckCatalogue.all.map(\.name).filter { !caught.contains($0) }
    #expect(missing.isEmpty, "\(missing)")
    #expect(CheckCatalogue.all.count == 107)
  }
}

import Foundation
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Validation beyond C")
struct LanguageTests {
  @Test(
    "A good plugin in C++ passes, though templates of the standard library are exported from it",
    arguments: [[], ["-fvisibility=hidden"]])
  func vectors(flags: [String]) throws {
    let path = try BrokenLab.buildCPlusPlus(flags: flags)
    let report = try Validator(path: path).run()
    #expect(report.failed.isEmpty, "\(report.failed)")
    #expect(report.passedCount == 88 && report.skippedCount == 19)
    // There are such: the test would prove nothing without.
    let image = try ElfImage([UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
    #expect(image.texts(1).contains { $0.hasPrefix("libstdc++") })
    #expect(image.exportedNames() == ["rot_plugin_entry"])
  }

  @Test("What a plugin exports beside its entry is told with the ways out")
  func exports() throws {
    let path = try BrokenLab.build("EXPORTS")
    let words = try BrokenLab.failures(path)["file.exports"] ?? ""
    #expect(words.hasPrefix("it exports 1 more, such as helper: "))
    #expect(words.contains("-fvisibility=hidden") && words.contains("--version-script"))
    // The way out that it names is one.
    let script = "\(try Fixture.folder())/plugin.map"
    try "{ global: rot_plugin_entry; local: *; };".write(
      toFile: script, atomically: true, encoding: .utf8)
    let hidden = try BrokenLab.build("EXPORTS", flags: ["-Wl,--version-script=\(script)"])
    #expect(try BrokenLab.failures(hidden).isEmpty)
  }

  @Test("A manifest is validated like any plugin, but for what is said of a file of code")
  func manifest() throws {
    let lab = try ForeignLab(Self.spread)
    let report = try Validator(path: "\(lab.folder)/foreign.toml").run()
    #expect(report.failed.isEmpty, "\(report.failed)")
    let noCode = BrokenLab.skipped(report).filter { $0.key.hasPrefix("file.") }
    #expect(
      Set(noCode.keys) == [
        "file.shared_object", "file.machine", "file.entry", "file.exports", "file.libraries",
        "file.search_path", "file.stack", "file.text_relocations", "file.writable_code",
        "file.relro",
      ])
    #expect(Set(noCode.values) == ["a manifest holds no code of its own"])
    let passed = report.entries.filter { $0.outcome == .passed }.map(\.check.name)
    for name in [
      "file.permissions", "descriptor.loads", "contract.answers", "numbers.isolation",
      "numbers.threads", "numbers.causal_cut", "resources.memory", "honesty.files",
    ] {
      #expect(passed.contains(name))
    }
    #expect(report.passedCount + report.skippedCount == CheckListing.all.count)
  }

  @Test("What a manifest's function does wrong is found as in a plugin")
  func brokenManifest() throws {
    let ahead = try ForeignLab(Self.spread.replacing("int spread(", with: "int spread_ahead("))
    let failures = try BrokenLab.failures("\(ahead.folder)/foreign.toml")
    #expect(failures["numbers.causal_cut"]?.contains("looks ahead") == true, "\(failures)")
    let crashing = try ForeignLab(Self.spread.replacing("int spread(", with: "int spread_nowhere("))
    let path = "\(crashing.folder)/foreign.toml"
    #expect(try BrokenLab.failures(path)["contract.survives"]?.contains("SIGSEGV") == true)
    let library = "\(ahead.folder)/libforeign.so"
    chmod(library, 0o777)
    let words = try BrokenLab.failures("\(ahead.folder)/foreign.toml")["descriptor.loads"]
    #expect(words?.contains("libforeign.so") == true)
  }

  static let spread = """
    [[indicator]]
    id = "foreign_spread"
    summary = "The difference."
    documentation = "high - low of each row; do not trust it where either is stale."
    call = "int spread(const double *high, const double *low, int rows, double *spread)"
    success = 0
    inputs = [{ role = "high", doc = "one" }, { role = "low", doc = "another" }]
    outputs = [{ name = "spread", doc = "their difference" }]
    """
}

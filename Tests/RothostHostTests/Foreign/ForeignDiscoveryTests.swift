import Foundation
import RothostCache
import RothostForeign
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Manifests among plugins")
struct ForeignDiscoveryTests {
  static let spread = """
    [[indicator]]
    id = "foreign_spread"
    summary = "The difference."
    call = "int spread(const double *input.high, const double *input.low, int rows, double *spread)"
    success = 0
    inputs = [{ role = "input", columns = ["high", "low"], doc = "prices" }]
    outputs = ["spread"]
    """

  private func reason(
    _ manifest: String = spread, top: String = "library = \"libforeign.so\"\n",
    _ change: (String) throws -> Void = { _ in }
  ) throws -> String {
    let lab = try ForeignLab(manifest, top: top)
    try change(lab.folder)
    let records = lab.engine.listPlugins()
    try #require(records.count == 1)
    guard case .refused(let reason) = records[0].status else { return "\(records[0].status)" }
    return reason
  }

  @Test("A manifest is a plugin like any other: listed, described, with path and digest")
  func listed() throws {
    let lab = try ForeignLab(
      Self.spread, top: "library = \"libforeign.so\"\nname = \"mine\"\nversion = \"2.1.0\"\n")
    let record = try #require(lab.engine.listPlugins().first)
    #expect(record.status == .loaded && record.name == "mine" && record.version == "2.1.0")
    #expect(record.path == "\(lab.folder)/foreign.toml" && record.sha256.count == 64)
    let description = try lab.engine.describe("foreign_spread")
    #expect(
      description.summary == "The difference." && description.inputs[0].columns == ["high", "low"])
    #expect(description.inputs[0].minimumCount == 2 && description.inputs[0].isRepeated)
    #expect(description.json().contains("\"columns\": [\"high\", \"low\"]"))
    #expect(lab.engine.record(of: "foreign_spread") == record)
  }

  @Test(
    "One series feeds a role by its columns; several series, or a column, are taken as they are")
  func columns() throws {
    let lab = try ForeignLab(Self.spread)
    let (high, low) = ([5.0, 6, 7], [1.0, 1, 2])
    for (name, scale) in [("A", 1.0), ("B", 10)] {
      try lab.engine.store().put(
        name,
        SeriesData(
          times: Days.weekdays(3),
          columns: [.init("high", high.map { $0 * scale }), .init("low", low.map { $0 * scale })],
          metadata: SeriesMetadata(timeKind: .dates, calendar: .weekdays)), mode: .replace)
    }
    let result = try lab.engine.evaluate(.of("foreign_spread", [("input", "A")]))
    #expect(try result.values("spread") == [4, 5, 5])
    #expect(result.inputs.map(\.column) == ["high", "low"])
    let mixed = try lab.engine.evaluate(
      .of("foreign_spread", [("input", "B:high"), ("input", "A:high")]))
    #expect(try mixed.values("spread") == [45, 54, 63])
    let one = try #require(
      failure { try lab.engine.evaluate(.of("foreign_spread", [("input", "A:high")])) })
    #expect(one.status == .parameter && one.message.contains("needs at least 2 series"))
    try lab.engine.putWeekdays("C", [1, 2, 3])
    let without = try #require(
      failure { try lab.engine.evaluate(.of("foreign_spread", [("input", "C")])) })
    #expect(without.status == .notFound && without.message.contains("high"), "\(without.message)")
  }

  @Test("A prepared run takes one array per column")
  func prepared() throws {
    let lab = try ForeignLab(Self.spread)
    let run = try lab.engine.prepare(.of("foreign_spread"))
    #expect(run.inputCount == 2)
    for count in [3, 200, 3, 150_000, 4] {
      let (x, y) = ((0..<count).map { Double($0) }, [Double](repeating: 0.5, count: count))
      let result = try unsafe run.run(columns: [x, y].pointers, times: nil, count: count)
      #expect(try result.values("spread") == x.map { $0 - 0.5 })
      #expect(result.series("spread")?.timeKind == (count > 84_006 ? .instants : .dates))
    }
  }

  @Test("A missing library, function or right is a reason that the list shows")
  func refused() throws {
    #expect(try reason(top: "library = \"./none.so\"\n").contains("there is no library"))
    #expect(
      try reason(top: "library = \"/none/none.so\"\n").contains("there is no library /none/none.so")
    )
    #expect(try reason(top: "library = \"libnone.so.9\"\n").contains("libnone.so.9: cannot open"))
    #expect(
      try reason(Self.spread.replacingOccurrences(of: "int spread(", with: "int spraed("))
        .contains("indicator foreign_spread: "))
    #expect(
      try reason(Self.spread.replacingOccurrences(of: "int spread(", with: "int spraed("))
        .contains("no function spraed"))
    #expect(try reason { chmod("\($0)/libforeign.so", 0o777) }.contains("can be written by others"))
    #expect(try reason { chmod("\($0)/foreign.toml", 0o666) }.contains("can be written by others"))
    #expect(
      try reason("[[indicator]]\nid = \"\"\n").contains("foreign.toml:3: key `indicator[0].id`"))
    #expect(try reason(top: "library = \"foreign.toml\"\n").contains("invalid ELF header"))
    let folder = try reason { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/sub", withIntermediateDirectories: false)
      try FileManager.default.removeItem(atPath: "\(folder)/libforeign.so")
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/libforeign.so", withDestinationPath: "\(folder)/sub")
    }
    #expect(folder.contains("not a regular file"), "\(folder)")
  }

  @Test(
    "A prototype that the library's debugging information contradicts is refused with both shown",
    arguments: [
      (
        "int spread(const double *input.high, const double *input.low, double *spread)",
        "takes 4 arguments, not 3"
      ),
      (
        "int spread(const double *input.high, const double *input.low, double rows, double *spread)",
        "whole number"
      ),
      (
        "int spread(const double *input.high, const double *input.low, int rows, float *spread)",
        "argument 4 is double *, not float *"
      ),
      (
        "int spread(const double *input.high, const double *input.low, int64_t rows, double *spread)",
        "argument 3 is int, not int64_t"
      ),
      (
        "int spread(const double **{input.high, input.low}, int rows, double *spread)",
        "takes 4 arguments, not 3"
      ),
      (
        "int64_t spread(const double *input.high, const double *input.low, int rows, double *spread)",
        "it returns int, not int64_t"
      ),
      (
        "int spread(const double *input.high, const double *input.low, unsigned rows, void *spread)",
        "pass it as a pointer to numbers"
      ),
    ])
  func debuggingInformation(prototype: String, words: String) throws {
    guard unsafe dlopen("libdw.so.1", RTLD_NOW) != nil else {
      print("SKIPPED: libdw.so.1 is absent, so that no prototype can be checked.")
      return
    }
    let lines = Self.spread.split(separator: "\n").map { line in
      line.hasPrefix("call") ? "call = \"\(prototype)\"" : String(line)
    }
    let reason = try reason(lines.joined(separator: "\n") + "\n")
    #expect(reason.contains(words), "\(reason)")
    if words.contains("not") && !words.contains("whole") {
      #expect(reason.contains("the library says `int spread(double *, double *, int, double *)`"))
    }
  }

  @Test("A library that only the loader knows where to find is held against its prototypes too")
  func debuggingInformationByName() throws {
    guard unsafe dlopen("libdw.so.1", RTLD_NOW) != nil else {
      print("SKIPPED: libdw.so.1 is absent, so that no prototype can be checked.")
      return
    }
    // Open already, so that the loader finds it by its name in this process.
    let name = "libforeign-\(UUID().uuidString).so.9"
    let folder = try Fixture.folder()
    try Fixture.compile(
      "foreign", to: "\(folder)/\(name)", extra: ["-g", "-Wl,-soname,\(name)"])
    #expect(unsafe dlopen("\(folder)/\(name)", RTLD_NOW) != nil)
    func made(_ indicator: String) throws(RothostError) {
      let text = "library = \"\(name)\"\n" + indicator
      _ = unsafe try ForeignDescriptor.make(
        ManifestReader.read(Array(text.utf8), file: "foreign.toml"),
        ForeignLibrary.File(path: name), services: OutputsTable.foreign)
    }
    try made(Self.spread)
    let wrong = Self.spread.replacingOccurrences(of: "int rows", with: "int64_t rows")
    let error = try #require(failure { try made(wrong) })
    #expect(
      error.status == .data && error.message.contains("argument 3 is int, not int64_t"),
      "\(error.message)")
  }

  @Test("A function of a library that the named one needs is held against its prototype too")
  func debuggingInformationOfCompanions() throws {
    guard unsafe dlopen("libdw.so.1", RTLD_NOW) != nil else {
      print("SKIPPED: libdw.so.1 is absent, so that no prototype can be checked.")
      return
    }
    func record(_ manifest: String) throws -> PluginRecord {
      let folder = try Fixture.folder()
      // Its functions are found through libouter.so, which has none of them itself.
      try Fixture.compile(
        "foreign", to: "\(folder)/libinner.so.3", extra: ["-g", "-Wl,-soname,libinner.so.3"])
      try Fixture.compile(
        "tagged", to: "\(folder)/libouter.so", defines: ["LIBRARY", "TAG=7"],
        extra: ["-Wl,--no-as-needed", "\(folder)/libinner.so.3", "-Wl,-rpath,$ORIGIN"])
      let text = "library = \"libouter.so\"\nthread_safe = true\n" + manifest
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/foreign.toml"))
      chmod("\(folder)/foreign.toml", 0o644)
      let records = try Engine.testing(option: ["\(folder)/foreign.toml"]).listPlugins()
      return try #require(records.first)
    }
    #expect(try record(Self.spread).status == .loaded)
    let wrong = Self.spread.replacingOccurrences(of: "int rows", with: "int64_t rows")
    guard case .refused(let reason) = try record(wrong).status else {
      Issue.record("the prototype was taken for true")
      return
    }
    #expect(reason.contains("argument 3 is int, not int64_t"), "\(reason)")
  }

  @Test("The prototypes a manifest stands for can be read back")
  func prototypes() throws {
    let lab = try ForeignLab(Self.spread)
    let prototypes = try lab.engine.prototypes(of: "foreign_spread")
    #expect(prototypes.map(\.key) == ["call"])
    #expect(
      prototypes[0].text
        == "int spread(double *input_high, double *input_low, int rows, double *spread);")
  }

  @Test("A manifest does not shadow a bundled id, and two of one id are both set aside")
  func shadowing() throws {
    let bundled = try Fixture.plugin("spread", id: "spread")
    let lab = try ForeignLab(Self.spread.replacingOccurrences(of: "foreign_spread", with: "spread"))
    let engine = try Engine.testing(bundled: [bundled], option: [lab.folder + "/foreign.toml"])
    #expect(try engine.describe("spread").version == "1.2.3")
    #expect(
      engine.listPlugins()[1].status.reason?.contains("belongs to the bundled plugin") == true)
    let other = try ForeignLab(Self.spread)
    let third = try ForeignLab(Self.spread)
    let both = try Engine.testing(
      option: [other.folder + "/foreign.toml", third.folder + "/foreign.toml"])
    #expect(failure { try both.describe("foreign_spread") }?.status == .refused)
  }

  @Test("A folder is searched for manifests, and a changed one is read anew")
  func changed() throws {
    let lab = try ForeignLab(Self.spread)
    try FileManager.default.removeItem(atPath: "\(lab.folder)/libforeign.so")
    try FileManager.default.createDirectory(
      atPath: "\(lab.folder)/lib", withIntermediateDirectories: false)
    try Fixture.compile("foreign", to: "\(lab.folder)/lib/libforeign.so")
    let engine = try Engine.testing(option: [lab.folder])
    #expect(engine.listPlugins().first?.status.reason?.contains("cannot open") == true)
    let path = "\(lab.folder)/foreign.toml"
    try Data(("library = \"lib/libforeign.so\"\n" + Self.spread).utf8).write(
      to: URL(fileURLWithPath: path))
    #expect(engine.listPlugins().first?.status == .loaded)
    #expect(try engine.describe("foreign_spread").id == "foreign_spread")
  }

  @Test("One function runs on eight threads at once")
  func threads() async throws {
    let lab = try ForeignLab(Self.spread)
    await withTaskGroup(of: Bool.self) { group in
      for scale in 1...8 {
        group.addTask {
          let x = (0..<500).map { Double($0 * scale) }
          let y = [Double](repeating: Double(scale), count: 500)
          for _ in 0..<50 {
            guard let result = try? lab.evaluate("foreign_spread", [("input", x), ("input", y)]),
              let values = try? result.values("spread"), values == x.map({ $0 - Double(scale) })
            else { return false }
          }
          return true
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}

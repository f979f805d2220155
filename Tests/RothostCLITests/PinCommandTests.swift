import Foundation
import RothostTestSupport
import Testing

@Suite("rothost plugin pin")
struct PinCommandTests {
  /// A binary with `count` plugins `one0.so` … in its own `plugins/` folder.
  private func binary(_ count: Int = 1) throws -> Binary {
    let binary = try Binary()
    try FileManager.default.createDirectory(
      atPath: binary.path("plugins"), withIntermediateDirectories: true)
    chmod(binary.path("plugins"), 0o755)
    for number in 0..<count { try Self.compile(binary, "one\(number)", tag: 1) }
    return binary
  }

  private static func compile(_ binary: Binary, _ id: String, tag: Int) throws {
    let root = Binary.packageRoot.path
    try Compiler.run(
      "cc",
      [
        "-shared", "-fPIC", "-I", "\(root)/include", "-DTAG=\(tag)", "-DID=\"\(id)\"",
        "\(root)/Tests/Fixtures/tagged.c",
      ], to: binary.path("plugins/\(id).so"))
  }

  private func lock(_ binary: Binary) -> String { binary.path("data/rothost/plugins.lock") }

  @Test("pin, list, info, eval, a change and unpin say what they should, as text and as JSON")
  func commands() throws {
    let binary = try binary()
    defer { binary.remove() }
    let pinned = try binary.run("plugin", "pin", "one0", "--origin", "by hand")
    #expect(pinned.code == 0 && pinned.text.hasPrefix("pinned: "), "\(pinned.error)")
    #expect(pinned.text.contains("by hand"))
    #expect(try binary.run("plugin", "pin", "plugins/one0.so").text.hasPrefix("unchanged: "))
    #expect(try binary.run("plugin", "list").text.contains("pinned  plugins/"))
    #expect(try binary.run("plugin", "info", "one0").text.contains("it is pinned since"))
    #expect(try binary.run("eval", "--plugin", "one0").code == 0)

    let list = try binary.run("plugin", "list", "--format", "json")
    let records = try #require(
      try JSONSerialization.jsonObject(with: list.output) as? [[String: Any]])
    let record = try #require(records.first { $0["name"] as? String == "one0" })
    let pin = try #require(record["pin"] as? [String: Any])
    #expect(pin["origin"] as? String == "by hand" && pin["ids"] as? [String] == ["one0"])
    #expect(pin["sha256"] as? String == record["sha256"] as? String)

    try Self.compile(binary, "one0", tag: 2)
    let refused = try binary.run("eval", "--plugin", "one0")
    #expect(refused.code == 77 && refused.text.isEmpty)
    #expect(refused.error.contains("changed after it was pinned"))
    #expect(try binary.run("plugin", "list").text.contains("changed "))
    let again = try binary.run("plugin", "pin", "one0", "--format", "json")
    let outcomes = try #require(
      try JSONSerialization.jsonObject(with: again.output) as? [[String: Any]])
    #expect(outcomes.first?["status"] as? String == "pinned again")
    #expect((outcomes.first?["changes"] as? [String])?.first?.hasPrefix("sha256 ") == true)
    #expect(try binary.run("plugin", "unpin", "one0").text.hasPrefix("unpinned: "))
    #expect(try binary.run("plugin", "unpin", "one0").code == 66)
    #expect(try binary.run("plugin", "pin").text.contains("0 pinned"))
  }

  @Test("Strangers are refused once that is said, and the exit code is that of a refusal")
  func strangers() throws {
    let binary = try binary()
    defer { binary.remove() }
    #expect(try binary.run("plugin", "pin", "--strangers", "refuse").code == 0)
    #expect(try binary.run("eval", "--plugin", "one0").code == 77)
    #expect(try binary.run("eval", "--plugin", "drawdown").code == 0)
    #expect(try binary.run("plugin", "pin", "--strangers", "worker").code == 0)
    #expect(try binary.run("eval", "--plugin", "one0").code == 0)
    try Data("nonsense".utf8).write(to: URL(filePath: lock(binary)))
    #expect(try binary.run("eval", "--plugin", "one0").error.contains("plugins.lock:1"))
    let list = try binary.run("plugin", "list")
    #expect(list.code == 0 && list.text.contains("drawdown") && list.text.contains("broken "))
  }

  @Test("What was pinned or unpinned before one failed is told, as text and as JSON")
  func halfWay() throws {
    let binary = try binary(2)
    defer { binary.remove() }
    let text = try binary.run("plugin", "pin", "one0", "nobody", "one1")
    #expect(text.code != 0 && text.error.contains("nobody"))
    #expect(text.text.hasPrefix("pinned: ") && text.text.contains("one0.so"))
    #expect(!text.text.contains("one1"))
    let json = try binary.run("plugin", "pin", "one1", "nobody", "--format", "json")
    let outcomes = try #require(
      try JSONSerialization.jsonObject(with: json.output) as? [[String: Any]])
    #expect(json.code == text.code && outcomes.map { $0["status"] as? String } == ["pinned"])
    #expect(try binary.run("plugin", "pin").text.contains("2 pinned"))
    let unpinned = try binary.run("plugin", "unpin", "one1", "nobody", "one0")
    #expect(unpinned.code != 0 && unpinned.text.hasPrefix("unpinned: "))
    #expect(unpinned.text.contains("one1.so") && !unpinned.text.contains("one0"))
    #expect(try binary.run("plugin", "pin").text.contains("1 pinned"))
    #expect(try binary.run("plugin", "pin", "nobody", "--format", "json").text.isEmpty)
  }

  @Test("Processes that pin at once lose nothing")
  func together() throws {
    let binary = try binary(6)
    defer { binary.remove() }
    // Descriptors are known afterwards, so that all write at nearly the same time.
    _ = try binary.run("plugin", "list")
    let processes = try (0..<6).map { number in
      let process = try binary.process(["plugin", "pin", "plugins/one\(number).so"])
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      return process
    }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    #expect(try binary.run("plugin", "pin").text.contains("6 pinned"))
  }

  @Test("A process killed at any moment leaves the file as it was before or after")
  func killed() throws {
    let binary = try binary(2)
    defer { binary.remove() }
    _ = try binary.run("plugin", "pin", "one0")
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var state = seed
    for round in 0..<20 {
      let process = try binary.process(["plugin", round % 2 == 0 ? "pin" : "unpin", "one1"])
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      usleep(UInt32(state >> 33) % 80_000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let pins = try binary.run("plugin", "pin")
      #expect(pins.code == 0 && pins.text.contains("one0 1.0.0"), "\(pins.error)")
    }
    #expect(try binary.run("plugin", "pin", "one1").code == 0)
    #expect(try binary.run("plugin", "pin").text.contains("2 pinned"))
  }
}

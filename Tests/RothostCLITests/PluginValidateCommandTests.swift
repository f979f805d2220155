import Foundation
import Testing

@Suite("rothost plugin validate")
struct PluginValidateCommandTests {
  private let drawdown = Binary.executable.deletingLastPathComponent()
    .appending(path: "libdrawdown.so").path

  @Test("lists every check with what it proves, as text and as JSON")
  func list() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let text = try binary.run("plugin", "validate", "--list")
    #expect(text.code == 0)
    #expect(text.text.contains("numbers.causal_shuffled"))
    let json = try binary.run("plugin", "validate", "--list", "--format", "json")
    let checks = try #require(
      try JSONSerialization.jsonObject(with: json.output) as? [[String: String]])
    #expect(checks.count == 107)
    #expect(checks.allSatisfy { $0["proves"]?.isEmpty == false })
    #expect(text.text.contains("\(checks.count) checks"))
  }

  @Test("a good plugin: a line per check, one object for machines, exit code 0")
  func good() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let text = try binary.run("plugin", "validate", drawdown, "--level", "descriptor")
    #expect(text.code == 0, "\(text.text)\(text.error)")
    #expect(text.text.contains("passed   descriptor.loads"))
    #expect(text.text.contains(" 0 failed"))
    let json = try binary.run(
      "plugin", "validate", drawdown, "--level", "file", "--seed", "3", "--format", "json")
    #expect(json.json?["failed"] as? Int == 0)
    #expect(json.json?["seed"] as? Int == 3)
    let checks = try #require(json.json?["checks"] as? [[String: Any]])
    #expect(checks.allSatisfy { $0["level"] as? String == "file" })
    #expect((checks.first?["reproduce"] as? String)?.hasSuffix("file.readable:3") == true)
  }

  @Test("a bad one: the check, the reason, how to see it again, exit code 65 and one line of error")
  func bad() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let path = binary.path("bad.so")
    try Data("no plugin".utf8).write(to: URL(filePath: path))
    let answer = try binary.run("plugin", "validate", path)
    #expect(answer.code == 65)
    #expect(answer.text.contains("FAILED   file.shared_object"))
    #expect(answer.text.contains("bad.so --reproduce file.shared_object:1"))
    #expect(answer.errorLines.filter { !$0.isEmpty }.count == 1)
    let again = try binary.run("plugin", "validate", path, "--reproduce", "file.shared_object:1")
    #expect(again.code == 65)
    #expect(again.text.contains("0 passed, 1 failed, 0 skipped"))
  }

  @Test("a check, a seed or a level that is not there is a mistake of usage")
  func usage() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let check = try binary.run("plugin", "validate", drawdown, "--reproduce", "file.entri")
    #expect(check.code == 64)
    #expect(check.error.contains("did you mean file.entry?"))
    #expect(
      try binary.run("plugin", "validate", drawdown, "--reproduce", "file.entry:x").code == 64)
    #expect(try binary.run("plugin", "validate", drawdown, "--level", "deep").code == 64)
    #expect(try binary.run("plugin", "validate").code == 64)
  }
}

import Foundation
import Testing

@Suite("rothost study")
struct StudyCommandTests {
  @Test("the bundled study answers on the demo market, says so, and shows every claim")
  func rotation() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let answer = try binary.run("study", "rotation", "--warnings")
    #expect(answer.text.contains("built-in demo market, which is synthetic"))
    #expect(answer.text.contains("DEMO_SMALL leads DEMO_CRYPTO by 42 bars"))
    #expect(answer.text.contains("frames: ") && answer.text.contains("reused"))
    #expect(answer.text.contains("22 evaluations · 22 answered"))
    #expect(answer.text.contains("lead_lag: DEMO_SMALL, DEMO_CRYPTO are synthetic"))
    let claims = answer.text.split(separator: "\n").filter { $0.contains(/^( \d|\d\d)  \S/) }
    #expect(claims.count >= 19)
  }

  @Test("an evaluation that is not for the demo market is left out there, which is no failure")
  func leftOut() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let file = binary.path("mine.toml")
    try "[[eval]]\nplugin = 'drawdown'\n[[eval]]\nplugin = 'streak'\ndemo = false\n".write(
      toFile: file, atomically: true, encoding: .utf8)
    let answer = try binary.run("study", file)
    #expect(answer.code == 0 && answer.text.contains("1 answered · 1 left out"))
    #expect(answer.text.contains("left out: the demo market has nothing for it"))
  }

  @Test("one and two threads write the same bytes")
  func threads() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let answers = try ["1", "2"].map { workers in
      try binary.run("study", "rotation", "--format", "json", "--workers", workers).output
    }
    #expect(answers[0] == answers[1] && answers[0].count > 1000)
    let pages = try ["1", "2"].map { workers in
      try binary.run("study", study(binary), "--workers", workers).output
    }
    #expect(pages[0] == pages[1] && pages[0].count > 100)
  }

  @Test("JSON is one object with a row per evaluation and nothing else on standard output")
  func json() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let file = try study(binary)
    let answer = try binary.run("study", file, "--format", "json")
    let json = try #require(answer.json)
    let rows = try #require(json["rows"] as? [[String: Any]])
    #expect(rows.map { $0["status"] as? String } == ["answered", "answered", "not installed"])
    #expect(
      rows.map { ($0["variation"] as? [String: String])?["threshold"] } == ["0.1", "0.2", nil])
    let result = try #require(rows[0]["result"] as? [String: Any])
    #expect(result["scalars"] != nil && result["series"] == nil)
    let full = try binary.run("study", file, "--format", "json", "--full").json
    let rowsInFull = try #require(full?["rows"] as? [[String: Any]])
    #expect((rowsInFull[0]["result"] as? [String: Any])?["series"] != nil)
    #expect(answer.code == 66)
    #expect(
      answer.error.hasPrefix("rothost: 1 of 3 evaluations has no answer; the first: no indicator"))
  }

  private func study(_ binary: Binary) throws -> String {
    let text = """
      title = "Mine"
      [[eval]]
      claim = "How deep?"
      plugin = "drawdown"
      params = { threshold = [0.1, 0.2] }
      [[eval]]
      plugin = "drawdwon"
      """
    try text.write(toFile: binary.path("mine.toml"), atomically: true, encoding: .utf8)
    return binary.path("mine.toml")
  }

  @Test("a sweep is a table, and what is wrong with the file ends before anything runs")
  func files() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let file = try study(binary)
    let table = try binary.run("study", file)
    #expect(table.text.contains("threshold     n  answer"))
    #expect(table.text.contains("1 warning beside the answers; --warnings lists them"))
    #expect(table.text.contains("not installed: no indicator is called \"drawdwon\""))
    let saved = try binary.run("study", file, "--output", binary.path("report.txt"))
    #expect(saved.text.isEmpty)
    #expect(try String(contentsOfFile: binary.path("report.txt"), encoding: .utf8) == table.text)
    try "[[eval]]\nplugin = 'drawdown'\nparams = { threshold = 7 }\n".write(
      toFile: file, atomically: true, encoding: .utf8)
    let wrong = try binary.run("study", file)
    #expect(wrong.code == 65 && wrong.text.isEmpty)
    #expect(wrong.error.contains("mine.toml:3: key `eval[0].params.threshold`"))
    #expect(try binary.run("study", "rotaton").code == 66)
    #expect(try binary.run("study", file, "--full").code == 64)
    #expect(try binary.run("study", file, "--workers", "-1").code == 64)
  }

  @Test("--print gives the bundled file, which runs as a file of one's own")
  func printing() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let text = try binary.run("study", "rotation", "--print")
    #expect(text.code == 0 && text.text.contains("[[eval]]"))
    try text.output.write(to: URL(filePath: binary.path("copy.toml")))
    let copy = try binary.run("study", binary.path("copy.toml")).text
    #expect(copy.contains("DEMO_SMALL leads DEMO_CRYPTO by 42 bars"))
  }

  @Test("on the vendors' files small caps depend on crypto at lag 0 and do not lead it")
  func market() throws {
    guard let data = Binary.sharedData else { return }
    let binary = try Binary()
    defer { binary.remove() }
    let files = try ["yahoo", "fred", "yfinance"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(
        at: data.appending(path: folder), includingPropertiesForKeys: nil
      ).filter { $0.pathExtension == "csv" }.map(\.path)
    }
    _ = try binary.run(["cache", "import"] + files)
    let answer = try binary.run("study", "rotation", "--format", "json")
    let rows = try #require(answer.json?["rows"] as? [[String: Any]])
    #expect((rows[0]["verdict"] as? String)?.hasPrefix("dependence at lag 0, no lead") == true)
    #expect(answer.json?["synthetic"] as? Bool == false)
  }
}

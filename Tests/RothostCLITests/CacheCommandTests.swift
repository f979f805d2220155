import Foundation
import Testing

@Suite("rothost cache as a process")
struct CacheCommandTests {
  let rothost: Binary

  init() throws { rothost = try Binary() }

  static let csv = """
    Date,Close,High
    2026-01-02,10.5,11
    2026-01-05,11.25,
    2026-01-06,0.1,12

    """

  func file(_ name: String, _ text: String) throws -> String {
    let path = rothost.path(name)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  @Test("a file becomes a series of its name, is listed, exported to the same numbers and removed")
  func roundTrip() throws {
    let file = try file("ABC.csv", Self.csv)
    let imported = try rothost.run("cache", "import", file)
    #expect(imported.code == 0 && imported.error.isEmpty)
    #expect(imported.text.contains("ABC") && imported.text.contains("3 rows"))
    #expect(try rothost.run("cache", "list").text.contains("2026-01-02 … 2026-01-06"))
    let info = try rothost.run("cache", "info", "ABC").text
    #expect(info.contains("close · default, high") && info.contains("ABC.csv"))
    let exported = try rothost.run("cache", "export", "ABC")
    #expect(exported.code == 0 && exported.text.contains("2026-01-05,11.25,"))
    let copy = try self.file("COPY.csv", exported.text)
    #expect(try rothost.run("cache", "import", copy).code == 0)
    #expect(try rothost.run("cache", "export", "COPY").text == exported.text)
    #expect(try rothost.run("cache", "verify").text == "2 intact, 0 damaged\n")
    #expect(try rothost.run("cache", "remove", "ABC", "COPY").code == 0)
    let empty = try rothost.run("cache", "list")
    #expect(empty.code == 0 && empty.output.isEmpty && empty.error.contains("cache import"))
    rothost.remove()
  }

  @Test("what is whole in a damaged cache is saved into a new one, and what is not is named")
  func repair() throws {
    #expect(try rothost.run("cache", "import", try file("ABC.csv", Self.csv)).code == 0)
    #expect(try rothost.run("cache", "import", try file("GOOD.csv", Self.csv)).code == 0)
    let dataFile = URL(filePath: rothost.path("cache/data.mdb"))
    var bytes = try Data(contentsOf: dataFile)
    // The first close of ABC, stored before GOOD.
    let close = withUnsafeBytes(of: 10.5) { Data($0) }
    let stored = try #require(bytes.firstRange(of: close))
    bytes[stored.lowerBound] ^= 1
    try bytes.write(to: dataFile)
    #expect(try rothost.run("cache", "verify").code == 65)
    let answer = try rothost.run("cache", "repair", "--into", rothost.path("new"))
    #expect(answer.code == 65 && answer.text.contains("saved  GOOD: 3 rows\n"), "\(answer)")
    #expect(answer.text.contains("lost   ABC") && answer.text.contains("1 saved, 1 lost"))
    let saved = try rothost.run("cache", "verify", "--cache", rothost.path("new"))
    #expect(saved.text == "1 intact, 0 damaged\n")
    let again = try rothost.run("cache", "repair", "--into", rothost.path("new"))
    #expect(again.code == 64 && again.error.contains("new or empty"), "\(again)")
    rothost.remove()
  }

  @Test("a cache that is not there is empty, and listing does not make one")
  func absent() throws {
    let answer = try rothost.run("cache", "list")
    #expect(
      answer.code == 0 && answer.error.contains("the demo market")
        || answer.error.contains("demo market"))
    #expect(!FileManager.default.fileExists(atPath: rothost.path("cache")))
    rothost.remove()
  }

  @Test(
    "a missing file exits with 66, a bad one with 65 and its line, and neither changes the cache")
  func failures() throws {
    #expect(try rothost.run("cache", "import", try file("ABC.csv", Self.csv)).code == 0)
    let before = try rothost.run("cache", "list").text
    let missing = try rothost.run("cache", "import", rothost.path("none.csv"))
    #expect(missing.code == 66 && missing.errorLines.count == 2)
    let bad = try rothost.run(
      "cache", "import", try file("BAD.csv", "Date,Close\n2026-01-02,1\n2026-01-05,x\n"))
    #expect(bad.code == 65 && bad.error.contains("line 3") && bad.errorLines.count == 2)
    let unknown = try rothost.run("cache", "info", "ABD")
    #expect(unknown.code == 66 && unknown.error.contains("ABC"))
    #expect(try rothost.run("cache", "remove", "ABC", "ABD").code == 66)
    #expect(try rothost.run("cache", "list").text == before)
    rothost.remove()
  }

  @Test("one bad file does not keep the others out, and is told")
  func several() throws {
    let answer = try rothost.run(
      "cache", "import", try file("BAD.csv", ""), try file("GOOD.csv", Self.csv))
    #expect(answer.code == 65)
    #expect(answer.text.contains("GOOD") && answer.error.contains("BAD.csv"))
    #expect(answer.error.contains("1 of 2 files"))
    rothost.remove()
  }

  @Test("a repeated stamp is refused with a way out, and --on-duplicate takes it")
  func duplicates() throws {
    let file = try file("TWICE.csv", "Date,Close\n2026-01-02,1\n2026-01-02,3\n")
    let refused = try rothost.run("cache", "import", file)
    #expect(refused.code == 65 && refused.error.contains("--on-duplicate"))
    #expect(
      try rothost.run("cache", "import", file, "--on-duplicate", "mean", "--name", "T").code == 0)
    #expect(try rothost.run("cache", "export", "T").text.contains("2026-01-02,2"))
    rothost.remove()
  }

  @Test("export writes a folder of files, each importable, and refuses a folder it cannot make")
  func exportFolder() throws {
    _ = try rothost.run("cache", "import", try file("A.csv", Self.csv))
    _ = try rothost.run("cache", "import", try file("B.csv", Self.csv))
    #expect(try rothost.run("cache", "export", "--output", rothost.path("all")).code == 0)
    let files = try FileManager.default.contentsOfDirectory(atPath: rothost.path("all")).sorted()
    #expect(files == ["A.csv", "B.csv"])
    let refused = try rothost.run("cache", "export", "--output", "/proc/none/here")
    #expect(refused.code == 73 && refused.errorLines.count == 2)
    rothost.remove()
  }

  @Test("the demo market describes what is planted and exports as CSV")
  func demo() throws {
    let text = try rothost.run("cache", "demo").text
    #expect(text.contains("synthetic") && text.contains("DEMO_SMALL leads DEMO_CRYPTO by 42"))
    #expect(try rothost.run("cache", "demo", "--output", rothost.path("demo")).code == 0)
    let small = try String(contentsOfFile: rothost.path("demo/DEMO_SMALL.csv"), encoding: .utf8)
    #expect(small.split(separator: "\n").count == 3001)
    #expect(!FileManager.default.fileExists(atPath: rothost.path("cache")))
    rothost.remove()
  }

  @Test("every vendor's file is imported without help", .enabled(if: Binary.sharedData != nil))
  func sharedData() throws {
    let folder = try #require(Binary.sharedData)
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".csv") }.sorted()
    #expect(files.count >= 31)
    let answer = try rothost.run(
      ["cache", "import"] + files.map { folder.appending(path: $0).path })
    #expect(answer.code == 0, "\(answer.error)")
    #expect(answer.text.split(separator: "\n").count == files.count)
    #expect(try rothost.run("cache", "verify").text == "\(files.count) intact, 0 damaged\n")
    rothost.remove()
  }
}

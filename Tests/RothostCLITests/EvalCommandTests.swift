import Foundation
import Glibc
import Testing

@Suite("rothost eval as a process")
struct EvalCommandTests {
  let rothost: Binary

  init() throws { rothost = try Binary() }

  /// Eight days with one fall of a half and its recovery.
  func importSeries() throws {
    let rows = [100, 110, 55, 66, 88, 110, 120, 108]
    let text = rows.enumerated().reduce(into: "Date,Close\n") { text, row in
      text += "2026-01-0\(row.offset + 1),\(row.element)\n"
    }
    let path = rothost.path("ABC.csv")
    try Data(text.utf8).write(to: URL(filePath: path))
    #expect(try rothost.run("cache", "import", path).code == 0)
  }

  @Test("with an empty cache it answers on the demo market, says so, and makes no cache")
  func demoMarket() throws {
    let answer = try rothost.run("eval", "--plugin", "drawdown")
    #expect(answer.code == 0)
    #expect(answer.error.contains("demo market") && answer.error.contains("synthetic"))
    #expect(answer.errorLines.count == 2)
    #expect(answer.text.contains("DEMO_") && answer.text.contains("synthetic"))
    #expect(!FileManager.default.fileExists(atPath: rothost.path("cache")))
    rothost.remove()
  }

  @Test("JSON is one object with the documented keys and nothing else on standard output")
  func json() throws {
    try importSeries()
    let answer = try rothost.run(
      "eval", "--plugin", "drawdown", "--input", "series=ABC", "--format", "json", "--param",
      "threshold=0.2", "--seed", "7")
    #expect(answer.code == 0 && answer.error.isEmpty)
    let object = try #require(answer.json)
    #expect(
      Set(object.keys) == [
        "indicator", "version", "plugin", "inputs", "parameters", "clock", "align", "rows", "seed",
        "scalars", "series", "tables", "warnings",
      ])
    let plugin = try #require(object["plugin"] as? [String: String])
    #expect(plugin["path"]?.hasSuffix("libdrawdown.so") == true && plugin["sha256"]?.count == 64)
    let input = try #require(
      ((object["inputs"] as? [String: Any])?["series"] as? [[String: Any]])?[0])
    #expect(input["series"] as? String == "ABC" && input["column"] as? String == "close")
    #expect(input["from"] as? String == "2026-01-01" && input["to"] as? String == "2026-01-08")
    #expect(input["rows"] as? Int == 8 && input["transform"] as? String == "level")
    #expect((object["parameters"] as? [String: Double])?["threshold"] == 0.2)
    #expect(object["clock"] as? String == "1d" && object["seed"] as? Int == 7)
    let scalars = try #require(object["scalars"] as? [String: Any])
    #expect(scalars["worst"] as? Double == -0.5 && scalars["n"] as? Int == 8)
    let series = try #require((object["series"] as? [String: Any])?["underwater"] as? [String: Any])
    #expect((series["values"] as? [Double])?.count == 8)
    #expect((series["time"] as? [String])?.first == "2026-01-01")
    let episodes = try #require((object["tables"] as? [String: Any])?["episodes"] as? [String: Any])
    #expect((episodes["depth"] as? [Double]) == [-0.5])
    #expect((object["warnings"] as? [Any])?.isEmpty == true)
    rothost.remove()
  }

  @Test("a pipe gets no colour and no bar, and tables show the verdict right under the title")
  func table() throws {
    try importSeries()
    let answer = try rothost.run(
      ["eval", "--plugin", "drawdown", "--input", "series=ABC"],
      environment: ["TERM": "xterm-256color", "COLUMNS": "60"])
    #expect(answer.code == 0 && answer.error.isEmpty)
    #expect(!answer.text.contains("\u{1B}"))
    let lines = answer.text.split(separator: "\n")
    #expect(lines[0].hasPrefix("drawdown 1."))
    #expect(lines[1].contains("below the record"))
    #expect(answer.text.contains("ABC:close") && answer.text.contains("-0.5"))
    rothost.remove()
  }

  @Test("CSV has one row per value and needs no other file to be read")
  func csv() throws {
    try importSeries()
    let answer = try rothost.run(
      "eval", "--plugin", "drawdown", "--input", "series=ABC", "--format", "csv")
    #expect(answer.code == 0 && answer.error.isEmpty)
    let lines = answer.text.split(separator: "\n")
    #expect(lines.count > 9 && lines[0].contains("output") && lines[0].contains("value"))
    let commas = lines[0].count { $0 == "," }
    #expect(
      lines[1...8].allSatisfy { $0.hasPrefix("underwater,") && $0.count { $0 == "," } == commas })
    rothost.remove()
  }

  @Test("Arrow is an IPC file from its first to its last byte")
  func arrow() throws {
    try importSeries()
    let answer = try rothost.run(
      "eval", "--plugin", "drawdown", "--input", "series=ABC", "--format", "arrow")
    #expect(answer.code == 0 && answer.error.isEmpty)
    #expect(answer.output.starts(with: Data("ARROW1".utf8)))
    #expect(answer.output.suffix(6) == Data("ARROW1".utf8))
    rothost.remove()
  }

  @Test("--output writes the same bytes to a file and leaves nothing else in the folder")
  func output() throws {
    try importSeries()
    let folder = rothost.path("results")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let arguments = ["eval", "--plugin", "drawdown", "--input", "series=ABC", "--format", "json"]
    let printed = try rothost.run(arguments)
    let written = try rothost.run(arguments + ["--output", "\(folder)/a.json"])
    #expect(written.code == 0 && written.output.isEmpty)
    #expect(try Data(contentsOf: URL(filePath: "\(folder)/a.json")) == printed.output)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.json"])
    let refused = try rothost.run(arguments + ["--output", "/proc/none/a.json"])
    #expect(refused.code == 73 && refused.errorLines.count == 2 && refused.output.isEmpty)
    rothost.remove()
  }

  @Test("--output writes into a pipe or device as it stands and never replaces it")
  func outputDevice() throws {
    try importSeries()
    let pipe = rothost.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    // Open for reading and writing, so that neither side waits for the other.
    let descriptor = open(pipe, O_RDWR | O_NONBLOCK)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let answer = try rothost.run(
      "eval", "--plugin", "drawdown", "--input", "series=ABC", "--format", "json", "--output", pipe)
    #expect(answer.code == 0)
    var status = stat()
    #expect(stat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &bytes, bytes.count)
    #expect(count > 0 && bytes[0] == UInt8(ascii: "{"))
    rothost.remove()
  }

  @Test("--plot draws in plain text before the answer; with a name it writes an SVG file")
  func plot() throws {
    try importSeries()
    let arguments = ["eval", "--plugin", "drawdown", "--input", "series=ABC"]
    let drawn = try rothost.run(arguments + ["--plot"])
    #expect(drawn.code == 0)
    let picture = drawn.text.split(separator: "\n").filter { $0.contains("│") || $0.contains("┤") }
    #expect(picture.count == 12 && picture.allSatisfy { $0.count <= 80 })
    #expect(drawn.text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
    #expect(!drawn.text.contains("\u{1B}"))
    // An option after the file's name must not swallow it.
    let file = rothost.path("plot.svg")
    let written = try rothost.run(arguments + ["--plot=\(file)", "--format", "json"])
    #expect(written.code == 0 && written.json != nil && written.error.isEmpty)
    let svg = try String(contentsOfFile: file, encoding: .utf8)
    #expect(svg.hasPrefix("<svg") && svg.contains("underwater"))
    let apart = try rothost.run(arguments + ["--format", "json", "--plot"])
    #expect(apart.json != nil && apart.error.contains("┤"))
    rothost.remove()
  }

  @Test("--save makes an output a series that the next evaluation reads")
  func chain() throws {
    try importSeries()
    let arguments = ["eval", "--plugin", "drawdown", "--input", "series=ABC"]
    let saved = try rothost.run(arguments + ["--save", "DD", "--format", "json"])
    #expect(saved.code == 0 && saved.json != nil && saved.error.contains("underwater"))
    let exported = try rothost.run("cache", "export", "DD").text
    #expect(exported.contains("2026-01-03,-0.5"))
    #expect(try rothost.run(arguments + ["--save", "underwater=EE"]).code == 0)
    #expect(try rothost.run("cache", "export", "EE").text == exported)
    let chained = try rothost.run(
      "eval", "--plugin", "drawdown", "--input", "series=DD:value", "--format", "json")
    let inputs = try #require(chained.json?["inputs"] as? [String: [[String: Any]]])
    #expect(inputs["series"]?[0]["series"] as? String == "DD")
    let unknown = try rothost.run(arguments + ["--save", "none=X"])
    #expect(unknown.code == 64 && unknown.error.contains("underwater"))
    for name in ["DEMO_X", "a/b", ""] {
      #expect(try rothost.run(arguments + ["--save", "underwater=\(name)"]).code == 64)
    }
    rothost.remove()
  }

  @Test("an answer on the demo market is never saved among real series")
  func demoNotSaved() throws {
    let answer = try rothost.run("eval", "--plugin", "drawdown", "--save", "DD")
    #expect(answer.code == 64 && answer.error.contains("demo market"))
    #expect(!FileManager.default.fileExists(atPath: rothost.path("cache")))
    rothost.remove()
  }

  @Test("each kind of failure has its exit code and one line that says what to do")
  func failures() throws {
    try importSeries()
    let base = ["eval", "--plugin", "drawdown", "--input"]
    let cases: [([String], Int32, String)] = [
      (base + ["series=ABD"], 66, "ABC"),
      (base + ["series=ABC:high"], 66, "close"),
      (base + ["sries=ABC"], 64, "series"),
      (base + ["series=ABC", "--param", "treshold=1"], 64, "threshold"),
      (base + ["series=ABC", "--param", "threshold=7"], 64, "threshold"),
      (base + ["series=ABC", "--from", "2030-01-01"], 65, "2026-01-08"),
      (
        ["eval", "--plugin", "lead_lag", "--param", "resamples=1000000", "--timeout", "50ms"]
          + ["--input", "leader=DEMO_SMALL", "--input", "follower=DEMO_CRYPTO"],
        70, "time limit"
      ),
    ]
    for (arguments, code, word) in cases {
      let answer = try rothost.run(arguments)
      #expect(answer.code == code, "\(arguments.last!): \(answer.error)")
      #expect(answer.error.contains(word), "\(answer.error)")
      #expect(answer.errorLines.count == 2 && answer.output.isEmpty, "\(answer.error)")
      #expect(answer.error.hasPrefix("rothost: "))
    }
    rothost.remove()
  }

  @Test("the range includes both its ends")
  func range() throws {
    try importSeries()
    let answer = try rothost.run(
      "eval", "--plugin", "drawdown", "--input", "series=ABC", "--from", "2026-01-02", "--to",
      "2026-01-04", "--format", "json")
    #expect(answer.json?["rows"] as? Int == 3)
    rothost.remove()
  }
}

import Testing

@testable import RothostCLI

@Suite("Tables and styles")
struct RenderingTests {
  static let plain = TextStyle(isOn: false)

  @Test("numbers stand right, words left, and no line ends in a blank")
  func alignment() {
    let table = TextTable(columns: [
      .init(title: "name", side: .left, cells: ["a", "long"]),
      .init(title: "n", side: .right, cells: ["1", "200"]),
      .init(title: "note", side: .left, cells: ["", "x"]),
    ])
    #expect(
      table.lines(width: 80, style: Self.plain) == [
        "name    n  note", "a       1", "long  200  x",
      ])
  }

  @Test("only elastic columns are cut, and a cut shows")
  func elastic() {
    let table = TextTable(
      columns: [
        .init(title: "", side: .left, cells: ["0123456789"]),
        .init(title: "", side: .left, cells: ["the quick brown fox jumps"], isElastic: true),
      ], hasTitles: false)
    #expect(table.lines(width: 24, style: Self.plain) == ["0123456789  the quick b…"])
    #expect(table.lines(width: 5, style: Self.plain) == ["0123456789  the qui…"])
    #expect(
      table.lines(width: .max, style: Self.plain) == ["0123456789  the quick brown fox jumps"])
  }

  @Test("style is written only where it is on")
  func style() {
    #expect(TextStyle(isOn: true).bold("x") == "\u{1B}[1mx\u{1B}[0m")
    #expect(TextStyle(isOn: true).bold("") == "")
    #expect(Self.plain.bold("x") == "x")
  }

  @Test("a page keeps the host's own colours, and nothing else that steers the terminal")
  func shown() {
    let style = TextStyle(isOn: true)
    let page = style.bold(style.red("x")) + "\n" + style.dim("\u{1B}]0;title\u{07}")
    #expect(
      TextStyle.shown(page) == style.bold(style.red("x")) + "\n"
        + style.dim("\u{FFFD}]0;title\u{FFFD}"))
    #expect(TextStyle.shown("\u{1B}[2J\u{1B}[31") == "\u{FFFD}[2J\u{FFFD}[31")
    #expect(StandardStreams.singleLine("a\u{1B}[8m\n  b\u{9B}1A") == "a\u{FFFD}[8m b\u{FFFD}1A")
    let table = TextTable(
      columns: [.init(title: "\u{202E}t", side: .left, cells: ["\u{1B}[31mred"])])
    #expect(table.lines(width: 80, style: Self.plain) == ["\u{FFFD}t", "\u{FFFD}[31mred"])
  }

  @Test("colour wants a terminal, no NO_COLOR and a TERM that is not dumb")
  func color() {
    func terminal(_ isInteractive: Bool, _ environment: [String: String]) -> Terminal {
      Terminal(isInteractive: isInteractive, deviceWidth: 100) { environment[$0] }
    }
    #expect(terminal(true, ["TERM": "xterm"]).hasColor)
    #expect(!terminal(false, ["TERM": "xterm"]).hasColor)
    #expect(!terminal(true, ["TERM": "xterm", "NO_COLOR": "1"]).hasColor)
    #expect(terminal(true, ["TERM": "xterm", "NO_COLOR": ""]).hasColor)
    #expect(!terminal(true, ["TERM": "dumb"]).hasColor)
  }

  @Test("the width is the terminal's, else COLUMNS, else 80, and stays within reason")
  func width() {
    func width(_ isInteractive: Bool, _ device: Int?, _ columns: String?) -> Int {
      Terminal(isInteractive: isInteractive, deviceWidth: device) { name in
        name == "COLUMNS" ? columns : nil
      }.width
    }
    #expect(width(true, 120, "90") == 120)
    #expect(width(false, 120, "90") == 90)
    #expect(width(false, 120, nil) == 80)
    #expect(width(true, nil, "many") == 80)
    #expect(width(true, 3, nil) == 40)
    #expect(width(true, 10_000, nil) == 400)
  }

  @Test("an error of several lines is told in one")
  func singleLine() {
    #expect(StandardStreams.singleLine("a\n  b \r\n\nc") == "a b c")
    #expect(StandardStreams.singleLine("as it is") == "as it is")
  }

  @Test("the verdict comes first, long tables show head and tail and how to get the rest")
  func summary() {
    let (rows, headCount) = ResultSummary.Table.shown(of: 121)
    #expect(rows.count == 16 && headCount == 12 && rows.last == 120)
    #expect(ResultSummary.Table.shown(of: 24).headCount == nil)
    let summary = ResultSummary(
      title: "lead_lag 1.0.0", subtitle: "who leads", verdict: "no lead", inputs: [],
      frame: "clock 1d", scalars: [.init(name: "n", value: "12", unit: "rows", documentation: "")],
      series: [],
      tables: [
        .init(
          name: "profile", rowCount: 121, headCount: headCount,
          columns: [.init(name: "lag", isNumber: true, cells: rows.map(String.init))])
      ],
      warnings: ["mixed\ncloses"])
    let lines = summary.lines(terminal: .file)
    #expect(lines[1] == "no lead")
    #expect(lines.contains("n  12  rows"))
    let title = lines.firstIndex(of: "profile")!
    #expect(lines[title + 14] == "  …")
    #expect(lines.contains { $0.contains("121 rows") && $0.contains("--format csv") })
    #expect(lines[2] == "warning: mixed closes")
    #expect(lines.allSatisfy { !$0.contains("\u{1B}") })
  }

  @Test("a manual breaks at blanks and keeps the text's own lines")
  func wrap() {
    #expect(
      IndicatorManual.wrap("one two three\n\n  four five six", width: 9) == [
        "one two", "three", "", "  four", "  five", "  six",
      ])
  }
}

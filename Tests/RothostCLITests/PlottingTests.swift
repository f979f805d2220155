import RothostSeries
import Testing

@testable import RothostCLI

@Suite("Plots")
struct PlottingTests {
  static let profile = Plot(
    title: "lead_lag: correlation by lag", subtitle: "A → B & \"C\"", shape: .stems,
    axis: .number(label: "lag (rows)"), x: (-60...60).map(Double.init),
    y: (-60...60).map { $0 == 21 ? 0.6 : $0 % 7 == 0 ? -0.08 : 0.05 },
    isMarked: (-60...60).map { $0 == 21 }, highlight: 21, interval: 19...23)

  static func days(_ count: Int, _ value: (Int) -> Double) -> Plot {
    let first = CivilDate(year: 2014, month: 1, day: 1)!.startNanoseconds
    return Plot(
      title: "drawdown: underwater", shape: .line, axis: .time,
      x: (0..<count).map { Double(first + Int64($0) * CivilDate.nanosecondsPerDay) },
      y: (0..<count).map(value))
  }

  @Test("each dot of the canvas is its own bit of the braille block")
  func braille() {
    var canvas = BrailleCanvas(columns: 2, rows: 1)
    #expect(canvas.lines == ["  "])
    canvas.set(x: 0, y: 0)
    canvas.set(x: 3, y: 3)
    canvas.set(x: 9, y: 9)
    canvas.set(x: -1, y: 0)
    #expect(canvas.lines == ["⠁⢀"])
    for x in 0..<4 { for y in 0..<4 { canvas.set(x: x, y: y) } }
    #expect(canvas.lines == ["⣿⣿"])
  }

  @Test("a line holds both its ends and leaves no gap, in every direction")
  func line() {
    for (dx, dy) in [(7, 3), (-7, 3), (3, -7), (0, 7), (-7, 0), (0, 0)] {
      var canvas = BrailleCanvas(columns: 10, rows: 5)
      canvas.line(from: (9, 9), to: (9 + dx, 9 + dy))
      let dots = canvas.lines.joined().unicodeScalars.reduce(0) { count, scalar in
        count + (scalar.value >= 0x2800 ? Int((scalar.value - 0x2800).nonzeroBitCount) : 0)
      }
      #expect(dots == max(abs(dx), abs(dy)) + 1)
    }
  }

  @Test("a terminal plot is never wider than the terminal", arguments: [40, 80, 133])
  func terminalWidth(width: Int) {
    for plot in [Self.profile, Self.days(3000) { -Double($0 % 500) / 10 }] {
      let lines = TerminalPlot(plot: plot, width: width, style: TextStyle(isOn: false)).lines()
      #expect(lines.allSatisfy { $0.count <= width })
      #expect(lines.contains { $0.unicodeScalars.contains { $0.value > 0x2800 } })
    }
  }

  @Test("the stem of the planted lag is the tallest of the drawing")
  func tallestStem() {
    let plot = TerminalPlot(plot: Self.profile, width: 130, style: TextStyle(isOn: false))
    let picture = plot.lines().filter { $0.contains("│") || $0.contains("┤") }
    let top = picture[1]
    let edge = top.firstIndex { $0 == "│" || $0 == "┤" }!
    let stem = top.firstIndex { $0.unicodeScalars.first!.value > 0x2800 }
    let columns = Double(picture[0].count) - 1
    #expect(stem != nil)
    let column = Double(top.distance(from: edge, to: stem ?? edge))
    #expect((column / columns - 81.0 / 120).magnitude < 0.05)
  }

  @Test("axis numbers are round, inside the range, and few")
  func ticks() {
    #expect(Ticks(covering: 0...1, count: 5).labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(
      Ticks(covering: -60...60, count: 6).labels == ["-60", "-40", "-20", "0", "20", "40", "60"])
    #expect(Ticks(covering: 0...0, count: 5).values == [])
    #expect(Ticks(covering: 1e9...2e9, count: 4).labels.first == "1.00e+09")
  }

  @Test("dates along an axis are years, months, days or hours, by the span")
  func timeTicks() throws {
    func range(_ from: String, _ to: String) throws -> ClosedRange<Int64> {
      try ISO8601.parse(from).time...ISO8601.parse(to).time
    }
    #expect(
      TimeTicks.covering(try range("2014-01-02", "2026-08-21"), count: 8).labels
        == ["2014", "2016", "2018", "2020", "2022", "2024", "2026"].filter { $0 != "2014" })
    #expect(
      TimeTicks.covering(try range("2026-01-10", "2026-05-20"), count: 8).labels
        == ["2026-02", "2026-03", "2026-04", "2026-05"])
    #expect(
      TimeTicks.covering(try range("2026-01-10", "2026-01-14"), count: 8).labels.first
        == "2026-01-10")
    #expect(
      TimeTicks.covering(try range("2026-01-10T09:30:00Z", "2026-01-10T16:00:00Z"), count: 8)
        .labels.first == "10:00")
  }

  @Test("thinning keeps the lowest and the highest value and breaks at gaps")
  func thinning() {
    var y = (0..<10_000).map { Double($0 % 13) }
    y[4321] = -500
    y[8765] = 900
    y[5000] = .nan
    let x = (0..<10_000).map(Double.init)
    let runs = Thinning.runs(x: x, y: y, bins: 100)
    let points = runs.joined()
    #expect(runs.count == 2)
    #expect(points.count <= 4 * 101)
    #expect(points.contains { $0.x == 4321 && $0.y == -500 })
    #expect(points.contains { $0.x == 8765 && $0.y == 900 })
    #expect(runs[0].last?.x == 4999 && runs[1].first?.x == 5001)
    for run in runs { #expect(zip(run, run.dropFirst()).allSatisfy { $0.x < $1.x }) }
  }

  @Test("a series without a single value, or with one, can still be drawn")
  func degenerate() {
    for plot in [
      Self.days(3) { _ in .nan }, Self.days(1) { _ in 5 }, Self.days(2) { _ in 0 },
      Plot(title: "t", shape: .line, axis: .time, x: [], y: []),
    ] {
      #expect(TerminalPlot(plot: plot, width: 60, style: TextStyle(isOn: false)).lines().count > 12)
      #expect(SVGPlot(title: "t", plots: [plot]).text().contains("</svg>"))
    }
  }

  @Test("any finite numbers and stamps can be drawn, also the first and last that there are")
  func extremes() {
    let greatest = Double.greatestFiniteMagnitude
    let tiny = Double.leastNonzeroMagnitude
    let values: [[Double]] = [
      [-greatest, greatest, 0], [greatest, greatest, greatest], [0, 0, greatest], [-tiny, 0, tiny],
      [0, 0, tiny], [.nan, -greatest, .nan], [1, 2, 3],
    ]
    let second: Int64 = 1_000_000_000
    let stamps: [[Int64]] = [
      [.min, 0, .max], [.min, .min + 1, .min + second], [.max - 40 * second, .max - 1, .max],
      [.max - 5_000_000 * second, .max - second, .max],
      [.min, .min + 1, .min + 5_000_000 * second],
      [.max, .max, .max], [.min, .min, .min], [5, .max, 5], [7, .min, 9],
    ]
    for x in stamps.map({ $0.map(Double.init) }) {
      for y in values {
        for shape in [Plot.Shape.stems, .line, .steps(names: ["a", "b"])] {
          // A series' stamps increase; a table's lags are anything.
          guard shape == .stems || (x[0] <= x[1] && x[1] <= x[2]) else { continue }
          let plot = Plot(
            title: "t", shape: shape, axis: shape == .stems ? .number(label: "lag") : .time, x: x,
            y: y, highlight: x[1], interval: min(x[0], x[1])...max(x[0], x[1]))
          let lines = TerminalPlot(plot: plot, width: 80, style: TextStyle(isOn: false)).lines()
          #expect(lines.count > 12 && lines.allSatisfy { $0.count <= 80 })
          let text = SVGPlot(title: "t", plots: [plot]).text()
          #expect(!text.contains("nan") && !text.contains("inf\""))
        }
      }
    }
  }

  @Test("an SVG file is well-formed: escaped, every element closed, and the answer marked")
  func svg() {
    let text = SVGPlot(title: "a < b", plots: [Self.profile]).text()
    #expect(text.contains("<title>a &lt; b</title>"))
    #expect(text.contains("A → B &amp; &quot;C&quot;"))
    #expect(text.contains("lag 21: 0.6"))
    #expect(!text.contains("nan") && !text.contains("inf"))
    for name in ["svg", "g", "text", "title"] {
      #expect(
        text.ranges(of: "<\(name)").count {
          text[$0.upperBound] == " " || text[$0.upperBound] == ">"
        }
          == text.ranges(of: "</\(name)>").count)
    }
  }

  @Test("an SVG file stays light however many rows it draws")
  func svgSize() {
    let text = SVGPlot(title: "t", plots: [Self.days(20_000) { Double($0 % 1009) }]).text()
    #expect(text.utf8.count < 80_000)
  }
}

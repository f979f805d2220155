/// One plot of an SVG file: title, grid, axes, and the data.
struct SVGPanel {
  var plot: Plot

  static let left = 68.0
  static let right = SVGPlot.width - 28
  static let top = 66.0
  static let bottom = SVGPlot.panelHeight - 52

  enum Color {
    static let ink = "#1f2328"
    static let muted = "#656d76"
    static let grid = "#eaeef2"
    static let axis = "#8c959f"
    static let data = "#0969da"
    static let faint = "#a9c3e6"
    static let answer = "#cf222e"
  }

  func draw(on svg: inout SVGText) {
    drawTitle(on: &svg)
    drawGrid(on: &svg)
    drawInterval(on: &svg)
    switch plot.shape {
    case .stems: drawStems(on: &svg)
    case .line: drawLine(on: &svg)
    case .steps: drawSteps(on: &svg)
    }
  }

  func x(_ value: Double) -> Double {
    let fraction = Plot.fraction(of: value, along: plot.horizontalRange)
    // Stems keep clear of the frame, so that the first and last are whole.
    let inset = plot.shape == .stems ? 10.0 : 0
    return Self.left + inset + fraction * (Self.right - Self.left - 2 * inset)
  }

  func y(_ value: Double) -> Double {
    let fraction = 1 - Plot.fraction(of: value, along: plot.verticalRange)
    return Self.top + fraction * (Self.bottom - Self.top)
  }

  private func drawTitle(on svg: inout SVGText) {
    svg.element(
      "text", ("x", "24"), ("y", "30"), ("font-size", "17"), ("font-weight", "600"),
      ("fill", Color.ink), content: plot.title)
    guard !plot.subtitle.isEmpty else { return }
    svg.element(
      "text", ("x", "24"), ("y", "49"), ("font-size", "12.5"), ("fill", Color.muted),
      content: plot.subtitle)
  }

  private func drawGrid(on svg: inout SVGText) {
    svg.open("g", ("font-size", "11.5"), ("fill", Color.muted), ("stroke-width", "1"))
    var isNamed = false
    if case .steps = plot.shape { isNamed = true }
    let rows = plot.verticalTicks(count: 6)
    for (value, label) in zip(rows.values, rows.labels) {
      let y = SVGText.pixel(y(value))
      svg.empty(
        "line", ("x1", SVGText.pixel(Self.left)), ("x2", SVGText.pixel(Self.right)), ("y1", y),
        ("y2", y), ("stroke", value == 0 && !isNamed ? Color.axis : Color.grid))
      svg.element(
        "text", ("x", SVGText.pixel(Self.left - 9)), ("y", y), ("dy", "0.35em"),
        ("text-anchor", "end"), content: label)
    }
    let bottom = SVGText.pixel(Self.bottom)
    svg.empty(
      "line", ("x1", SVGText.pixel(Self.left)), ("x2", SVGText.pixel(Self.right)), ("y1", bottom),
      ("y2", bottom), ("stroke", Color.axis))
    let columns = plot.horizontalTicks(count: 9)
    for (value, label) in zip(columns.values, columns.labels) {
      let x = SVGText.pixel(x(value))
      svg.empty(
        "line", ("x1", x), ("x2", x), ("y1", bottom), ("y2", SVGText.pixel(Self.bottom + 5)),
        ("stroke", Color.axis))
      svg.element(
        "text", ("x", x), ("y", SVGText.pixel(Self.bottom + 19)), ("text-anchor", "middle"),
        content: label)
    }
    if case .number(let label) = plot.axis {
      svg.element(
        "text", ("x", SVGText.pixel((Self.left + Self.right) / 2)),
        ("y", SVGText.pixel(Self.bottom + 39)), ("text-anchor", "middle"), content: label)
    }
    svg.close("g")
  }

  private func drawInterval(on svg: inout SVGText) {
    guard let interval = plot.interval else { return }
    let start = max(x(interval.lowerBound) - 3, Self.left)
    let end = min(x(interval.upperBound) + 3, Self.right)
    svg.empty(
      "rect", ("x", SVGText.pixel(start)), ("y", SVGText.pixel(Self.top)),
      ("width", SVGText.pixel(end - start)), ("height", SVGText.pixel(Self.bottom - Self.top)),
      ("fill", Color.answer), ("fill-opacity", "0.08"))
  }
}

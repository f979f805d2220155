/// Plots one under another as a stand-alone SVG file: no script, no font, no outside reference.
struct SVGPlot {
  var title: String
  var plots: [Plot]

  static let width = 880.0
  static let panelHeight = 340.0

  /// The whole file. Its size is bounded by the width, not by the rows: lines are thinned to four
  /// points per pixel column.
  func text() -> String {
    let height = Self.panelHeight * Double(max(plots.count, 1))
    var svg = SVGText()
    svg.open(
      "svg", ("xmlns", "http://www.w3.org/2000/svg"),
      ("viewBox", "0 0 \(SVGText.pixel(Self.width)) \(SVGText.pixel(height))"),
      ("width", SVGText.pixel(Self.width)), ("height", SVGText.pixel(height)), ("role", "img"),
      ("font-family", "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"))
    svg.element("title", content: title)
    svg.empty("rect", ("width", "100%"), ("height", "100%"), ("fill", "#ffffff"))
    for (index, plot) in plots.enumerated() {
      svg.open(
        "g", ("transform", "translate(0 \(SVGText.pixel(Self.panelHeight * Double(index))))"))
      SVGPanel(plot: plot).draw(on: &svg)
      svg.close("g")
    }
    svg.close("svg")
    return svg.text
  }
}

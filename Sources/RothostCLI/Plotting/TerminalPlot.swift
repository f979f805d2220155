/// A plot as lines of text: braille dots between a labelled left and lower edge.
struct TerminalPlot {
  var plot: Plot
  var width: Int
  var height = 12
  var style: TextStyle

  /// Title, picture, axis and its labels, as wide as `width` at most.
  func lines() -> [String] {
    let gutter = labels.lazy.map(\.text.count).max() ?? 0
    let columns = max(16, width - gutter - 3)
    var lines = [style.bold(plot.title)]
    if !plot.subtitle.isEmpty { lines.append(style.dim(plot.subtitle)) }

    let picture = draw(columns: columns)
    for (row, text) in picture.enumerated() {
      let label = labels.first { $0.row == row }
      let name = label?.text ?? ""
      let margin = String(repeating: " ", count: gutter - name.count) + name
      let edge = label == nil ? "│" : "┤"
      lines.append(style.dim("\(margin) \(edge)") + style.blue(text))
    }
    lines += axis(gutter: gutter, columns: columns)
    return lines
  }

  private var labels: [(row: Int, text: String)] {
    let ticks = plot.verticalTicks(count: max(2, height / 4))
    var labels = [(row: Int, text: String)]()
    for (value, text) in zip(ticks.values, ticks.labels) {
      let row = Int(vertical(value) * Double(height - 1) + 0.5)
      if !labels.contains(where: { $0.row == row }) { labels.append((row, text)) }
    }
    return labels
  }

  /// 0 at the left edge, 1 at the right.
  private func horizontal(_ x: Double) -> Double {
    Plot.fraction(of: x, along: plot.horizontalRange)
  }

  /// 0 at the top, 1 at the bottom.
  private func vertical(_ y: Double) -> Double {
    1 - Plot.fraction(of: y, along: plot.verticalRange)
  }

  private func draw(columns: Int) -> [String] {
    var canvas = BrailleCanvas(columns: columns, rows: height)
    func dot(_ x: Double, _ y: Double) -> (x: Int, y: Int) {
      (
        Int(horizontal(x) * Double(canvas.dotColumns - 1) + 0.5),
        Int(vertical(y) * Double(canvas.dotRows - 1) + 0.5)
      )
    }
    switch plot.shape {
    case .stems:
      let zero = dot(plot.x.first ?? 0, 0).y
      for x in stride(from: 0, to: canvas.dotColumns, by: 2) { canvas.set(x: x, y: zero) }
      for (x, y) in zip(plot.x, plot.y) where y.isFinite {
        let end = dot(x, y)
        canvas.line(from: (end.x, zero), to: end)
      }
    case .line, .steps:
      for run in Thinning.runs(x: plot.x, y: plot.y, bins: canvas.dotColumns) {
        var last: (x: Int, y: Int)?
        for point in run {
          let next = dot(point.x, point.y)
          if let last, case .steps = plot.shape {
            canvas.line(from: last, to: (next.x, last.y))
            canvas.line(from: (next.x, last.y), to: next)
          } else {
            canvas.line(from: last ?? next, to: next)
          }
          last = next
        }
      }
    }
    return canvas.lines
  }

  private func axis(gutter: Int, columns: Int) -> [String] {
    let ticks = plot.horizontalTicks(count: max(2, columns / 9))
    var edge = Array(repeating: Character("─"), count: columns)
    var names = Array(repeating: Character(" "), count: columns)
    var free = 0
    for (value, label) in zip(ticks.values, ticks.labels) {
      let column = Int(horizontal(value) * Double(columns - 1) + 0.5)
      edge[column] = "┬"
      let start = min(max(column - label.count / 2, 0), columns - label.count)
      guard start >= free else { continue }
      for (offset, character) in label.enumerated() { names[start + offset] = character }
      free = start + label.count + 1
    }
    let margin = String(repeating: " ", count: gutter + 1)
    var last = String(names)
    while last.last == " " { last.removeLast() }
    var lines = [style.dim("\(margin)└\(String(edge))"), style.dim("\(margin) \(last)")]
    if case .number(let label) = plot.axis {
      let blanks = String(repeating: " ", count: max(0, (columns - label.count) / 2))
      lines.append(style.dim("\(margin) \(blanks)\(label)"))
    }
    return lines
  }
}

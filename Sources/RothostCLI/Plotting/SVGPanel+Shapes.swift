extension SVGPanel {
  /// Stems from the zero line; those that stand out by themselves are strong, the answer is red.
  func drawStems(on svg: inout SVGText) {
    let zero = y(0)
    let pitch = (Self.right - Self.left) / Double(max(plot.x.count, 1))
    let thickness = SVGText.pixel(min(max(pitch * 0.45, 1), 5))
    var strong = ""
    var faint = ""
    for (index, (lag, value)) in zip(plot.x, plot.y).enumerated() where value.isFinite {
      let stem =
        "M\(SVGText.pixel(x(lag))) \(SVGText.pixel(zero))V\(SVGText.pixel(y(value)))"
      let isStrong = plot.isMarked.isEmpty || plot.isMarked[index]
      if isStrong { strong += stem } else { faint += stem }
    }
    for (path, color) in [(faint, Color.faint), (strong, Color.data)] where !path.isEmpty {
      svg.empty(
        "path", ("d", path), ("stroke", color), ("stroke-width", thickness), ("fill", "none"),
        ("stroke-linecap", "round"))
    }
    guard let lag = plot.highlight, let index = plot.x.firstIndex(of: lag),
      plot.y[index].isFinite
    else { return }
    let value = plot.y[index]
    let (column, row) = (x(lag), y(value))
    svg.empty(
      "path", ("d", "M\(SVGText.pixel(column)) \(SVGText.pixel(zero))V\(SVGText.pixel(row))"),
      ("stroke", Color.answer), ("stroke-width", thickness), ("stroke-linecap", "round"))
    svg.empty(
      "circle", ("cx", SVGText.pixel(column)), ("cy", SVGText.pixel(row)), ("r", "4.5"),
      ("fill", Color.answer), ("stroke", "#ffffff"), ("stroke-width", "1.5"))
    let isLeft = column > (Self.left + Self.right) / 2
    svg.element(
      "text", ("x", SVGText.pixel(column + (isLeft ? -10 : 10))), ("y", SVGText.pixel(row)),
      ("dy", value < 0 ? "0.8em" : "0.1em"), ("font-size", "12.5"), ("font-weight", "600"),
      ("fill", Color.answer), ("text-anchor", isLeft ? "end" : "start"),
      content: "lag \(NumberText.text(lag)): \(NumberText.text(value))")
  }

  /// A line; where it stays on one side of zero, the area to zero is tinted.
  func drawLine(on svg: inout SVGText) {
    let range = plot.verticalRange
    let isOneSided = range.lowerBound == 0 || range.upperBound == 0
    for run in runs {
      let path = run.enumerated().reduce(into: "") { text, item in
        let (index, point) = item
        text += "\(index == 0 ? "M" : " ")\(SVGText.pixel(x(point.x))) \(SVGText.pixel(y(point.y)))"
      }
      if isOneSided, let first = run.first, let last = run.last {
        let zero = SVGText.pixel(y(0))
        svg.empty(
          "path",
          (
            "d", "\(path)L\(SVGText.pixel(x(last.x))) \(zero)L\(SVGText.pixel(x(first.x))) \(zero)Z"
          ),
          ("fill", Color.data), ("fill-opacity", "0.12"))
      }
      drawPath(path, count: run.count, on: &svg)
    }
  }

  /// Codes with names: level until the next row.
  func drawSteps(on svg: inout SVGText) {
    for run in runs {
      let path = run.enumerated().reduce(into: "") { text, item in
        let (index, point) = item
        let (column, row) = (SVGText.pixel(x(point.x)), SVGText.pixel(y(point.y)))
        text += index == 0 ? "M\(column) \(row)" : "H\(column)V\(row)"
      }
      drawPath(path, count: run.count, on: &svg)
    }
  }

  private var runs: [[(x: Double, y: Double)]] {
    Thinning.runs(x: plot.x, y: plot.y, bins: Int(Self.right - Self.left))
  }

  private func drawPath(_ path: String, count: Int, on svg: inout SVGText) {
    // A round cap makes a dot of a run of one row.
    svg.empty(
      "path", ("d", count == 1 ? "\(path)h0" : path), ("fill", "none"), ("stroke", Color.data),
      ("stroke-width", count == 1 ? "3" : "1.5"), ("stroke-linejoin", "round"),
      ("stroke-linecap", "round"))
  }
}

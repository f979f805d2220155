import RothostSeries

/// Columns of text that stand under their titles.
struct TextTable {
  struct Column {
    enum Side { case left, right }
    var title: String
    var side: Side
    /// Printable: whatever they are made with, nothing in them steers a terminal.
    let cells: [String]
    /// May be cut to make the table fit; its whole text is found elsewhere.
    var isElastic = false
    var isDim = false

    init(
      title: String, side: Side, cells: [String], isElastic: Bool = false, isDim: Bool = false
    ) {
      self.title = title.printable
      self.side = side
      self.cells = cells.map(\.printable)
      self.isElastic = isElastic
      self.isDim = isDim
    }
  }

  var columns: [Column]
  var hasTitles = true

  /// One line per row, without blanks at the line's end.
  ///
  /// Where the table is wider than `width`, elastic columns are cut with `…`, down to 8 characters
  /// each; other columns never are.
  func lines(width: Int, style: TextStyle, indent: Int = 0) -> [String] {
    let widths = fittedWidths(width - indent)
    let margin = String(repeating: " ", count: indent)
    var lines = [String]()
    if hasTitles {
      lines.append(
        line(margin, widths, columns.map(\.title)) { _, text in style.dim(text) })
    }
    for row in 0..<(columns.map(\.cells.count).max() ?? 0) {
      let cells = columns.map { row < $0.cells.count ? $0.cells[row] : "" }
      lines.append(
        line(margin, widths, cells) { column, text in
          columns[column].isDim ? style.dim(text) : text
        })
    }
    return lines
  }

  private static let gap = "  "

  private func fittedWidths(_ width: Int) -> [Int] {
    var widths = columns.map { column in
      max(hasTitles ? column.title.count : 0, column.cells.lazy.map(\.count).max() ?? 0)
    }
    var excess = widths.reduce(0, +) + Self.gap.count * (widths.count - 1) - width
    for index in columns.indices.reversed() where columns[index].isElastic && excess > 0 {
      let cut = min(excess, max(0, widths[index] - 8))
      widths[index] -= cut
      excess -= cut
    }
    return widths
  }

  private func line(
    _ margin: String, _ widths: [Int], _ cells: [String], paint: (Int, String) -> String
  ) -> String {
    var line = margin
    var blanks = 0
    for (index, cell) in cells.enumerated() {
      if index > 0 { blanks += Self.gap.count }
      let text = cell.count > widths[index] ? cell.prefix(widths[index] - 1) + "…" : cell[...]
      let padding = widths[index] - text.count
      if columns[index].side == .right { blanks += padding }
      if !text.isEmpty {
        line += String(repeating: " ", count: blanks) + paint(index, String(text))
        blanks = 0
      }
      if columns[index].side == .left { blanks += padding }
    }
    return line
  }
}

/// A grid of dots, eight to a character: U+2800 with one bit per dot (Unicode 15, chapter 21).
struct BrailleCanvas {
  let columns: Int
  let rows: Int
  private var cells: [UInt8]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: 0, count: columns * rows)
  }

  var dotColumns: Int { columns * 2 }
  var dotRows: Int { rows * 4 }

  /// Bits of the dots of one character: left column from the top, then right column.
  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

  /// Sets the dot at column x and row y from the top; outside the grid nothing happens.
  mutating func set(x: Int, y: Int) {
    guard (0..<dotColumns).contains(x), (0..<dotRows).contains(y) else { return }
    cells[(y / 4) * columns + x / 2] |= Self.bits[x % 2][y % 4]
  }

  /// All dots between two points, both included (Bresenham 1965).
  mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) {
    let width = abs(end.x - start.x)
    let height = -abs(end.y - start.y)
    var (x, y) = start
    var error = width + height
    while true {
      set(x: x, y: y)
      if x == end.x && y == end.y { return }
      let doubled = 2 * error
      if doubled >= height {
        error += height
        x += start.x < end.x ? 1 : -1
      }
      if doubled <= width {
        error += width
        y += start.y < end.y ? 1 : -1
      }
    }
  }

  /// One text per row, top first; a character without dots is a blank.
  var lines: [String] {
    (0..<rows).map { row in
      var line = ""
      for cell in cells[(row * columns)..<((row + 1) * columns)] {
        line.unicodeScalars.append(cell == 0 ? " " : Unicode.Scalar(0x2800 + UInt32(cell))!)
      }
      return line
    }
  }
}

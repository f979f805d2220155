/// What the table form of a result shows, already as text: the verdict first, details after it.
struct ResultSummary: Equatable {
  struct Input: Equatable {
    var role: String
    var series: String
    var transform: String
    var rows: Int
    var range: String
    /// The publication delay in force; "" = none.
    var delay = ""
  }

  struct Scalar: Equatable {
    var name: String
    var value: String
    var unit: String
    var documentation: String
    /// A sentence, which stands below the numbers instead of widening their column.
    var isText = false
  }

  struct Column: Equatable {
    var name: String
    var isNumber: Bool
    /// Free text, which may be cut on a narrow screen; dates and numbers never are.
    var isText = false
    /// The rows shown: all of them, or the head and the tail.
    var cells: [String]
  }

  struct Table: Equatable {
    var name: String
    var rowCount: Int
    /// How many rows of the columns' cells stand before the gap; nil = all rows are shown.
    var headCount: Int?
    var columns: [Column]
  }

  struct Series: Equatable {
    var name: String
    var unit: String
    var rowCount: Int
    var range: String
    var last: String
    var lowest: String
    var highest: String
  }

  var title: String
  var subtitle: String
  var verdict: String?
  var inputs: [Input]
  /// Clock, alignment, rows and seed, in one line.
  var frame: String
  var scalars: [Scalar]
  var series: [Series]
  var tables: [Table]
  var warnings: [String]
}

extension ResultSummary {
  /// The whole answer as lines for a device.
  func lines(terminal: Terminal) -> [String] {
    let style = TextStyle(isOn: terminal.hasColor)
    // Only a screen is too narrow: files and pipes get every word.
    let width = terminal.isInteractive ? terminal.width : .max
    var lines = [style.bold(title) + (subtitle.isEmpty ? "" : style.dim(" · \(subtitle)"))]
    if let verdict { lines.append(style.bold(style.green(verdict))) }
    lines += warnings.map { style.yellow("warning: \(StandardStreams.singleLine($0))") }
    if !inputs.isEmpty { lines += [""] + inputLines(width, style) }
    lines.append(style.dim(frame))
    if !scalars.isEmpty { lines += [""] + scalarLines(width, style) }
    if !series.isEmpty { lines += [""] + seriesLines(width, style) }
    for table in tables { lines += [""] + table.lines(width, style) }
    return lines
  }

  private func inputLines(_ width: Int, _ style: TextStyle) -> [String] {
    var columns: [TextTable.Column] = [
      .init(title: "input", side: .left, cells: inputs.map(\.role)),
      .init(title: "series", side: .left, cells: inputs.map(\.series)),
      .init(title: "transform", side: .left, cells: inputs.map(\.transform)),
      .init(title: "rows", side: .right, cells: inputs.map { String($0.rows) }),
      .init(title: "range", side: .left, cells: inputs.map(\.range)),
    ]
    if inputs.contains(where: { !$0.delay.isEmpty }) {
      columns.append(.init(title: "known after", side: .left, cells: inputs.map(\.delay)))
    }
    return TextTable(columns: columns).lines(width: width, style: style)
  }

  /// Figures in a column of their own; a value that is a sentence stands on its own line below.
  private func scalarLines(_ width: Int, _ style: TextStyle) -> [String] {
    let numbers = scalars.filter { !$0.isText }
    let sentences = scalars.filter(\.isText)
    let table = TextTable(
      columns: [
        .init(title: "", side: .left, cells: numbers.map(\.name)),
        .init(title: "", side: .right, cells: numbers.map(\.value)),
        .init(title: "", side: .left, cells: numbers.map(\.unit), isDim: true),
        .init(
          title: "", side: .left, cells: numbers.map(\.documentation), isElastic: true,
          isDim: true),
      ],
      hasTitles: false)
    return (numbers.isEmpty ? [] : table.lines(width: width, style: style))
      + sentences.map { "\($0.name): \($0.value)" }
  }

  private func seriesLines(_ width: Int, _ style: TextStyle) -> [String] {
    TextTable(
      columns: [
        .init(title: "series", side: .left, cells: series.map(\.name)),
        .init(title: "rows", side: .right, cells: series.map { String($0.rowCount) }),
        .init(title: "last", side: .right, cells: series.map(\.last)),
        .init(title: "lowest", side: .right, cells: series.map(\.lowest)),
        .init(title: "highest", side: .right, cells: series.map(\.highest)),
        .init(title: "unit", side: .left, cells: series.map(\.unit)),
        .init(title: "range", side: .left, cells: series.map(\.range)),
      ]
    ).lines(width: width, style: style)
  }
}

extension ResultSummary.Table {
  /// Tables of more rows show their head and tail, and say how to get the rest.
  static let rowLimit = 24
  static let head = 12
  static let tail = 4

  /// The rows to show, and how many of them stand before the gap (nil = no gap).
  static func shown(of count: Int) -> (rows: [Int], headCount: Int?) {
    guard count > rowLimit else { return (Array(0..<count), nil) }
    return (Array(0..<head) + Array((count - tail)..<count), head)
  }

  fileprivate func lines(_ width: Int, _ style: TextStyle) -> [String] {
    guard rowCount > 0 else { return ["\(style.bold(name)): no rows"] }
    var body = TextTable(
      columns: columns.map {
        .init(
          title: $0.name, side: $0.isNumber ? .right : .left, cells: $0.cells,
          isElastic: $0.isText)
      }
    ).lines(width: width, style: style, indent: 2)
    if let headCount {
      body.insert(style.dim("  …"), at: 1 + headCount)
      body.append(
        style.dim("  \(rowCount) rows; all of them with --format csv or --format json"))
    }
    return [style.bold(name)] + body
  }
}

import RothostSeries

/// Writes a series as the CSV text that the importer reads back.
struct CSVWriter {
  private static let blockRows = 4096

  private let view: SeriesView
  private let output: SystemFile

  init(_ view: SeriesView, to output: SystemFile) {
    self.view = view
    self.output = output
  }

  func write() throws {
    let info = view.info
    let isDates = info.metadata.timeKind == .dates
    var text = Array((isDates ? "date" : "time").utf8)
    for column in info.columns { text += [UInt8(ascii: ",")] + Self.quoted(column.name).utf8 }
    text.append(UInt8(ascii: "\n"))
    var times = [Int64](repeating: 0, count: Self.blockRows)
    var values = info.columns.map { _ in [Double](repeating: 0, count: Self.blockRows) }
    for start in stride(from: 0, to: info.rowCount, by: Self.blockRows) {
      let rows = start..<min(start + Self.blockRows, info.rowCount)
      view.withTimes { span in for row in rows { times[row - start] = span[row] } }
      for column in values.indices {
        view.withColumn(column) { span in
          for row in rows { values[column][row - start] = span[row] }
        }
      }
      for row in 0..<rows.count {
        if isDates {
          ISO8601.append(date: CivilDate(containingNanoseconds: times[row]), to: &text)
        } else {
          ISO8601.append(instant: times[row], to: &text)
        }
        for column in values.indices {
          text.append(UInt8(ascii: ","))
          let value = values[column][row]
          // The description is the shortest text that rounds to the value.
          if !value.isNaN { text.append(contentsOf: value.description.utf8) }
        }
        text.append(UInt8(ascii: "\n"))
      }
      try output.append(text.span)
      text.removeAll(keepingCapacity: true)
    }
  }

  /// RFC 4180: quotes around what holds a comma or a quote.
  private static func quoted(_ name: String) -> String {
    guard name.contains(where: { $0 == "," || $0 == "\"" }) else { return name }
    return "\"" + name.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}

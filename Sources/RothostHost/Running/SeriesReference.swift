/// `SERIES[:COLUMN]`, as descriptors name their defaults.
struct SeriesReference: Sendable, Equatable {
  var name: String
  /// nil = the series' default column.
  var column: String?

  init(name: String, column: String?) {
    self.name = name
    self.column = column
  }

  init(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    name = parts.first.map(String.init) ?? ""
    column = parts.count == 2 ? String(parts[1]) : nil
  }
}

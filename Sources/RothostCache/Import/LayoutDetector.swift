import RothostSeries

/// Recognises the layout of a file by its header.
struct LayoutDetector {
  let fault: ImportFault
  let wish: ImportLayout

  private static let timeNames: Set<String> = [
    "date", "time", "datetime", "timestamp", "observation_date", "ts", "date_time",
  ]
  private static let priceNames: Set<String> = ["open", "high", "low", "close"]
  private static let tickPrices: Set<String> = ["price", "last", "trade"]
  private static let tickSizes: Set<String> = ["size", "volume", "qty", "quantity", "amount"]

  /// The plan for a file whose first line holds `header`.
  ///
  /// Throws `.data` where the header is no header, and where it does not fit the layout asked for.
  func plan(header: [String]) throws -> FilePlan {
    let names = header.map(Self.columnName)
    if names.first == "price" && names.count > 2 && names.contains("close") {
      return try severalHeaderRows(names)
    }
    guard let time = names.firstIndex(where: Self.timeNames.contains) ?? unnamedIndex(header) else {
      throw noTimeColumn(header)
    }
    guard names.count > 1 else {
      throw fault.error(
        line: 1, "the header names a time column only (\(ImportFault.shown(header[0])))",
        "the file needs at least one column of numbers, divided by commas")
    }
    var columns = names
    columns.remove(at: time)
    let layout = wish == .auto ? Self.layout(time: names[time], columns: columns) : wish
    try check(layout, time: names[time], columns: columns, header)
    let code = layout == .fred && columns != ["value"] ? header[1 - time] : nil
    if layout == .fred { columns = ["value"] }
    if layout == .ticks { columns = ["price"] + (columns.count == 2 ? ["size"] : []) }
    try checkDistinct(columns)
    return FilePlan(
      layout: layout, explanation: Self.explanation(layout, time: header[time], columns, wish),
      roles: Self.roles(time: time, count: names.count), columns: columns, releaseCode: code)
  }

  /// `Price,Price,Close,…`: the first names the time, a second `Price` is the adjusted close.
  private func severalHeaderRows(_ names: [String]) throws -> FilePlan {
    guard wish == .auto || wish == .yfinance else {
      throw fault.error(
        line: 1, "this is the header of yfinance, not of the layout \(wish.rawValue)",
        "leave --layout out, or give --layout yfinance")
    }
    let columns = names.dropFirst().map { $0 == "price" ? "adj_close" : $0 }
    try checkDistinct(columns)
    return FilePlan(
      layout: .yfinance,
      explanation: "yfinance, by its several header rows (Price, Ticker, Date); columns "
        + columns.joined(separator: ", "),
      roles: Self.roles(time: 0, count: names.count), columns: columns)
  }

  private static func layout(time: String, columns: [String]) -> ImportLayout {
    if columns.count == 1 && (time == "observation_date" || columns == ["value"]) { return .fred }
    if tickPrices.contains(columns[0]),
      columns.count == 1 || (columns.count == 2 && tickSizes.contains(columns[1]))
    {
      return .ticks
    }
    let prices = Set(columns).intersection(priceNames)
    guard time == "date" || time == "datetime", prices.count == 4, columns.contains("volume") else {
      return .ohlcv
    }
    if columns.first == "close" || columns.contains("adj_close") { return .yahoo }
    return .ohlcv
  }

  private func check(
    _ layout: ImportLayout, time: String, columns: [String], _ header: [String]
  ) throws {
    let problem: String? =
      switch layout {
      case .fred: columns.count == 1 ? nil : "needs two columns, a date and a value"
      case .ticks: columns.count <= 2 ? nil : "needs the columns time, price and perhaps size"
      case .yahoo, .yfinance: columns.contains("close") ? nil : "needs a column Close"
      case .ohlcv, .auto: nil
      }
    if let problem {
      throw fault.error(
        line: 1,
        "the layout \(layout.rawValue) \(problem); the header is "
          + ImportFault.shown(header.joined(separator: ",")),
        "leave --layout out to have it found, or correct the header")
    }
  }

  private func checkDistinct(_ columns: [String]) throws {
    var seen: Set<String> = []
    for column in columns where !seen.insert(column).inserted {
      throw fault.error(
        line: 1, "the header names the column \(column) twice", "give each column its own name")
    }
  }

  /// pandas writes its index first and often without a name.
  private func unnamedIndex(_ header: [String]) -> Int? {
    header.count > 1 && header[0].isEmpty ? 0 : nil
  }

  private func noTimeColumn(_ header: [String]) -> RothostError {
    let shown = ImportFault.shown(header.joined(separator: ","))
    if header.count == 1, header[0].contains(";") || header[0].contains("\t") {
      return fault.error(
        line: 1, "the fields of \(shown) are not divided by commas",
        "convert the file, for example with tr ';' ',' (and decimal commas to points)")
    }
    if header[0].utf8.first.map({ $0 >= 48 && $0 < 58 }) == true {
      return fault.error(
        line: 1, "found the row \(shown) where a header is expected",
        "add a first line that names the columns, for example Date,Open,High,Low,Close,Volume")
    }
    return fault.error(
      line: 1, "no column of \(shown) is named as a time (date, time, timestamp, …)",
      "name the time column Date, or convert the file to one of the layouts "
        + ImportLayout.allCases.dropFirst().map(\.rawValue).joined(separator: ", "))
  }

  private static func explanation(
    _ layout: ImportLayout, time: String, _ columns: [String], _ wish: ImportLayout
  ) -> String {
    let by = wish == .auto ? "by its header" : "as asked for"
    return "\(layout.rawValue), \(by): time in \(time), columns \(columns.joined(separator: ", "))"
  }

  private static func roles(time: Int, count: Int) -> [FilePlan.Role] {
    (0..<count).map { $0 == time ? .time : .value($0 < time ? $0 : $0 - 1) }
  }

  /// Lower case, each run of other ASCII signs one underscore: `Adj Close**` is `adj_close`.
  static func columnName(_ header: String) -> String {
    var name = ""
    for character in header.lowercased() {
      if character.isLetter || character.isNumber {
        name.append(character)
      } else if name.last != "_" {
        name.append("_")
      }
    }
    while name.last == "_" { name.removeLast() }
    while name.first == "_" { name.removeFirst() }
    return name.isEmpty ? "column" : name
  }
}

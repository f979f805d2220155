import RothostSeries

extension SeriesStore {
  /// Reads a text file into a series; all or nothing.
  ///
  /// Memory use is bounded whatever the file's length: rows beyond a few megabytes wait in unnamed
  /// files beside the cache. O(bytes), one pass.
  /// - Parameter progress: called now and then from this thread; answering true cancels.
  /// - Throws: `.data` with file, line, what was found and a way out; `.argument` for the name;
  ///   `.notFound` for the file; `.cancelled`; `.cache`. The cache is then as it was.
  public func importFile(
    _ path: String, options: ImportOptions = ImportOptions(),
    progress: (ImportProgress) -> Bool = { _ in false }
  ) throws -> ImportReport {
    let name = options.name ?? Importer.stem(path)
    try checkWritable(name)
    var importer = try Importer(path: path, options: options, directory: self.path)
    try importer.readHeader()
    try importer.readRows(progress)
    let (spool, metadata) = try importer.finish()
    try put(name, rows: spool, metadata: metadata, mode: options.mode) { progress(importer.state) }
    return try importer.report(info(name))
  }
}

/// One file on its way into the cache.
struct Importer {
  private let path: String
  private let options: ImportOptions
  private let directory: String
  private let fault: ImportFault
  private var reader: TextReader
  private var position = 0
  private var plan = FilePlan(layout: .auto, explanation: "", roles: [], columns: [])
  private var headerLines = 0
  private var repeatedRows = 0
  private var spool = Spool(columns: [], directory: "")
  private var warnings: [String] = []

  /// - Parameter chunk: bytes of text that are read at once.
  init(path: String, options: ImportOptions, directory: String, chunk: Int = 1 << 19) throws {
    self.path = path
    self.options = options
    self.directory = directory
    fault = ImportFault(path: path)
    reader = try TextReader(path: path, chunk: chunk)
  }

  /// The file's name without folders and ending.
  static func stem(_ path: String) -> String {
    let base = fileName(path)
    guard let dot = base.lastIndex(of: "."), dot != base.startIndex else { return base }
    return String(base[..<dot])
  }

  private static func fileName(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  mutating func readHeader() throws {
    guard try reader.readLines() else {
      throw fault.error("the file is empty", "fetch it again")
    }
    position = try TextEncoding.skipMark(reader.buffer.span, count: reader.lines.count, fault)
    let header = try headerLine()
    plan = try LayoutDetector(fault: fault, wish: options.layout).plan(header: header)
    while let next = peekLine(), isFurtherHeader(next) { _ = try headerLine() }
    if plan.layout == .yahoo, options.layout == .auto,
      let next = peekLine(), next.count == plan.roles.count,
      let time = plan.roles.firstIndex(of: .time), next[time].utf8.count > 10
    {
      plan.layout = .yfinance
      plan.explanation =
        "yfinance, by its stamps with a time of day; columns "
        + plan.columns.joined(separator: ", ")
    }
    let unit = releaseCode.flatMap(SeriesUnit.standard(forCode:)) ?? ""
    spool = Spool(columns: plan.columns.map { ColumnName($0, unit: unit) }, directory: directory)
  }

  /// The publisher's code of a FRED file: in its header, or else its name.
  private var releaseCode: String? {
    plan.layout == .fred ? plan.releaseCode ?? Self.stem(path) : nil
  }

  /// `Ticker,HYG,HYG…` and `Date,,,` below the header of yfinance; one ticker only.
  private func isFurtherHeader(_ fields: [String]) -> Bool {
    guard plan.layout == .yfinance, let first = fields.first else { return false }
    return first == "Ticker" || (first == "Date" && fields.dropFirst().allSatisfy(\.isEmpty))
  }

  private func peekLine() -> [String]? {
    var next = position
    guard next < reader.lines.upperBound else { return nil }
    return HeaderLine.fields(reader.buffer.span, &next, end: reader.lines.upperBound)
  }

  private mutating func headerLine() throws -> [String] {
    headerLines += 1
    guard let fields = peekLine() else {
      throw fault.error(line: headerLines, "a quote is not closed", "close it")
    }
    if fields.first == "Ticker", Set(fields.dropFirst()).count > 1 {
      throw fault.error(
        line: headerLines,
        "the file holds several tickers (\(Set(fields.dropFirst()).sorted().joined(separator: ", ")))",
        "save one file per ticker")
    }
    while reader.buffer[position] != UInt8(ascii: "\n") { position += 1 }
    position += 1
    return fields
  }

  /// How far the reading has come.
  var state: ImportProgress {
    ImportProgress(bytesRead: reader.bytesRead, bytesTotal: reader.bytesTotal)
  }

  mutating func readRows(_ progress: (ImportProgress) -> Bool) throws {
    var parser = RowParser(plan: plan, headerLines: headerLines, fault: fault)
    var block = RowBlock(columns: plan.columns.count)
    var repetition = Repetition(
      policy: options.onDuplicate ?? (plan.isTicks ? .last : .error), columns: plan.columns.count)
    var next = position
    repeat {
      parser.lastLineIsOpen = reader.lastLineIsOpen
      var isDone = false
      while !isDone {
        switch try parser.parse(
          reader.buffer.span, &next, end: reader.lines.upperBound, into: &block)
        {
        case .end:
          isDone = true
        case .full:
          try spool.append(block, count: block.count - 1)
          block.keepLastRow()
        case .repeated:
          guard repetition.merge(&block) else {
            throw fault.error(
              line: parser.line,
              "repeats the stamp \(ISO8601.text(block.times[block.count - 1], as: parser.kind)) of "
                + "the row before",
              "remove one of the rows, or give --on-duplicate first, last or mean")
          }
        }
      }
      next = 0
      if progress(state) {
        throw RothostError(.cancelled, "the import of \(path) was cancelled; nothing was stored")
      }
    } while try reader.readLines()
    try spool.append(block, count: block.count)
    repeatedRows = repetition.count
    spool.dating = parser.stamps.dating
  }

  mutating func finish() throws -> (Spool, SeriesMetadata) {
    guard spool.rowCount > 0 else {
      throw fault.error(
        line: headerLines, "the file has a header but no rows",
        "fetch it again, or check its source")
    }
    if reader.lastLineIsOpen {
      warnings.append(
        "the last line of \(path) has no line end; if the file was cut off, its last value is wrong"
      )
    }
    var metadata = try SeriesFacts.metadata(of: spool)
    metadata.source = plan.layout.rawValue
    metadata.importedFrom = Self.fileName(path)
    metadata.sha256 = reader.digest()
    if let code = releaseCode {
      metadata.releaseCode = code
      warnings += SeriesFacts.publicationWarnings(code: code)
    }
    return (spool, metadata)
  }

  func report(_ info: SeriesInfo) -> ImportReport {
    ImportReport(
      info: info, layout: plan.layout, explanation: plan.explanation, repeatedRows: repeatedRows,
      warnings: warnings)
  }
}

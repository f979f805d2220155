import ArgumentParser
import RothostCache
import RothostSeries

/// `rothost cache import FILE…`: text files into series, each file whole or not at all.
struct CacheImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import CSV files; a series is called as its file unless --name says otherwise.")

  @Argument(help: ArgumentHelp("The files.", valueName: "file"), completion: .file())
  var files: [String]

  @Option(help: ArgumentHelp("The series' name; for one file only.", valueName: "name"))
  var name: String?

  @Option(help: "How the files are laid out.")
  var layout: ImportLayout = .auto

  @Option(help: "What becomes of repeated stamps: error in bars and last in ticks, unless said.")
  var onDuplicate: DuplicatePolicy?

  @OptionGroup var cacheArguments: CacheArguments

  func validate() throws {
    guard name == nil || files.count == 1 else {
      throw ValidationError("--name is for one file; leave it away or import the files one by one")
    }
  }

  func run() throws {
    let store = try cacheArguments.store()
    var failures = [CommandFailure]()
    for (index, file) in files.enumerated() {
      do {
        try importOne(file, index, into: store)
      } catch let error as RothostError where error.status != .cancelled {
        failures.append(CommandFailure(error))
      }
    }
    guard let last = failures.last else { return }
    for failure in failures.dropLast() { StandardStreams.note(failure.message) }
    guard files.count > 1 else { throw last }
    StandardStreams.note(last.message)
    throw CommandFailure(
      last.code,
      "\(failures.count) of \(files.count) files were not imported; the lines above say why")
  }

  private func importOne(_ file: String, _ index: Int, into store: SeriesStore) throws {
    let count = files.count > 1 ? " (\(index + 1) of \(files.count))" : ""
    let bar = ProgressBar(title: "import \(file.split(separator: "/").last ?? "")\(count)")
    defer { bar.finish() }
    let report = try store.importFile(
      file, options: ImportOptions(name: name, layout: layout, onDuplicate: onDuplicate)
    ) { progress in
      if progress.bytesTotal > 0 {
        bar.update(Double(progress.bytesRead) / Double(progress.bytesTotal))
      }
      return Interrupt.isRequested
    }
    bar.finish()
    try StandardStreams.write(Self.line(report, nameWidth: nameWidth) + "\n")
    for warning in report.warnings {
      StandardStreams.note("\(report.info.name): warning: \(warning)")
    }
  }

  /// `IWM  6598 rows  2000-05-26 … 2026-08-21  yahoo  close,high,low,open,volume`, the name padded
  /// to the longest file's so that the lines of a run stand under each other.
  static func line(_ report: ImportReport, nameWidth: Int) -> String {
    let info = report.info
    let rows = String(info.rowCount)
    var facts = [
      info.name + String(repeating: " ", count: max(0, nameWidth - info.name.count)),
      String(repeating: " ", count: max(0, 8 - rows.count)) + "\(rows) rows",
      ValueText.range(info.first, info.last, info.metadata.timeKind), report.layout.rawValue,
      info.columns.map(\.name).joined(separator: ","),
    ]
    if report.repeatedRows > 0 { facts.append("\(report.repeatedRows) repeated stamps") }
    return facts.joined(separator: "  ")
  }

  /// The longest name the files may give their series.
  private var nameWidth: Int {
    files.lazy.compactMap { $0.split(separator: "/").last?.split(separator: ".").first?.count }
      .max() ?? 0
  }
}

extension ImportLayout: ExpressibleByArgument, Decodable {}
extension DuplicatePolicy: ExpressibleByArgument, Decodable {}

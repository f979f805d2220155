import ArgumentParser
import RothostHost
import RothostSeries

/// `rothost plugin validate FILE`: proves what a plugin promises, check by check.
struct PluginValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Prove a plugin: no look-ahead, same bits, no leaks, and what it must leave alone.",
    discussion: """
      Each check says what it proves. The plugin's code runs in sandboxed processes only, so that a \
      crash is a failed check and the others go on. The exit code is 0 where no check failed, else 65.
      """)

  @Argument(
    help: ArgumentHelp("The plugin's shared object.", valueName: "file"), completion: .file())
  var file: String?

  @Option(
    help: ArgumentHelp(
      "The deepest level that runs: \(CheckLevel.allCases.map(\.name).joined(separator: ", ")).",
      valueName: "level"))
  var level: CheckLevel = .honesty

  @Option(help: ArgumentHelp("Of the probe market and of the evaluations.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "One check alone, as a failed one is reported.", valueName: "check[:seed]"))
  var reproduce: String?

  @Flag(help: "List all checks and what each proves.")
  var list = false

  @Option(help: "A line per check, or one JSON object.")
  var format: PlainFormat = .text

  func validate() throws {
    guard list || file != nil else {
      throw ValidationError("name the plugin's file, or give --list")
    }
  }

  func run() throws {
    if list { return try StandardStreams.write(Self.listing(format)) }
    let terminal = Terminal.output
    let style = TextStyle(isOn: terminal.hasColor)
    let options = try options()
    let validator = try Validator(path: file ?? "", options: options)
    let report = validator.run()
    switch format {
    case .json: try StandardStreams.write(report.json() + "\n")
    case .text: try StandardStreams.write(ValidationPage(report: report).text(style: style))
    }
    guard report.failed.isEmpty else {
      throw CommandFailure(
        .badData,
        "\(report.failed.count) of \(report.entries.count) checks failed; see each again with "
          + "--reproduce CHECK:SEED")
    }
  }

  /// `CHECK` or `CHECK:SEED` name one check; the seed there wins.
  private func options() throws -> ValidationOptions {
    var options = ValidationOptions()
    options.level = level
    options.seed = seed
    guard let reproduce else { return options }
    let parts = reproduce.split(separator: ":", maxSplits: 1)
    options.check = parts.first.map(String.init) ?? ""
    if parts.count == 2 {
      guard let given = UInt64(parts[1]) else {
        throw CommandFailure(
          .usage, "'\(parts[1])' is no seed; write --reproduce CHECK:SEED with a whole number")
      }
      options.seed = given
    }
    return options
  }

  private static func listing(_ format: PlainFormat) -> String {
    let checks = CheckListing.all
    if format == .json {
      var json = JSONWriter()
      json.array { json in
        for check in checks {
          json.object { json in
            json.field("check", check.name)
            json.field("level", check.level.name)
            json.field("proves", check.sentence)
          }
        }
      }
      return json.text + "\n"
    }
    let table = TextTable(
      columns: [
        .init(title: "check", side: .left, cells: checks.map(\.name)),
        .init(title: "proves", side: .left, cells: checks.map(\.sentence)),
      ])
    return
      (table.lines(width: .max, style: TextStyle(isOn: Terminal.output.hasColor))
      + ["\(checks.count) checks"]).joined(separator: "\n") + "\n"
  }
}

extension CheckLevel: ExpressibleByArgument {
  public init?(argument: String) { self.init(name: argument) }
}

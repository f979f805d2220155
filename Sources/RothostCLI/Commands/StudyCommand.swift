import ArgumentParser
import RothostHost
import RothostSeries

/// `rothost study`: many indicators over many inputs and parameters, from one TOML file.
struct StudyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Run a whole study: every claim with its answer, its n and its p.",
    discussion: """
      'rotation' is bundled and asks the whole market question. To ask your own:
        rothost study rotation --print > mine.toml
        rothost study mine.toml
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
  }

  @Argument(
    help: ArgumentHelp("A bundled study, or a TOML file.", valueName: "study"),
    completion: .file(extensions: ["toml"]))
  var study: String

  @Flag(help: "Print the study's TOML file and run nothing.")
  var print = false

  @Option(help: "How the report is written.")
  var format: Format = .table

  @Flag(help: "With --format json: all series and tables of every answer too.")
  var full = false

  @Flag(help: "List the answers' warnings below the page.")
  var warnings = false

  @Option(
    help: ArgumentHelp("Write the report to a file, whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var cacheArguments: CacheArguments

  @OptionGroup var pluginArguments: PluginArguments

  @Option(help: ArgumentHelp("Threads to use; 0 = as many as there are cores.", valueName: "n"))
  var workers = 0

  func validate() throws {
    guard workers >= 0 else {
      throw ValidationError("--workers \(workers): give 0 (all cores) or more")
    }
    guard !full || format == .json else {
      throw ValidationError("--full is for --format json; add it, or leave --full out")
    }
  }

  func run() throws {
    let study = try Study(named: self.study)
    guard !print else { return try deliver(study.text) }
    let engine = try Engine(
      engineOptions(cache: cacheArguments.cache, plugins: pluginArguments.plugins))
    let report = try run(try engine.plan(study), on: engine)
    switch format {
    case .table:
      let terminal = output == nil ? Terminal.output : Terminal.file
      let lines = StudySummary(report: report, showsWarnings: warnings).lines(terminal: terminal)
      if output == nil {
        try StandardStreams.show(lines)
      } else {
        try deliver(lines.joined(separator: "\n") + "\n")
      }
    case .json: try deliver(report.json() + "\n")
    }
    if let failure = report.firstFailure { throw Self.failure(failure, of: report) }
  }

  private func run(_ plan: StudyPlan, on engine: Engine) throws(RothostError) -> StudyReport {
    let bar = ProgressBar(title: study)
    defer { bar.finish() }
    return try engine.run(
      plan, workers: workers, keepsData: full,
      monitor: Monitor { fraction in
        bar.update(fraction)
        return Interrupt.isRequested
      })
  }

  /// The answers stand; the exit code is that of the first evaluation without one.
  private static func failure(_ first: RothostError, of report: StudyReport) -> CommandFailure {
    let count = report.failedCount
    return CommandFailure(
      CommandFailure(first).code,
      "\(count) of \(report.rows.count) evaluations \(count == 1 ? "has" : "have") no answer; the "
        + "first: \(first.description)")
  }

  private func deliver(_ text: String) throws {
    if let output {
      try AtomicFile.write(text.utf8Span.span, to: output)
    } else {
      try StandardStreams.write(text)
    }
  }
}

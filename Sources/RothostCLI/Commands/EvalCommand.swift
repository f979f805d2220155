import ArgumentParser
import RothostSeries

/// `rothost eval`: one indicator on series of the cache, or of the demo market where it is empty.
struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluate an indicator.",
    discussion: """
      Inputs left out take the indicator's default series. Examples:
        rothost eval --plugin lead_lag
        rothost eval --plugin lead_lag --input leader=IWM --input follower=BTC_USD --plot
        rothost eval --plugin drawdown --input series=IWM --from 2020-01-01 --format json
      """)

  @Option(help: ArgumentHelp("The indicator; 'rothost plugin list' names all.", valueName: "id"))
  var plugin: String

  @Option(
    help: ArgumentHelp(
      "Which series feeds a role: ROLE=SERIES[:COLUMN][@TRANSFORM]. Repeated roles: one each.",
      valueName: "role=series"))
  var input: [String] = []

  @Option(
    help: ArgumentHelp(
      "A parameter: NAME=VALUE[,VALUE…]; may be repeated.", valueName: "name=value"))
  var param: [String] = []

  @Option(
    help: ArgumentHelp("First date or instant, inclusive: 2014-01-02.", valueName: "date"))
  var from: String?

  @Option(
    help: ArgumentHelp("Last date or instant, inclusive.", valueName: "date"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Sample on this clock: native, 1d, 1w, 1w-MON … 1w-SUN, 1mo, or an input's role.",
      valueName: "clock"))
  var clock = "native"

  @Option(help: "How inputs meet on the clock; otherwise as the indicator asks.")
  var align: Alignment?

  @Option(help: "Transform all inputs; @TRANSFORM of --input changes one.")
  var transform: Transform?

  @Option(
    help: ArgumentHelp(
      "A series' publication delay: M2SL=28d; may be repeated.", valueName: "series=duration"))
  var delay: [String] = []

  @Option(
    help: ArgumentHelp(
      "The age at which a previous value is no longer used: 7d.", valueName: "duration"))
  var staleness: String?

  @Flag(help: "Keep the unfinished last bin of a coarser clock.")
  var partial = false

  @Option(help: "How the result is written.")
  var format: OutputFormat = .table

  @Option(
    help: ArgumentHelp("Write the result to a file, whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    // Not .scanningForValue: that drops an attached value where an option follows it.
    defaultAsFlag: PlotTarget.terminal, parsing: .next,
    help: ArgumentHelp(
      "Draw the result in the terminal, or with a name as an SVG file.", valueName: "file.svg"),
    completion: .file(extensions: ["svg"]))
  var plot: PlotTarget?

  @Option(
    help: ArgumentHelp(
      "Store a series output in the cache: [OUTPUT=]NAME; the first one unless said.",
      valueName: "name"))
  var save: String?

  @OptionGroup var cacheArguments: CacheArguments

  @OptionGroup var pluginArguments: PluginArguments

  @Option(help: "Run the plugin in a process of its own, or in this one.")
  var isolation: IsolationArgument?

  @Option(
    help: ArgumentHelp("Give up after this long: 30s, 5m.", valueName: "duration"))
  var timeout: String?

  @Option(help: ArgumentHelp("The seed of everything random.", valueName: "n"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Threads to use; 0 = as many as there are cores.", valueName: "n"))
  var workers = 0

  /// Every argument is read here, before anything is opened: what is misspelt exits with 64.
  func validate() throws {
    do {
      _ = try request()
    } catch {
      throw ValidationError(error.message)
    }
  }
}

/// Where `--plot` draws.
enum PlotTarget: ExpressibleByArgument, Equatable, CustomStringConvertible {
  case terminal
  case file(String)

  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    self = .file(argument)
  }

  var description: String {
    switch self {
    case .terminal: "terminal"
    case .file(let path): path
    }
  }
}

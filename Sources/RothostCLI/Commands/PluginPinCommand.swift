import ArgumentParser
import RothostHost

/// `rothost plugin pin FILE|ID…`: vouches for plugins by the content of their files.
struct PluginPinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin",
    abstract: "Vouch for plugins by their content; they then run in this process.",
    discussion: """
      The digest of each file, and of the libraries it brings along, is kept in plugins.lock in the \
      user's data folder. A pinned file that changes is refused until it is pinned again. Without \
      arguments it lists what is pinned.
      """)

  /// What becomes of files nobody vouched for.
  enum Strangers: String, ExpressibleByArgument, CaseIterable {
    case worker
    case refuse
  }

  @Argument(help: ArgumentHelp("Files, or ids of indicators.", valueName: "file-or-id"))
  var targets: [String] = []

  @Option(
    help: ArgumentHelp("Where it came from, in your words, such as a URL.", valueName: "text"))
  var origin: String?

  @Option(
    help: ArgumentHelp(
      "Say what becomes of files that are neither bundled nor pinned.", valueName: "worker|refuse"))
  var strangers: Strangers?

  @Option(help: "As text, or as JSON for machines.")
  var format: PlainFormat = .text

  @OptionGroup var pluginArguments: PluginArguments

  func validate() throws {
    guard origin == nil || !targets.isEmpty else {
      throw ValidationError("--origin belongs to a file or an id: name one")
    }
  }

  func run() throws {
    let engine = try pluginArguments.engine()
    guard targets.isEmpty, strangers == nil else { return try change(engine) }
    let pins = try engine.listPins()
    if format == .json {
      return try StandardStreams.write("[\(pins.map(\.json).joined(separator: ", "))]\n")
    }
    let policy = try engine.refusesStrangers() ? "are refused" : "run in a worker"
    try StandardStreams.write(
      "\(engine.lockPath ?? "plugins.lock"): \(pins.count) pinned; files nobody vouched for \(policy)\n"
        + pins.map(Self.line).joined())
  }

  /// What was done is told, also where the next target fails.
  private func change(_ engine: Engine) throws {
    var outcomes: [PinOutcome] = []
    do {
      for target in targets {
        outcomes.append(try engine.pin(target, origin: origin))
        if format == .text { try StandardStreams.write(Self.lines(outcomes[outcomes.count - 1])) }
      }
      if let strangers {
        try engine.setRefusesStrangers(strangers == .refuse)
        if format == .text {
          try StandardStreams.write("files nobody vouched for: \(strangers.rawValue)\n")
        }
      }
    } catch {
      if format == .json, !outcomes.isEmpty { try StandardStreams.write(Self.json(outcomes)) }
      throw error
    }
    if format == .json { try StandardStreams.write(Self.json(outcomes)) }
  }

  private static func json(_ outcomes: [PinOutcome]) -> String {
    "[\(outcomes.map(\.json).joined(separator: ", "))]\n"
  }

  private static func lines(_ outcome: PinOutcome) -> String {
    "\(outcome.status): \(line(outcome.pin))"
      + outcome.changes.map { "  \($0)\n" }.joined()
  }

  private static func line(_ pin: Pin) -> String {
    "\(pin.path) · \(pin.ids.joined(separator: ", ")) \(pin.version) · \(pin.file.sha256.prefix(12))… · "
      + "\(pin.origin)\n"
      + pin.needed.map { "  with \($0.path) · \($0.sha256.prefix(12))…\n" }.joined()
  }
}

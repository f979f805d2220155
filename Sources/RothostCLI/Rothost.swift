import ArgumentParser
import RothostHost
import RothostSeries

/// The root of the command line; each subcommand has a file of its own in `Commands/`.
@main
struct Rothost: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rothost",
    abstract: "Ask market data a question and get an answer with its n and its p.",
    discussion: """
      The main job:  rothost eval --plugin lead_lag
      With an empty cache it answers on the built-in demo market, which is synthetic.
      """,
    version: BuildInfo.text,
    subcommands: [
      EvalCommand.self, StudyCommand.self, PluginCommand.self, CacheCommand.self,
    ])

  /// Parses, runs, and ends the process with an exit code of `CommandFailure.Code`.
  static func main() {
    Interrupt.watch()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(with: error)
    }
  }

  /// Help and completions go to standard output; every failure is one line on standard error.
  private static func end(with error: any Error) -> Never {
    if let failure = error as? CommandFailure { end(with: failure) }
    if let error = error as? RothostError { end(with: CommandFailure(error)) }
    guard exitCode(for: error) != .success else {
      do {
        try StandardStreams.write(fullMessage(for: error) + "\n")
        exit()
      } catch {
        end(with: error)
      }
    }
    end(with: CommandFailure(.usage, usage(error)))
  }

  private static func end(with failure: CommandFailure) -> Never {
    StandardStreams.note(failure.message)
    exit(withError: ExitCode(failure.code.rawValue))
  }

  /// What the parser says, and where help for that very subcommand is.
  private static func usage(_ error: any Error) -> String {
    let help = fullMessage(for: error)
    let command =
      help.split(separator: "\n").lazy
      .compactMap { line -> Substring? in
        guard let range = line.firstRange(of: "See '") else { return nil }
        return line[range.upperBound...].prefix { $0 != "'" }
      }
      .first ?? "rothost --help"
    var text = message(for: error)
    // "Missing …" becomes "missing …" after the colon; an acronym or an option stays.
    if text.dropFirst().first?.isLowercase == true {
      text = text.prefix(1).lowercased() + text.dropFirst()
    }
    return "\(text)\(text.hasSuffix(".") ? "" : ";") see '\(command)'"
  }
}

import ArgumentParser
import RothostHost
import RothostSeries

extension InputArgument {
  /// For `@Option(transform:)`, whose errors must be the parser's own to keep their words.
  @Sendable static func argument(_ text: String) throws -> InputArgument {
    try validated { () throws(RothostError) in try InputArgument(parsing: text) }
  }
}

/// Runs a parser of ours inside the argument parser: a refusal keeps its words and exits with 64.
func validated<T>(_ parse: () throws(RothostError) -> T) throws -> T {
  do {
    return try parse()
  } catch {
    throw ValidationError(error.message)
  }
}

extension Transform: ExpressibleByArgument {
  public init?(argument: String) { self.init(name: argument) }
  public static var allValueStrings: [String] { allCases.map(\.description) }
}

extension Alignment: ExpressibleByArgument {
  public init?(argument: String) { self.init(name: argument) }
  public static var allValueStrings: [String] { allCases.map(\.description) }
}

/// What evaluates a plugin: a worker process of its own, or this process.
enum IsolationArgument: String, ExpressibleByArgument, CaseIterable {
  case process
  case none

  var isolation: Request.Isolation { self == .process ? .process : .none }
}

/// How a result is written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
  case csv
  case arrow
}

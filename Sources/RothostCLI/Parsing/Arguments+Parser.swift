import ArgumentParser
import RothostHost
import RothostSeries

extension Transform: ExpressibleByArgument, Decodable {
  public init?(argument: String) { self.init(name: argument) }
  public static var allValueStrings: [String] { allCases.map(\.description) }
}

extension Alignment: ExpressibleByArgument, Decodable {
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

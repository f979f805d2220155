@testable import RothostHost

extension Engine {
  /// An engine on a throw-away cache that looks for plugins in the given places only.
  static func testing(
    bundled: [String] = [], option: [String] = [], working: [String] = [],
    _ change: (inout EngineOptions) -> Void = { _ in }
  ) throws -> Engine {
    var options = EngineOptions()
    options.inMemory = true
    options.descriptorFolder = .none
    options.lockFile = .none
    change(&options)
    return try Engine(
      options,
      path: SearchPath(
        places: bundled.map { .init(path: $0, origin: .bundled) }
          + option.map { .init(path: $0, origin: .option, isNamed: true) }
          + working.map { .init(path: $0, origin: .workingFolder) }))
  }
}

@testable import RothostHost

/// Studies: the TOML text, then its expansion against an indicator with every kind of parameter.
enum StudyTarget {
  /// Lives as long as the process, as the engine does.
  private static let descriptors = DescriptorSample()
  private static let engine: Engine = {
    var options = EngineOptions()
    options.inMemory = true
    do {
      let engine = try Engine(options, path: SearchPath(places: []))
      try engine.catalogue.register(LoadedPlugin(descriptors.plugin, path: ""))
      return engine
    } catch {
      fatalError("the sample plugin is refused: \(error)")
    }
  }()

  /// The sample indicator, read from its descriptor.
  static let description: IndicatorDescription = {
    guard let description = try? engine.describe("sample") else { fatalError("there is no sample") }
    return description
  }()

  static func run(_ bytes: [UInt8]) throws {
    let plan = try FuzzFinding.refusable {
      try engine.plan(try Study(bytes, name: "fuzz", file: "fuzz.toml"))
    }
    guard let plan else { return }
    try FuzzFinding.unless((1...StudyPlan.limit).contains(plan.count), "\(plan.count) evaluations")
  }
}

import Foundation
import RothostSeries
import Testing

@testable import RothostHost

/// A folder with the library of `Tests/Fixtures/foreign.c` and a manifest, and an engine on it.
struct ForeignLab {
  let folder: String
  let engine: Engine

  init(_ manifest: String, top: String = "library = \"libforeign.so\"\nthread_safe = true\n") throws
  {
    folder = try Fixture.folder()
    // With debugging information, so that every prototype of these tests is held against it.
    try Fixture.compile("foreign", to: "\(folder)/libforeign.so", extra: ["-g"])
    try Data((top + manifest).utf8).write(to: URL(fileURLWithPath: "\(folder)/foreign.toml"))
    chmod("\(folder)/foreign.toml", 0o644)
    engine = try Engine.testing(option: ["\(folder)/foreign.toml"])
  }

  /// Evaluates on arrays of consecutive weekdays.
  func evaluate(
    _ id: String, _ inputs: [(String, [Double])], _ parameters: [(String, String)] = [],
    from: Int? = nil
  ) throws -> EvaluationResult {
    var request = Request.of(id, [], parameters)
    request.inputs = inputs.map { role, values in
      InputBinding(
        role: role,
        source: .array(
          ArrayInput(
            name: role, times: Days.weekdays(values.count), values: values, timeKind: .dates)))
    }
    if let from { request.from = Days.weekdays(from + 1)[from] }
    return try engine.evaluate(request)
  }
}

extension EvaluationResult {
  func values(_ name: String) throws -> [Double] {
    let series = try #require(self.series(name))
    return series.values.indices.map { series.values[$0] }
  }
}

/// Bit for bit, with every NaN like any other.
func sameBits(_ one: [Double], _ other: [Double]) -> Bool {
  one.count == other.count
    && zip(one, other).allSatisfy { $0.isNaN && $1.isNaN || $0.bitPattern == $1.bitPattern }
}

/// A mean over a window, NaN before the first whole one.
func windowMean(_ x: [Double], _ window: Int) -> [Double] {
  x.indices.map { row in
    if row < window - 1 { return .nan }
    var sum = 0.0
    for k in 0..<window { sum += x[row - k] }
    return sum / Double(window)
  }
}

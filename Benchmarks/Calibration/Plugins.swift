import RothostHost
import RothostSeries

/// The bundled indicators as users get them, on arrays.
struct Plugins {
  private let engine: Engine

  init() throws {
    var options = EngineOptions()
    options.inMemory = true
    engine = try Engine(options)
  }

  /// Evaluates on daily values from 2020-01-01 on, by role.
  func answer(
    _ indicator: String, _ inputs: [(role: String, values: [Double])],
    _ parameters: [String: String], transform: Transform? = nil
  ) throws -> EvaluationResult {
    var request = Request(indicator: indicator)
    request.inputs = inputs.enumerated().map { position, input in
      InputBinding(
        role: input.role,
        source: .array(
          ArrayInput(
            name: "\(input.role) \(position + 1)",
            times: input.values.indices.map(Plugins.day), values: input.values, timeKind: .dates)))
    }
    request.settings = parameters.map { Setting(name: $0.key, value: .text($0.value)) }
    request.transform = transform
    return try engine.evaluate(request)
  }

  /// 00:00 UTC of a day counted from 2020-01-01, the 18,262nd since 1970.
  static func day(_ index: Int) -> Int64 { (18_262 + Int64(index)) * 86_400_000_000_000 }
}

extension EvaluationResult {
  func real(_ name: String) -> Double {
    guard case .real(let value)? = scalar(name)?.storage else { return .nan }
    return value
  }

  func isTrue(_ name: String) -> Bool {
    guard case .integer(let value)? = scalar(name)?.storage else { return false }
    return value == 1
  }

  func reals(_ table: String, _ column: String) -> [Double] {
    guard case .reals(let values)? = self.table(table)?.column(column)?.storage else { return [] }
    return values.indices.map { values[$0] }
  }
}

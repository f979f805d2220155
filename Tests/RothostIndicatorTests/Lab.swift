import RothostCache
import RothostHost
import RothostSeries

/// Runs the built plugins through the host, on arrays or on the vendors' files.
struct Lab {
  let engine: Engine

  init() throws {
    var options = EngineOptions()
    options.inMemory = true
    engine = try Engine(options)
  }

  /// Evaluates on arrays by role; stamps are consecutive days from 2020-01-01 and the transform the
  /// indicator's own unless given.
  func run(
    _ indicator: String, _ inputs: [(String, [Double])], _ parameters: [(String, String)] = [],
    times: [Int64]? = nil, kind: TimeKind = .dates, alignment: Alignment? = nil,
    transform: Transform? = nil
  ) throws -> EvaluationResult {
    var request = Request(indicator: indicator)
    request.inputs = inputs.map { role, values in
      InputBinding(
        role: role,
        source: .array(
          ArrayInput(
            name: role, times: times ?? Lab.days(values.count), values: values, timeKind: kind)),
        transform: transform)
    }
    request.settings = parameters.map { Setting(name: $0.0, value: .text($0.1)) }
    request.alignment = alignment
    return try engine.evaluate(request)
  }

  /// Evaluates on series of the cache, by role, in a range of dates.
  func run(
    _ indicator: String, series: [(String, String)], _ parameters: [(String, String)] = [],
    from: String? = nil, to: String? = nil, clock: SamplingClock = .native,
    alignment: Alignment? = nil, delays: [String: TimeSpan] = [:]
  ) throws -> EvaluationResult {
    var request = Request(indicator: indicator)
    request.inputs = series.map { role, name in
      InputBinding(role: role, source: .series(name: name, column: nil))
    }
    request.settings = parameters.map { Setting(name: $0.0, value: .text($0.1)) }
    request.from = try from.map { try ISO8601.parse($0).time }
    request.to = try to.map { try ISO8601.parse($0).end }
    request.clock = clock
    request.alignment = alignment
    request.delays = delays
    return try engine.evaluate(request)
  }

  static let day: Int64 = 86_400_000_000_000

  static func days(_ count: Int) -> [Int64] { (0..<Int64(count)).map { (18_262 + $0) * day } }

  /// 00:00 UTC of an ISO date.
  static func date(_ text: String) -> Int64 { (try? ISO8601.parse(text).time) ?? .min }
}

extension EvaluationResult {
  func values(_ name: String) -> [Double] {
    series(name).map { series in series.values.indices.map { series.values[$0] } } ?? []
  }

  func real(_ name: String) -> Double {
    guard case .real(let value)? = scalar(name)?.storage else { return .nan }
    return value
  }

  /// nil where it is missing.
  func integer(_ name: String) -> Int64? {
    guard case .integer(let value)? = scalar(name)?.storage else { return nil }
    return value
  }

  func text(_ name: String) -> String {
    guard case .text(let value)? = scalar(name)?.storage else { return "" }
    return value
  }

  func reals(_ table: String, _ column: String) -> [Double] {
    guard case .reals(let values)? = self.table(table)?.column(column)?.storage else { return [] }
    return values.indices.map { values[$0] }
  }

  func integers(_ table: String, _ column: String) -> [Int64] {
    guard case .integers(let values)? = self.table(table)?.column(column)?.storage else {
      return []
    }
    return values.indices.map { values[$0] }
  }

  func dates(_ table: String, _ column: String) -> [String] {
    integers(table, column).map { $0 == .min ? "" : ISO8601.date($0) }
  }
}

extension [Double] {
  /// For comparisons to the bit, in which all NaNs are one.
  var bits: [UInt64] { map { $0.isNaN ? 0x7FF8_0000_0000_0000 : $0.bitPattern } }
}

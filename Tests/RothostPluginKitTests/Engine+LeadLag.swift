import Glibc
import RothostCache
import RothostHost
import RothostSeries
import RothostTestSupport

/// Two legs for lead_lag, with what is asked of them.
struct Legs {
  static let day: Int64 = 86_400_000_000_000

  var leader: ArrayInput
  var follower: ArrayInput

  /// Daily closes; the follower repeats `share` of the leader's returns, `lag` days later.
  static func planted(seed: UInt64, rows: Int, lag: Int, share: Double, from start: Int = 0) -> Legs
  {
    var generator = SeededGenerator(seed: seed)
    // Sums of uniforms are near enough to normal here: no tail matters to what is planted.
    let noise = (0..<2 * rows).map { _ in
      (0..<4).reduce(-2.0) { sum, _ in sum + generator.uniform() } / 50
    }
    let leader = Array(noise[..<rows])
    let follower = (0..<rows).map { row in
      let source = row - lag
      let heard = row >= start && leader.indices.contains(source) ? share * leader[source] : 0
      return heard + noise[rows + row]
    }
    let times = (0..<rows).map { Int64(18_262 + $0) * day }
    return Legs(
      leader: input("LEADER", times, leader), follower: input("FOLLOWER", times, follower))
  }

  /// Levels that start at 100 and have the given log returns.
  private static func input(_ name: String, _ times: [Int64], _ returns: [Double]) -> ArrayInput {
    var level = log(100.0)
    let values = returns.map { change in
      level += change
      return exp(level)
    }
    return ArrayInput(name: name, times: times, values: values, timeKind: .dates)
  }

  var swapped: Legs {
    var (first, second) = (follower, leader)
    (first.name, second.name) = ("FIRST", "SECOND")
    return Legs(leader: first, follower: second)
  }
}

extension Engine {
  /// An engine on an empty throw-away cache; the bundled plugins lie beside the test program.
  static func forTests() throws -> Engine {
    var options = EngineOptions()
    options.inMemory = true
    return try Engine(options)
  }

  func leadLag(
    _ legs: Legs?, _ parameters: [String: String] = [:], alignment: Alignment? = nil,
    from: Int64? = nil
  ) throws(RothostError) -> EvaluationResult {
    var request = Request(indicator: "lead_lag")
    if let legs {
      request.inputs = [
        InputBinding(role: "leader", source: .array(legs.leader)),
        InputBinding(role: "follower", source: .array(legs.follower)),
      ]
    }
    request.settings = parameters.map { Setting(name: $0.key, value: .text($0.value)) }
    request.alignment = alignment
    request.from = from
    return try evaluate(request)
  }
}

extension EvaluationResult {
  func real(_ name: String) -> Double? {
    if case .real(let value)? = scalar(name)?.storage { value } else { nil }
  }

  func integer(_ name: String) -> Int64? {
    if case .integer(let value)? = scalar(name)?.storage { value } else { nil }
  }

  func text(_ name: String) -> String {
    if case .text(let value)? = scalar(name)?.storage { value } else { "" }
  }

  func reals(_ table: String, _ column: String) -> [Double] {
    guard case .reals(let values)? = self.column(table, column)?.storage else { return [] }
    return values.indices.map { values[$0] }
  }

  func integers(_ table: String, _ column: String) -> [Int64] {
    guard case .integers(let values)? = self.column(table, column)?.storage else { return [] }
    return values.indices.map { values[$0] }
  }

  private func column(_ table: String, _ column: String) -> TableColumn? {
    self.table(table)?.columns.first { $0.name == column }
  }
}

import Glibc
import RothostPluginKit

/// Where the paths of one scenario begin, and their sums at each horizon.
struct Fan: Sendable {
  /// What the unconditional paths are called.
  static let historyName = "history"
  /// Below so many analogues there is no fan: the project's rule for bootstrap intervals.
  static let fewest = 5

  let name: String
  let analogues: [Analogue]
  /// Per horizon the sum of the target's moves, one per path.
  private(set) var sums: [[Double]]

  init(_ name: String, _ analogues: [Analogue], horizons: Int) {
    self.name = name
    self.analogues = analogues
    sums = [[Double]](repeating: [], count: horizons)
  }

  var isHistory: Bool { name == Fan.historyName }
  var isDrawn: Bool { isHistory || analogues.count >= Fan.fewest }

  /// Adds one path: `rows` is a resample of the history, whose first block is moved to begin after
  /// an analogue, each in turn, so that all begin equally many paths.
  mutating func add(path: Int, rows: [Int], target: [Double], horizons: [Int]) {
    guard isDrawn else { return }
    let count = rows.count
    var isFirstBlock = !isHistory
    var row = isHistory ? rows[0] : analogues[path % analogues.count].row + 1
    var sum = 0.0
    var next = 0
    for step in 0..<(horizons.last ?? 0) {
      if step > 0 {
        if rows[step] != (rows[step - 1] + 1) % count { isFirstBlock = false }
        row = isFirstBlock ? (row + 1) % count : rows[step]
      }
      sum += target[row]
      while next < horizons.count && horizons[next] == step + 1 {
        sums[next].append(sum)
        next += 1
      }
    }
  }

  /// The paths at one horizon, as simple returns.
  func line(
    _ position: Int, horizon: Int, rows: Int, confidence: Double, _ statistics: Statistics
  ) throws(Failure) -> FanLine {
    var line = FanLine(
      scenario: name, horizon: horizon, n: isHistory ? rows : analogues.count)
    guard isDrawn else { return line }
    let sums = sums[position]
    // Quantiles pass through a rising function.
    func quantile(_ share: Double) throws(Failure) -> Double {
      expm1(try statistics.quantile(sums.span, share))
    }
    line.low = try quantile((1 - confidence) / 2)
    line.lowerQuartile = try quantile(0.25)
    line.median = try quantile(0.5)
    line.upperQuartile = try quantile(0.75)
    line.high = try quantile((1 + confidence) / 2)
    let returns = sums.map { expm1($0) }
    line.mean = try statistics.mean(returns.span)
    line.risingShare = Double(sums.count { $0 > 0 }) / Double(sums.count)
    return line
  }
}

/// A scenario at one horizon, as the table shows it.
struct FanLine: Sendable {
  let scenario: String
  let horizon: Int
  let n: Int
  var low: Double?
  var lowerQuartile: Double?
  var median: Double?
  var upperQuartile: Double?
  var high: Double?
  var mean: Double?
  var risingShare: Double?

  init(scenario: String, horizon: Int, n: Int) {
    self.scenario = scenario
    self.horizon = horizon
    self.n = n
  }
}

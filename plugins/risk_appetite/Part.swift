import Glibc
import RothostIndicatorParts
import RothostPluginKit

/// One standardised part, so far.
struct Part: Sendable {
  let formula: Formula
  let components: [Int]
  /// The last levels, as many as the change reaches back; empty where levels are standardised.
  private var earlier: [Double]
  private var oldest = 0
  private(set) var moments = ExpandingMoments()
  private(set) var correlation = ExpandingCorrelation()
  /// Of the last row; NaN where it is missing.
  private(set) var value = Double.nan
  private(set) var score = Double.nan
  /// The last row with a score, and what it was.
  private(set) var lastTime: Time?
  private(set) var lastValue = Double.nan
  private(set) var lastScore = Double.nan
  /// The contributions and the others' means of the last rows, as many as `reach`.
  private var before = [(own: Double, rest: Double)](
    repeating: (.nan, .nan), count: Part.reach)

  /// Rows over which changes are compared: a month of sessions, beside which publication delays of
  /// a day or a week matter little.
  static let reach = 21

  init(_ formula: Formula, _ components: [Int], change: Int) {
    self.formula = formula
    self.components = components
    earlier = [Double](repeating: .nan, count: change)
  }

  var contribution: Double { formula.sign * score }
  var isKnown: Bool { !score.isNaN }

  /// Takes a row's level, which is missing where a component is.
  mutating func take(_ level: Double, at time: Time, minPeriods: Int) {
    value = level
    if !earlier.isEmpty {
      value = level - earlier[oldest]
      earlier[oldest] = level
      oldest = (oldest + 1) % earlier.count
    }
    score = .nan
    if value.isNaN { return }
    moments.take(value)
    if moments.count >= minPeriods { score = moments.score(value) }
    guard isKnown else { return }
    lastTime = time
    lastValue = value
    lastScore = score
  }

  /// Follows how its changes over `reach` rows go with those of the other parts' mean.
  ///
  /// - Parameters:
  ///   - slot: the row's number modulo `reach`.
  ///   - isSame: whether the same parts were known `reach` rows before.
  mutating func compare(with rest: Double, slot: Int, isSame: Bool) {
    let (own, other) = before[slot]
    if isSame && isKnown && !rest.isNaN && !own.isNaN && !other.isNaN {
      correlation.take(contribution - own, rest - other)
    }
    before[slot] = (contribution, rest)
  }

  /// The level of a row: the component, or the log of the ratio of two.
  ///
  /// - Throws: where a ratio has no log.
  func level(_ values: [Double], at time: Time) throws(Failure) -> Double {
    let first = values[components[0]]
    guard components.count == 2 else { return first }
    let second = values[components[1]]
    if first.isNaN || second.isNaN { return .nan }
    guard first > 0 && second > 0 else {
      throw .input(
        "\(formula.text) has a level of 0 or less on \(time.text), so its ratio has no logarithm")
    }
    // Near 1 the difference keeps the digits that the quotient loses.
    let excess = (first - second) / second
    return excess.magnitude < 0.5 ? log1p(excess) : log(first) - log(second)
  }
}

/// A part as the table shows it.
struct PartLine: Sendable {
  let name: String
  let time: Time?
  let value: Double
  let mean: Double
  let deviation: Double
  let score: Double
  let contribution: Double
  let n: Int
  let restCorrelation: Double?

  init(_ part: Part) {
    name = part.formula.text
    time = part.lastTime
    value = part.lastValue
    mean = part.moments.mean
    deviation = part.moments.deviation
    score = part.lastScore
    contribution = part.formula.sign * part.lastScore
    n = part.moments.count
    restCorrelation = part.correlation.value
  }
}

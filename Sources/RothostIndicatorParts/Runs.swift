public import RothostPluginKit

/// Follows runs of moves in one direction: how often a series rose, and how often in a row.
///
/// A move of 0 belongs to neither direction and ends a run. O(1) per move.
public struct Runs: Sendable {
  /// Consecutive moves in one direction.
  public struct Run: Sendable, Equatable {
    /// +1 up, -1 down.
    public var direction: Int
    /// Moves, not rows.
    public var length: Int
    /// The rows of the first and of the last move.
    public var start: Time
    public var end: Time
    /// The levels before the first and after the last move.
    public var startLevel: Double
    public var endLevel: Double

    /// +3 for three rises, -3 for three falls.
    public var signedLength: Int { direction * length }
    /// Of the level, over the whole run; missing where the start is 0 or less.
    public var change: Double? { startLevel > 0 ? (endLevel - startLevel) / startLevel : nil }
  }

  /// Runs at least this long are listed.
  public let listedLength: Int
  public private(set) var moves = 0
  public private(set) var ups = 0
  public private(set) var downs = 0
  /// nil before the first move and after one of 0.
  public private(set) var current: Run?
  /// The earliest of the longest.
  public private(set) var longestUp: Run?
  public private(set) var longestDown: Run?
  private var finished: [Run] = []

  public init(listedLength: Int) { self.listedLength = listedLength }

  /// Takes the next move: its direction (-1, 0, 1), its row's time, the levels before and after.
  public mutating func take(_ direction: Int, at time: Time, from before: Double, to after: Double)
  {
    moves += 1
    if direction > 0 { ups += 1 }
    if direction < 0 { downs += 1 }
    if var run = current, run.direction == direction {
      run.length += 1
      run.end = time
      run.endLevel = after
      current = run
    } else {
      if let run = current, run.length >= listedLength { finished.append(run) }
      current =
        direction == 0
        ? nil
        : Run(
          direction: direction, length: 1, start: time, end: time, startLevel: before,
          endLevel: after)
    }
    guard let run = current else { return }
    if run.direction > 0 {
      if run.length > longestUp?.length ?? 0 { longestUp = run }
    } else if run.length > longestDown?.length ?? 0 {
      longestDown = run
    }
  }

  /// Runs of at least `listedLength` moves, oldest first, the unfinished one last.
  public var listed: [Run] {
    if let run = current, run.length >= listedLength { return finished + [run] }
    return finished
  }

  /// Of all moves; NaN before the first.
  public func rate(of direction: Int) -> Double {
    moves == 0 ? .nan : Double(direction > 0 ? ups : downs) / Double(moves)
  }

  /// The chance that as many independent moves, with the rate seen, hold a run as long as `run`.
  public func chance(of run: Run?) -> Double? {
    run.map { chanceOfRun($0.length, trials: moves, probability: rate(of: $0.direction)) }
  }
}

/// The chance that independent trials hold at least one run of `length` successes.
///
/// With g(i) the chance within i trials, g(k) = p^k and g(i) = g(i-1) + (1 - g(i-k-1)) (1-p) p^k
/// (Feller, An Introduction to Probability Theory, vol. 1, 3rd ed., XIII.7): only sums of positive
/// terms, so that small chances keep their digits. O(trials).
public func chanceOfRun(_ length: Int, trials: Int, probability: Double) -> Double {
  guard length > 0 else { return 1 }
  guard trials >= length else { return 0 }
  var success = 1.0
  for _ in 0..<length { success *= probability }
  var chances = [Double](repeating: 0, count: trials + 1)
  chances[length] = success
  for i in stride(from: length + 1, through: trials, by: 1) {
    let next = chances[i - 1] + (1 - chances[i - length - 1]) * (1 - probability) * success
    chances[i] = min(1, next)
  }
  return chances[trials]
}

import RothostIndicatorParts
import RothostPluginKit

/// The moves so far.
struct Moves: Sendable {
  private(set) var runs: Runs
  /// The last value that is not missing; NaN before one.
  private var last = Double.nan

  init(threshold: Int) { runs = Runs(listedLength: threshold) }

  /// Takes the next value and answers whether there was one to compare it with.
  mutating func take(_ value: Double, at time: Time) -> Bool {
    defer { last = value }
    if last.isNaN { return false }
    runs.take(value > last ? 1 : value < last ? -1 : 0, at: time, from: last, to: value)
    return true
  }

  /// That as many independent moves as the current run has all go its way.
  var chanceOfNext: Double? {
    runs.current.map {
      chanceOfRun($0.length, trials: $0.length, probability: runs.rate(of: $0.direction))
    }
  }

  /// "down 6 in a row since 2026-01-28 (-14.2 %); n = 5,800 moves, 46.9 % of them down: a run so
  /// long somewhere among them is no surprise (p = 1.00)".
  var verdict: String {
    guard runs.moves > 0 else { return "fewer than two rows: no move to judge" }
    guard let run = runs.current, let p = runs.chance(of: run) else {
      return "the last move was 0: no run"
    }
    let way = run.direction > 0 ? "up" : "down"
    let change = run.change.map { " (\(Words.percent($0)))" } ?? ""
    let rate = Words.percent(runs.rate(of: run.direction))
    let surprise = p <= 0.05 ? "would be rare if moves were independent" : "is no surprise"
    return "\(way) \(run.length) in a row since \(run.start.text)\(change); "
      + "n = \(Words.count(runs.moves, "move")), \(rate) of them \(way): a run so long somewhere "
      + "among them \(surprise) (\(Words.probability(p)))"
  }
}

import Foundation
import RothostHost
import RothostSeries
import Testing

/// Two series that have nothing to do with each other's direction, 1,000 days long.
private enum Null: String, CaseIterable {
  case white, autoregressive, garch, sharedVolatility

  /// Levels of the trigger and of the target.
  func draw(_ generator: inout Generator) -> ([Double], [Double]) {
    var levels = ([100.0], [100.0])
    var memory = (0.0, 0.0)
    var variance = (1.0, 1.0)
    var common = 0.0
    for _ in 1..<1000 {
      common = 0.98 * common + 0.2 * generator.normal()
      switch self {
      case .white: memory = (generator.normal(), generator.normal())
      case .autoregressive:
        memory = (0.5 * memory.0 + generator.normal(), 0.5 * memory.1 + generator.normal())
      case .garch:
        variance.0 = 0.05 + 0.1 * memory.0 * memory.0 + 0.85 * variance.0
        variance.1 = 0.05 + 0.1 * memory.1 * memory.1 + 0.85 * variance.1
        memory.0 = variance.0.squareRoot() * generator.normal()
        memory.1 = variance.1.squareRoot() * generator.normal()
      case .sharedVolatility:
        memory = (exp(common / 2) * generator.normal(), exp(common / 2) * generator.normal())
      }
      levels.0.append((levels.0.last ?? 100) * exp(0.01 * memory.0))
      levels.1.append((levels.1.last ?? 100) * exp(0.01 * memory.1))
    }
    return levels
  }
}

@Suite("event_study under the null")
struct EventStudyCalibrationTests {
  /// `ROTHOST_TRIALS=2000 swift test --filter EventStudyCalibration` is the table of
  /// docs/STATISTICS.md.
  private var trials: Int {
    ProcessInfo.processInfo.environment["ROTHOST_TRIALS"].flatMap { Int($0) } ?? 150
  }

  @Test(
    "Breakouts of an unrelated series reject as often as the manual says", arguments: Null.allCases)
  fileprivate func breakouts(_ null: Null) throws {
    var generator = Generator(seed: 47)
    let lab = try Lab()
    var counted = 0
    var events = 0
    var rejections = [0, 0, 0]
    while counted < trials {
      let (trigger, target) = null.draw(&generator)
      let result: EvaluationResult
      do {
        result = try lab.run(
          "event_study", [("trigger", trigger), ("target", target)],
          [
            ("cooldown_days", "30"), ("horizons", "20"), ("resamples", "199"),
            ("confounders", ""),
          ])
      } catch let error as RothostError where error.status == .tooFew {
        continue
      }
      guard !result.real("p_value").isNaN else { continue }
      counted += 1
      events += Int(result.integer("n") ?? 0)
      for (position, level) in [0.01, 0.05, 0.1].enumerated()
      where result.real("p_value") <= level { rejections[position] += 1 }
    }
    let shares = rejections.map { 100 * Double($0) / Double(trials) }
    print("\(null.rawValue): \(shares) % at 1, 5, 10 %, \(Double(events) / Double(trials)) events")
    // Four deviations of a binomial count above the level.
    for (share, level) in zip(shares, [1.0, 5, 10]) {
      let deviation = (level * (100 - level) / Double(trials)).squareRoot()
      #expect(share <= level + 4 * deviation, "\(null.rawValue) at \(level) %")
    }
  }
}

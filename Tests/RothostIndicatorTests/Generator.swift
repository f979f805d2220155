import Foundation
import RothostTestSupport

/// Noise of a seed that it prints, so that a failing test can be repeated.
struct Generator {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    print("seed \(seed)")
    generator = SeededGenerator(seed: seed)
  }

  mutating func next() -> UInt64 { generator.next() }

  /// In [0, 1).
  mutating func uniform() -> Double { generator.uniform() }

  /// Box & Muller (1958).
  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  /// A geometric walk from 100, its step's deviation 1 %.
  mutating func walk(_ count: Int) -> [Double] {
    var level = 100.0
    return (0..<count).map { _ in
      level *= exp(0.01 * normal())
      return level
    }
  }
}

/// Series that break careless code; each has a name for the failure message.
enum Hostile {
  static func series(_ generator: inout Generator, count: Int = 400) -> [(String, [Double])] {
    let walk = generator.walk(count)
    var gaps = walk
    for index in 50..<90 { gaps[index] = .nan }
    for index in stride(from: 0, to: count, by: 7) { gaps[index] = .nan }
    var tick = walk
    tick[count / 2] = 1e6
    var flat = walk
    for index in 100..<200 { flat[index] = flat[99] }
    return [
      ("NaN runs", gaps), ("a bad tick of 1e6", tick), ("a constant stretch", flat),
      ("constant", [Double](repeating: 5, count: count)),
      ("level 1e9 with noise 1e-3", (0..<count).map { _ in 1e9 + 1e-3 * generator.normal() }),
      ("all missing", [Double](repeating: .nan, count: count)), ("one row", [walk[0]]),
    ]
  }
}

import RothostTestSupport

/// Reproducible noise for the tests: SplitMix64 and sums of uniforms, no library involved.
struct Noise {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func word() -> UInt64 { generator.next() }

  /// Uniform in (0, 1).
  mutating func uniform() -> Double { (Double(word() >> 11) + 0.5) * 0x1p-53 }

  /// Close to a standard normal: twelve uniforms less six.
  mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += uniform() }
    return sum
  }

  mutating func normals(_ count: Int) -> [Double] { (0..<count).map { _ in normal() } }

  /// An AR(1) of that coefficient, warmed up.
  mutating func autoregressive(_ count: Int, _ coefficient: Double) -> [Double] {
    var value = 0.0
    return (0..<count + 50).map { _ in
      value = coefficient * value + normal()
      return value
    }.suffix(count)
  }
}

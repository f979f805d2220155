/// Reproducible noise for the tests: SplitMix64 and sums of uniforms, no library involved.
struct Noise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func word() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

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

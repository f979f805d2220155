/// Random numbers of the demo market: the same bits on every machine and every run.
///
/// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014). Normal deviates are sums of twelve uniforms
/// (Irwin-Hall), so that they need only integers and one exact scaling: logarithms and cosines of
/// the C library may differ in the last bit from one processor to the next.
struct DemoGenerator {
  private var state: UInt64

  /// An independent stream for each purpose, so that a series does not change with the others.
  init(seed: UInt64, stream: UInt64) {
    var mixer = DemoGenerator(state: seed)
    state = mixer.next() ^ (stream &* 0xD134_2543_DE82_EF95)
    state = next()
  }

  private init(state: UInt64) {
    self.state = state
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Mean 0, variance 1 (to 2e-10), within ±6: twelve 16-bit uniforms, centred and scaled.
  mutating func normal() -> Double {
    var sum: UInt64 = 0
    for _ in 0..<3 {
      let bits = next()
      sum += (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    }
    // A uniform on 0…65535 has mean 32767.5 and variance (65536² - 1) / 12.
    return (Double(sum) - 12 * 32_767.5) / 65_536
  }
}

import RothostIndicatorParts
import Testing

@Suite("Rolling means, row by row")
struct RollingMeanTests {
  @Test("A mean whose sum no double holds is finite, and leaves no trace")
  func large() {
    let largest = Double.greatestFiniteMagnitude
    var x = [1e308, 1e308, 1e308, .nan, 1e308, -1.5e308, -1.5e308]
    x += [largest, largest, largest, largest]
    x += (0..<40).map { Double($0) + 0.1 }
    for (window, least) in [(3, 3), (4, 2), (7, 5)] {
      var rolling = RollingMean(window: window, minPeriods: least)
      for t in x.indices {
        let mean = rolling.take(x[t])
        let values = x[max(0, t - window + 1)...t].filter { !$0.isNaN }
        guard values.count >= least else {
          #expect(mean.isNaN)
          continue
        }
        let size = values.reduce(Float80(0)) { $0 + Float80(abs($1)) } / Float80(values.count)
        let expected = values.reduce(Float80(0)) { $0 + Float80($1) } / Float80(values.count)
        #expect(
          abs(Float80(mean) - expected) <= 1e-15 * size,
          "window \(window), row \(t): \(mean) for \(expected)")
      }
    }
  }
}

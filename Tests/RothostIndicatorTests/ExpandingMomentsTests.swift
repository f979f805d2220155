import RothostIndicatorParts
import Testing

@Suite("Expanding moments")
struct ExpandingMomentsTests {
  /// Mean and deviation in two passes, in 80 bits about `anchor`.
  private func plain(_ values: [Double], about anchor: Double) -> (Double, Double) {
    let moves = values.map { Float80($0) - Float80(anchor) }
    let mean = moves.reduce(0, +) / Float80(values.count)
    let squares = moves.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let variance = squares / Float80(values.count - 1)
    return (Double(Float80(anchor) + mean), Double(variance.squareRoot()))
  }

  @Test("A noise of 1e-3 on a level of 1e9 keeps its digits through 200,000 values")
  func level() {
    var generator = Generator(seed: 71)
    var moments = ExpandingMoments()
    var values: [Double] = []
    for _ in 0..<200_000 {
      values.append(1e9 + 1e-3 * generator.normal())
      moments.take(values.last ?? 0)
    }
    let (mean, deviation) = plain(values, about: 1e9)
    #expect(moments.mean == mean)
    #expect(abs(moments.deviation / deviation - 1) < 1e-12)
  }

  @Test("A first value far away costs the later ones no digits")
  func farFirst() {
    var generator = Generator(seed: 72)
    for first in [0.0, 1e6, -1e12, 1e15] {
      var moments = ExpandingMoments()
      var values = [first]
      for _ in 0..<5000 { values.append(1e9 + 1e-3 * generator.normal()) }
      for value in values { moments.take(value) }
      let (mean, deviation) = plain(values, about: 1e9)
      #expect(abs(moments.mean / mean - 1) < 1e-15, "first \(first)")
      #expect(abs(moments.deviation / deviation - 1) < 1e-14, "first \(first)")
    }
  }

  @Test("Equal values have no score, one value no deviation, and huge ones no false answer")
  func undefined() {
    var moments = ExpandingMoments()
    #expect(moments.mean.isNaN && moments.deviation.isNaN)
    moments.take(0.1)
    #expect(moments.mean == 0.1 && moments.deviation.isNaN)
    for _ in 0..<1000 { moments.take(0.1) }
    #expect(moments.deviation == 0 && moments.score(0.1).isNaN)
    var huge = ExpandingMoments()
    for value in [1e300, -1e300, 1e300] { huge.take(value) }
    #expect(!huge.score(1e300).isInfinite)
  }

  @Test("The correlation of pairs so far is that of two passes")
  func correlation() {
    var generator = Generator(seed: 73)
    var running = ExpandingCorrelation()
    var pairs: [(Double, Double)] = []
    for _ in 0..<500 {
      let x = generator.normal()
      pairs.append((x, 0.3 * x + generator.normal() + 2))
      running.take(pairs.last?.0 ?? 0, pairs.last?.1 ?? 0)
    }
    let meanX = pairs.map(\.0).reduce(0, +) / 500
    let meanY = pairs.map(\.1).reduce(0, +) / 500
    var sums = (xx: 0.0, yy: 0.0, xy: 0.0)
    for (x, y) in pairs {
      sums.xx += (x - meanX) * (x - meanX)
      sums.yy += (y - meanY) * (y - meanY)
      sums.xy += (x - meanX) * (y - meanY)
    }
    let wanted = sums.xy / (sums.xx * sums.yy).squareRoot()
    #expect(abs((running.value ?? .nan) - wanted) < 1e-13)
    var flat = ExpandingCorrelation()
    for value in [1.0, 2, 3] { flat.take(value, 4) }
    #expect(flat.value == nil)
  }
}

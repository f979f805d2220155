import RothostSeries
import Testing

@testable import RothostStatistics

@Suite struct LagIntervalTests {
  @Test("the interval holds a planted lag in nearly every draw, and is narrow where it is strong")
  func coversPlantedLag() throws {
    var covered = 0
    for seed in 1...20 as ClosedRange<UInt64> {
      var noise = Noise(seed: seed)
      let x = noise.normals(600)
      let y = (0..<600).map { (t: Int) in (t >= 5 ? 0.6 * x[t - 5] : 0) + noise.normal() }
      let interval = try leadLagInterval(x.span, y.span, maxLag: 20, resamples: 200, seed: seed)
      #expect(interval.blockLength >= 40)
      if interval.low <= 5, 5 <= interval.high, interval.high - interval.low <= 2 { covered += 1 }
    }
    #expect(covered >= 19)
  }

  @Test("without dependence the interval is about as wide as the scan; families keep to their lags")
  func noDependence() throws {
    var noise = Noise(seed: 17)
    let (x, y) = (noise.normals(800), noise.normals(800))
    let all = try leadLagInterval(x.span, y.span, maxLag: 20, resamples: 500)
    #expect(all.high - all.low > 15)
    let lead = try leadLagInterval(x.span, y.span, maxLag: 20, family: .lead, resamples: 200)
    #expect(lead.low >= 1)
    let follow = try leadLagInterval(x.span, y.span, maxLag: 20, family: .follow, resamples: 200)
    #expect(follow.high <= -1)
  }

  @Test("the same seed gives the same interval, and too few rows for four blocks are refused")
  func repeatableAndRefusing() throws {
    var noise = Noise(seed: 18)
    let (x, y) = (noise.normals(400), noise.normals(400))
    let first = try leadLagInterval(x.span, y.span, maxLag: 20, resamples: 300, seed: 5)
    #expect(try leadLagInterval(x.span, y.span, maxLag: 20, resamples: 300, seed: 5) == first)
    let few = #expect(throws: RothostError.self) {
      try leadLagInterval(x.span, y.span, maxLag: 60, resamples: 300)
    }
    #expect(few?.status == .tooFew && few?.message.contains("480") == true)
    let odd = #expect(throws: RothostError.self) {
      try leadLagInterval(x.span, y.span, maxLag: 20, confidence: 95)
    }
    #expect(odd?.status == .argument)
  }

  @Test("on native clocks the interval brackets a planted delay")
  func nativeClocks() throws {
    var noise = Noise(seed: 31)
    var level = 0.0
    let path = (0..<20_000).map { _ in
      level += noise.normal()
      return level
    }
    func sample(_ delay: Int) -> (times: [Int64], levels: [Double]) {
      var out = (times: [Int64](), levels: [Double]())
      for t in delay..<path.count where noise.uniform() < 0.05 {
        out.times.append(Int64(t))
        out.levels.append(path[t - delay])
      }
      return out
    }
    let (x, y) = (sample(0), sample(60))
    let lags = (-12...12).map { Int64($0) * 10 }
    let interval = try hayashiYoshidaInterval(
      xTimes: x.times.span, x: x.levels.span, yTimes: y.times.span, y: y.levels.span,
      lags: lags.span, resamples: 200)
    #expect(interval.low >= 50 && interval.high <= 70)
    #expect(interval.low <= 60 && interval.high >= 60)
    // Intervals of x last about 20 steps, so blocks of 2·120 steps hold at least 10 of them.
    #expect(interval.blockLength >= 10)
  }
}

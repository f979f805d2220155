import CRothost
import Foundation
import RothostHost
import RothostTestSupport
import Testing

@testable import RothostPluginKit

/// Every function of the table through the kit, against scipy, statsmodels and pandas.
///
/// `tools/references/kit_statistics.py` prints the numbers.
@Suite("The kit's statistics")
struct StatisticsTests {
  private let x: [Double]
  private let y: [Double]
  private let walk: [Double]
  private let statistics: Statistics

  init() throws {
    let rows = (0..<80).map { Double($0) }
    let x = rows.map { (row: Double) -> Double in sin(1.3 * row) + 0.5 * sin(0.7 * row * row) }
    let noise = rows.map { (row: Double) -> Double in sin(2.1 * row + 0.3 * row * row) }
    y = (0..<80).map { (row: Int) -> Double in row < 2 ? 0.25 : 0.4 * x[row - 2] + noise[row] }
    var level = 0.0
    walk = x.map { move in
      level += move
      return level
    }
    self.x = x
    statistics = try #require(Statistics.ofHost())
  }

  private func expect(
    _ found: [Double], _ wanted: [Double], within tolerance: Double = 1e-12,
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == wanted.count, sourceLocation: location)
    for (found, wanted) in zip(found, wanted) {
      #expect(
        abs(found - wanted) <= tolerance * max(1, abs(wanted)), "\(found) for \(wanted)",
        sourceLocation: location)
    }
  }

  @Test("Moments and ranks are scipy's")
  func moments() throws {
    let s = statistics, x = x.span
    expect([try s.mean(x), try s.variance(x)], [0.04435038740648811, 0.6300942152752514])
    expect(
      [try s.skewness(x), try s.skewness(x, isAdjusted: true)],
      [0.07938140568312947, 0.08090637098773792])
    expect(
      [try s.kurtosis(x), try s.kurtosis(x, isAdjusted: true)],
      [-1.1787726535383805, -1.1769840509477347])
    expect([try s.quantile(x, 0.3)], [-0.5122496160414868])
    let ranks = try s.ranks(x)
    expect([ranks[0], ranks[79]], [41, 77])
  }

  @Test("Pairs, lags and their ratio are scipy's")
  func pairs() throws {
    let s = statistics, x = x.span, y = y.span
    expect([try s.covariance(x, y)], [-0.20150833657229603])
    expect(
      [try s.correlation(x, y), try s.spearman(x, y), try s.kendall(x, y)],
      [-0.31777741582810853, -0.30116210245537334, -0.20541225134570992])
    expect([try s.autocorrelation(x, lag: 3)], [-0.5813427432328593])
    let profile = try s.crossCorrelation(x, y, maxLag: 3)
    expect(
      profile,
      [
        0.3434197701166324, 0.05777116575109036, -0.39409518245019637, -0.3177774158281086,
        0.17088951551389445, 0.5657571678946406, -0.005104818528030682,
      ])
    expect([try s.leadLagRatio(profile.span)], [1.2629377100053647])
  }

  @Test("The profiles of many series are those of each two, in their order")
  func profiles() throws {
    let s = statistics, all = [self.x, self.y, walk]
    let values = all.flatMap { $0 }
    for threads in [1, 3] {
      let profiles = try s.crossCorrelations(
        values.span, series: 3, maxLag: 5, threads: threads)
      #expect(profiles.count == 3)
      for (profile, (one, other)) in zip(profiles, [(0, 1), (0, 2), (1, 2)]) {
        let (first, second) = (all[one], all[other])
        expect(profile, try s.crossCorrelation(first.span, second.span, maxLag: 5))
      }
    }
    #expect(throws: Failure.self) {
      try s.crossCorrelations(values.span, series: 7, maxLag: 5)
    }
    #expect(throws: Failure.self) {
      try s.crossCorrelations(values.span, series: 3, maxLag: 80)
    }
  }

  @Test("Rolling and exponential windows are pandas'")
  func windows() throws {
    let s = statistics, x = x.span, y = y.span
    let beta = try s.rollingBeta(of: y, on: x, window: 10)
    expect(
      [
        try s.rollingMean(x, window: 10)[50], try s.rollingVariance(x, window: 10)[50],
        try s.rollingZScore(x, window: 10)[50], try s.rollingMinimum(x, window: 10)[50],
        try s.rollingMaximum(x, window: 10)[50], try s.rollingQuantile(x, 0.3, window: 10)[50],
        try s.rollingCovariance(x, y, window: 10)[50],
        try s.rollingCorrelation(x, y, window: 10)[50], beta[50],
        try s.rollingSpearman(x, y, window: 10)[50], try s.exponentialMean(x, span: 8)[50],
        try s.exponentialVariance(x, span: 8)[50],
      ],
      [
        -0.08809847426204366, 0.5462009134159794, 1.1483281397732277, -1.0061911175311582,
        0.7891557878875395, -0.6425157611827416, -0.3406368235795207, -0.5670173481429416,
        -0.623647480648016, -0.5515151515151515, 0.09739746987159317, 0.6517974695569144,
      ])
    #expect(beta.prefix(9).allSatisfy { $0.isNaN } && !beta[9].isNaN)
    let early = try s.rollingMean(x, window: 10, minPeriods: 3)
    #expect(!early[2].isNaN)
  }

  @Test("Regressions and tests of time series are statsmodels'")
  func regressions() throws {
    let s = statistics, x = x.span, y = y.span
    let both = self.x + walk
    let fit = try s.leastSquares(y, on: both.span)
    expect(
      fit.coefficients + fit.standardErrors + fit.pValues + [fit.rSquared, fit.residualSquares],
      [
        -0.3906342518140139, -0.3807406002780774, 0.1360644385203892, 0.18554470617644162,
        0.10991642297343338, 0.0660323464819629, 0.038522467927342596, 0.0008728560405594636,
        0.04272130822297386, 0.1479656423635346, 42.955490688267815,
      ])
    #expect(fit.rows == 80 && fit.degrees == 77)
    let robust = try s.leastSquares(y, on: both.span, neweyWestLags: 3)
    expect(
      robust.standardErrors, [0.17628994803986295, 0.11644774182363116, 0.06517772425139207])
    let bare = try s.leastSquares(y, on: x, hasIntercept: false)
    #expect(bare.coefficients.count == 1 && bare.degrees == 79)
    let granger = try s.granger(x, causes: y, lags: .fixed(2))
    expect([granger.statistic, granger.pValue], [14.479080961464208, 5.056866461465394e-06])
    #expect(granger.degrees == 73 && granger.lags == 2)
    let unit = try s.augmentedDickeyFuller(walk.span, lags: .fixed(1))
    expect(
      [unit.statistic, unit.pValue], [-3.713742824515376, 0.003923949498305367], within: 1e-9)
    var sum = 0.0
    let other = self.y.map { move in
      sum += move
      return sum
    }
    let pair = try s.engleGranger(walk.span, other.span, lags: .fixed(1))
    expect(
      [pair.statistic, pair.pValue], [-5.387667675414192, 3.0000141827471433e-05], within: 1e-9)
    let fitted = try s.autoregression(x)
    #expect(fitted.order > 0 && fitted.residuals.count == 80)
  }

  @Test("Distributions and corrections are scipy's and statsmodels'")
  func probabilities() throws {
    let s = statistics
    for (distribution, at, share, wanted) in [
      (
        Distribution.student(degrees: 5), 1.1, 0.9,
        [0.839274589503683, 0.16072541049631694, 1.4758840488244815]
      ),
      (
        .fisher(numerator: 3, denominator: 7), 2.5, 0.9,
        [0.8564905437210608, 0.14350945627893932, 3.0740719939090035]
      ),
      (
        .chiSquared(degrees: 4), 3, 0.9,
        [0.4421745996289252, 0.5578254003710748, 7.779440339734858]
      ),
      (.binomial(trials: 20, chance: 0.3), 4, 0.9, [0.23750777887760136, 0.7624922211223987, 9]),
      (.normal, -1.2, 0.975, [0.11506967022170822, 0.8849303297782918, 1.959963984540054]),
    ] {
      expect(
        [
          try s.cumulative(distribution, at), try s.survival(distribution, at),
          try s.quantile(distribution, share),
        ], wanted)
    }
    let tail = try s.survival(.normal, 9)
    #expect(abs(tail / 1.1285884059538324e-19 - 1) < 1e-12)
    let p = [0.01, 0.04, 0.03, 0.005, .nan]
    expect(try s.holm(p.span).dropLast(), [0.03, 0.06, 0.06, 0.02])
    expect(try s.benjaminiHochberg(p.span).dropLast(), [0.02, 0.04, 0.04, 0.02])
  }

  @Test("A planted lead is found on one clock and on two, with an interval and equal seeds")
  func leads() throws {
    let s = statistics
    let moves = (0..<600).map { (row: Int) -> Double in
      let square = Double(row * row)
      return sin(0.31 * square) + sin(1.7 * square * Double(row))
    }
    let late = (0..<600).map { $0 < 4 ? 0 : moves[$0 - 4] }
    let test = try s.leadLagTest(moves.span, late.span, maxLag: 8, resamples: 199, seed: 3)
    #expect(test.bestLag == 4 && test.bestLead == 4 && test.pLead == 0.005)
    #expect(test.statistic.count == 17 && test.pPointwise[12] == 0.005 && test.n <= 600)
    let again = try s.leadLagTest(moves.span, late.span, maxLag: 8, resamples: 199, seed: 3)
    #expect(again.statistic == test.statistic && again.pFollow == test.pFollow)
    let interval = try s.leadLagInterval(
      moves.span, late.span, maxLag: 8, resamples: 199, confidence: 0.9, seed: 3)
    #expect(interval.low <= 4 && interval.high >= 4 && interval.blockLength >= 16)
    let second = 1_000_000_000
    let times = (0..<600).map { Int64($0 * second) }
    let (one, two) = (levels(moves), levels(late))
    let first = Statistics.Ticks(times: times.span, values: one.span)
    let other = Statistics.Ticks(times: times.span, values: two.span)
    let lags = (-8...8).map { $0 * second }
    let native = try s.hayashiYoshidaTest(first, other, lags: lags, resamples: 199, seed: 3)
    #expect(native.bestLag == 4 * second && native.pLead == 0.005)
    let profile = try s.hayashiYoshida(first, other, lags: lags)
    #expect(profile.correlation[12] > 0.9 && profile.covariance.count == 17)
    let span = try s.hayashiYoshidaInterval(
      first, other, lags: lags, resamples: 199, confidence: 0.9, seed: 3)
    #expect(span.low <= Double(4 * second) && span.high >= Double(4 * second))
  }

  @Test("A planted cause, a step of correlation and the lead among leads are found")
  func laterTests() throws {
    let s = statistics
    var generator = SeededGenerator(seed: 12)
    let first = (0..<700).map { _ in generator.uniform() - 0.5 }
    let noise = (0..<700).map { _ in generator.uniform() - 0.5 }
    let late = (0..<700).map { row in (row < 3 ? 0 : first[row - 3]) + noise[row] }
    let cause = try s.grangerTest(
      first.span, causes: late.span, lags: .akaike(upTo: 5), resamples: 199, seed: 2)
    #expect(cause.pValue == 0.005 && cause.classical.pValue < 1e-9 && cause.classical.lags >= 3)
    #expect(cause.akaike.count == 5 && cause.bayes.count == 5)
    #expect(cause.akaike[2] < cause.akaike[1])
    let step = (0..<700).map { row in (row < 400 ? 0 : 2 * first[row]) + noise[row] }
    let changes = try s.correlationChanges(
      first.span, step.span, minimumRows: 60, confidence: 0.95, resamples: 199, seed: 2)
    #expect(changes.contains { abs($0.row - 400) < 40 && $0.pValue == 0.005 })
    let change = try s.correlationChangeTest(
      first.span, step.span, minimumRows: 60, resamples: 199, seed: 2)
    #expect(abs(change.row - 400) < 40 && change.pValue == 0.005 && change.n <= 700)
    let leads = try s.leadLagInterval(
      first.span, late.span, maxLag: 8, family: .lead, resamples: 199, confidence: 0.9, seed: 2)
    #expect(leads.low == 3 && leads.high == 3)
    let follows = try s.leadLagInterval(
      first.span, late.span, maxLag: 8, family: .follow, resamples: 199, confidence: 0.9, seed: 2)
    #expect(follows.high < 0)
  }

  private func levels(_ moves: [Double]) -> [Double] {
    var level = 0.0
    return moves.map { move in
      level += move
      return level
    }
  }

  @Test("Rows of a resample are runs of neighbours, the same whichever is drawn first")
  func resamples() throws {
    let s = statistics
    let blocks = try s.bootstrapRows(.circular(length: 5), seed: 9, resample: 2, count: 40)
    for row in 0..<40 where row % 5 != 0 { #expect(blocks[row] == (blocks[row - 1] + 1) % 40) }
    let scheme = BlockScheme.stationary(meanLength: 6)
    let rows = try s.bootstrapRows(scheme, seed: 9, resample: 0, count: 4000)
    let breaks = (1..<4000).count { rows[$0] != (rows[$0 - 1] + 1) % 4000 }
    #expect((500...850).contains(breaks), "\(breaks) new blocks in 4,000 rows of mean length 6")
    #expect(rows == (try s.bootstrapRows(scheme, seed: 9, resample: 0, count: 4000)))
  }

  @Test("Legs of unequal length, infinities and too few rows are refused by kind")
  func refusals() throws {
    let s = statistics
    let short = Array(x.dropLast())
    func status(_ body: () throws -> Void) -> Int32? {
      do {
        try body()
        return nil
      } catch {
        return (error as? Failure)?.status
      }
    }
    #expect(status { _ = try s.correlation(x.span, short.span) } == ROT_ERR_ARGUMENT)
    let pair = [1.0, 2]
    let nothing: [Double] = []
    let infinite = [1, Double.infinity, 3]
    #expect(status { _ = try s.leadLagRatio(pair.span) } == ROT_ERR_INPUT)
    #expect(status { _ = try s.mean(infinite.span) } == ROT_ERR_INPUT)
    #expect(
      status {
        _ = try s.leadLagTest(infinite.span, infinite.span, maxLag: 2, resamples: 9, seed: 1)
      } == ROT_ERR_INPUT)
    #expect(
      status { _ = try s.granger(pair.span, causes: pair.span, lags: .fixed(3)) } != nil)
    #expect(status { _ = try s.leastSquares(nothing.span, on: nothing.span) } == ROT_ERR_INPUT)
  }

  @Test("A function past the end of an older host's table is refused in words")
  func olderHost() throws {
    let old = try #require(
      Statistics.ofHost(size: MemoryLayout<rot_statistics>.offset(of: \.ranks)))
    let means = (try old.mean(x.span), try statistics.mean(x.span))
    #expect(means.0 == means.1)
    var refusal: Failure?
    do { _ = try old.ranks(x.span) } catch { refusal = error }
    #expect(refusal?.status == ROT_ERR_UNSUPPORTED)
    #expect(refusal?.message.contains("newer rothost") == true)
  }
}

import CRothost
import RothostStatistics
import Testing

@testable import RothostHost

@Suite("What the statistics table grew at its end")
struct StatisticsTableGrowthTests {
  private let table = unsafe StatisticsTable.shared.pointee
  private let x: [Double] = (0..<200).map { Double(($0 * 7919) % 101) }
  private let y: [Double] = (0..<200).map { Double(($0 * 104_729) % 97) }

  @Test("Moments, ranks and rank correlations are the Swift functions'")
  func ranksAndMoments() throws {
    var out = 0.0
    #expect(unsafe table.skewness(x, 200, ROT_MOMENT_ADJUSTED, &out) == ROT_OK)
    #expect(try out == skewness(x.span, adjusted: true))
    #expect(unsafe table.kurtosis(x, 200, 0, &out) == ROT_OK)
    #expect(try out == kurtosis(x.span))
    #expect(unsafe table.kurtosis(x, 200, 4, &out) == ROT_ERR_ARGUMENT)
    #expect(unsafe table.quantile(x, 200, 0.3, &out) == ROT_OK)
    #expect(try out == quantile(x.span, 0.3))
    #expect(unsafe table.covariance(x, y, 200, 1, &out) == ROT_OK)
    #expect(try out == covariance(x.span, y.span))
    #expect(unsafe table.spearman(x, y, 200, &out) == ROT_OK)
    #expect(try out == spearmanCorrelation(x.span, y.span))
    #expect(unsafe table.kendall(x, y, 200, &out) == ROT_OK)
    #expect(try out == kendallCorrelation(x.span, y.span))
    try expectColumn({ unsafe table.ranks(x, 200, $0) }) { try ranks(x.span, into: &$0) }
  }

  @Test("Rolling and exponential statistics are the Swift functions', min_periods 0 the window")
  func rolling() throws {
    try expectColumn({ unsafe table.rolling_mean(x, 200, 9, 0, $0) }) {
      try rollingMean(x.span, window: 9, into: &$0)
    }
    try expectColumn({ unsafe table.rolling_variance(x, 200, 9, 3, 1, $0) }) {
      try rollingVariance(x.span, window: 9, minPeriods: 3, into: &$0)
    }
    try expectColumn({ unsafe table.rolling_z_score(x, 200, 9, 0, $0) }) {
      try rollingZScore(x.span, window: 9, into: &$0)
    }
    try expectColumn({ unsafe table.rolling_minimum(x, 200, 9, 0, $0) }) {
      try rollingMinimum(x.span, window: 9, into: &$0)
    }
    try expectColumn({ unsafe table.rolling_maximum(x, 200, 9, 0, $0) }) {
      try rollingMaximum(x.span, window: 9, into: &$0)
    }
    try expectColumn({ unsafe table.rolling_quantile(x, 200, 9, 0, 0.2, $0) }) {
      try rollingQuantile(x.span, 0.2, window: 9, into: &$0)
    }
    try expectColumn({ unsafe table.rolling_covariance(x, y, 200, 9, 0, 1, $0) }) {
      try rollingCovariance(x.span, y.span, window: 9, into: &$0)
    }
    try expectColumn({ unsafe table.rolling_correlation(x, y, 200, 9, 0, $0) }) {
      try rollingCorrelation(x.span, y.span, window: 9, into: &$0)
    }
    try expectColumn({ unsafe table.rolling_beta(y, x, 200, 9, 0, $0) }) {
      try rollingBeta(of: y.span, on: x.span, window: 9, into: &$0)
    }
    try expectColumn({ unsafe table.rolling_spearman(x, y, 200, 9, 0, $0) }) {
      try rollingSpearman(x.span, y.span, window: 9, into: &$0)
    }
    try expectColumn({ unsafe table.exponential_mean(x, 200, 9, $0) }) {
      try exponentialMean(x.span, span: 9, into: &$0)
    }
    try expectColumn({ unsafe table.exponential_variance(x, 200, 9, $0) }) {
      try exponentialVariance(x.span, span: 9, into: &$0)
    }
    var out = x
    #expect(unsafe table.rolling_mean(x, 200, -1, 0, &out) == ROT_ERR_ARGUMENT)
  }

  @Test("Regressions and tests of time series answer through the table")
  func regressions() throws {
    var order: Int64 = -1
    var residuals = x
    #expect(unsafe table.autoregression(x, 200, 3, &order, &residuals) == ROT_OK)
    #expect((0...3).contains(order))
    var fit = rot_regression()
    fit.struct_size = UInt32(MemoryLayout<rot_regression>.size)
    var (b, errors, p) = ([0.0, 0.0], [0.0, 0.0], [0.0, 0.0])
    #expect(
      unsafe table.least_squares(y, 200, x, 1, 0, 4, &fit, &b, &errors, &p) == ROT_OK)
    let expected = try leastSquares(y.span, on: x.span, errors: .neweyWest(lags: 4))
    #expect(b == expected.coefficients && errors == expected.standardErrors)
    #expect(p == expected.pValues && fit.degrees == 198 && fit.rows == 200)
    var test = rot_lag_test()
    #expect(unsafe table.granger(x, y, 200, 2, ROT_LAGS_FIXED, &test) == ROT_ERR_ARGUMENT)
    test.struct_size = UInt32(MemoryLayout<rot_lag_test>.size)
    #expect(unsafe table.granger(x, y, 200, 2, ROT_LAGS_FIXED, &test) == ROT_OK)
    #expect(try test.p_value == granger(x.span, causes: y.span, lags: .fixed(2)).pValue)
    #expect(test.degrees == 193)
    #expect(
      unsafe table.augmented_dickey_fuller(x, 200, ROT_TREND_CONSTANT, -1, 0, &test) == ROT_OK)
    #expect(try test.statistic == augmentedDickeyFuller(x.span).statistic)
    #expect(unsafe table.engle_granger(y, x, 200, 3, ROT_LAGS_BAYES, &test) == ROT_OK)
    #expect(try test.p_value == engleGranger(y.span, x.span, lags: .bayes(upTo: 3)).pValue)
  }

  @Test("The robust Granger test and the interval among a family are the Swift functions'")
  func families() throws {
    var answer = rot_granger_answer()
    #expect(
      unsafe table.granger_test(nil, x, y, 200, 3, 1, 99, 5, &answer, nil, nil) == ROT_ERR_ARGUMENT)
    answer.struct_size = UInt32(MemoryLayout<rot_granger_answer>.size)
    var (akaike, bayes) = ([0.0, 0, 0], [0.0, 0, 0])
    #expect(
      unsafe table.granger_test(
        nil, x, y, 200, 3, ROT_LAGS_AKAIKE, 99, 5, &answer, &akaike, &bayes) == ROT_OK)
    let test = try grangerTest(
      x.span, causes: y.span, lags: .akaike(upTo: 3), resamples: 99, seed: 5)
    #expect(answer.p_value == test.pValue && answer.p_classical == test.classical.pValue)
    #expect(akaike == test.akaike && bayes == test.bayes)
    #expect(answer.null_lags == Int64(test.nullLags) && answer.lags == Int64(test.classical.lags))
    #expect(
      unsafe table.granger_test(nil, x, y, 200, 3, 1, 99, 5, &answer, nil, nil) == ROT_OK)
    var interval = rot_lag_interval()
    interval.struct_size = UInt32(MemoryLayout<rot_lag_interval>.size)
    for (family, swift) in [
      (ROT_FAMILY_ALL, LagFamily.all), (ROT_FAMILY_LEAD, .lead), (ROT_FAMILY_FOLLOW, .follow),
    ] {
      let status = unsafe table.lead_lag_interval_among(
        nil, x, y, 200, 10, family, 99, 0.9, 3, &interval)
      #expect(status == ROT_OK)
      let expected = try leadLagInterval(
        x.span, y.span, maxLag: 10, family: swift, confidence: 0.9, resamples: 99, seed: 3)
      #expect(interval.low == Double(expected.low) && interval.high == Double(expected.high))
    }
    let unknown = unsafe table.lead_lag_interval_among(
      nil, x, y, 200, 10, 3, 99, 0.9, 3, &interval)
    #expect(unknown == ROT_ERR_ARGUMENT)
  }

  @Test("Distributions, adjusted p-values and resamples answer through the table")
  func probabilities() throws {
    var out = 0.0
    #expect(unsafe table.distribution(ROT_NORMAL, ROT_QUANTILE, 0.975, 0, 0, &out) == ROT_OK)
    #expect(abs(out - 1.959963984540054) < 1e-14)
    #expect(unsafe table.distribution(ROT_STUDENT, ROT_SURVIVAL, 2.5, 1, 0, &out) == ROT_OK)
    #expect(abs(out - 0.12111894159084341) < 1e-14)
    #expect(unsafe table.distribution(ROT_FISHER, ROT_CUMULATIVE, 1, 7, 7, &out) == ROT_OK)
    #expect(abs(out - 0.5) < 1e-14)
    #expect(unsafe table.distribution(ROT_CHI_SQUARED, ROT_SURVIVAL, 0, 3, 0, &out) == ROT_OK)
    #expect(out == 1)
    #expect(unsafe table.distribution(ROT_BINOMIAL, ROT_SURVIVAL, 1, 2, 0.6, &out) == ROT_OK)
    #expect(abs(out - 0.36) < 1e-15)
    #expect(unsafe table.distribution(9, 0, 0, 0, 0, &out) == ROT_ERR_ARGUMENT)
    let p = [0.01, 0.04, .nan]
    var adjusted = p
    #expect(unsafe table.holm(p, 3, &adjusted) == ROT_OK && adjusted[0] == 0.02)
    #expect(unsafe table.benjamini_hochberg(p, 3, &adjusted) == ROT_OK && adjusted[1] == 0.04)
    var rows = [Int64](repeating: -1, count: 8)
    #expect(unsafe table.bootstrap_rows(ROT_BLOCKS_CIRCULAR, 8, 1, 0, 8, &rows) == ROT_OK)
    #expect(Set(rows) == Set(0..<8))
    #expect(unsafe table.bootstrap_rows(7, 8, 1, 0, 8, &rows) == ROT_ERR_ARGUMENT)
    #expect(unsafe table.bootstrap_rows(0, 8, 1, 0, 8, nil) == ROT_ERR_ARGUMENT)
  }

  /// The C function's column is the Swift function's, bit for bit.
  private func expectColumn(
    _ call: (UnsafeMutablePointer<Double>) -> rot_status,
    _ reference: (inout MutableSpan<Double>) throws -> Void
  ) throws {
    var out = [Double](repeating: -1, count: 200)
    var expected = out
    // The array holds as many numbers as the call writes.
    let status = unsafe out.withUnsafeMutableBufferPointer { unsafe call($0.baseAddress!) }
    #expect(status == ROT_OK)
    var span = expected.mutableSpan
    try reference(&span)
    #expect(out.map(\.bitPattern) == expected.map(\.bitPattern))
  }
}

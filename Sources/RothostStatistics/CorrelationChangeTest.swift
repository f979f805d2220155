import RothostSeries

/// What a test for one change of correlation answers.
public struct CorrelationChange: Sendable, Equatable {
  /// The first row of the new regime, where the fluctuation is largest.
  public var row: Int
  /// max |S_j| / √(n·D): the supremum of a Brownian bridge in the limit (5 %: 1.358).
  public var statistic: Double
  /// (1 + #{max |S*| ≥ max |S|}) / (B + 1).
  public var pValue: Double
  /// Pairs used.
  public var count: Int
  /// Rows that share a sign in a resample.
  public var blockLength: Int
}

/// Was the correlation of two legs constant? A fluctuation test, with the place of largest change.
///
/// Wied, Krämer & Dehling (Econometric Theory 28, 2012) compare correlations of the first j rows with
/// that of all n. To first order that is the bridge of the correlation's influence,
///
///     S_j = Σ_{t≤j} u_t,     u_t = x̃_t·ỹ_t - ρ̂·(x̃_t² + ỹ_t²) / 2,     Σ_t u_t = 0
///
/// with x̃, ỹ centred and scaled to variance 1. Their limit takes variances as constant; returns whose
/// volatility clusters are rejected too often by it. Two cures, after Demetrescu & Wied (Econometrics
/// Journal 22, 2019): each leg is first freed of its memory (`autoregression`) and its volatility
/// (`inUnitsOfVolatility`); and the null is drawn by a wild bootstrap of u with one Rademacher
/// sign per block of ⌈n^{1/3}⌉ rows (dependent wild bootstrap, Shao, JASA 105, 2010), which keeps what is
/// left of either. `statistic` is studentised by Bartlett's long-run variance with ⌊ln n⌋ lags.
///
/// - `minimumRows`: a change leaves at least so many pairs on either side.
///
/// Throws `.argument`, `.input` (infinity), `.tooFew` (fewer than 2·minimumRows pairs), `.cancelled`.
/// A leg that does not vary gives NaN for statistic and p. O(n·B).
public func correlationChangeTest(
  _ x: Span<Double>, _ y: Span<Double>, minimumRows: Int = 60, resamples: Int = 999,
  seed: UInt64 = 1, progress: Progress? = nil
) throws(RothostError) -> CorrelationChange {
  let pairs = try FilteredPairs(x, y, minimumRows: minimumRows, resamples: resamples)
  return try pairs.test(0..<pairs.rows.count, seed: seed, progress: progress)
}

/// Two legs without memory and volatility of their own, the rows where both are known.
struct FilteredPairs {
  let x: [Double]
  let y: [Double]
  /// Of each pair, its row in the legs given.
  let rows: [Int]
  let minimumRows: Int
  let resamples: Int

  init(
    _ x: Span<Double>, _ y: Span<Double>, minimumRows: Int, resamples: Int
  ) throws(RothostError) {
    guard minimumRows >= 10 else {
      throw RothostError(.argument, "minimum_rows is \(minimumRows); give 10 or more")
    }
    guard resamples >= 1 else {
      throw RothostError(.argument, "\(resamples) resamples; at least 1 is needed, 999 is usual")
    }
    try requireSameCount(x, y)
    try requireFinite(x, "x")
    try requireFinite(y, "y")
    let first = inUnitsOfVolatility(try Residuals(x, raw: false).leg)
    let second = inUnitsOfVolatility(try Residuals(y, raw: false).leg)
    rows = first.indices.filter { !first[$0].isNaN && !second[$0].isNaN }
    // A leg that never varies has no pairs at all and its answer is NaN, not "too few".
    let isFlat = first.allSatisfy(\.isNaN) || second.allSatisfy(\.isNaN)
    if !isFlat { try requireAtLeast(rows.count, 2 * minimumRows, "rows with both legs") }
    self.x = rows.map { first[$0] }
    self.y = rows.map { second[$0] }
    self.minimumRows = minimumRows
    self.resamples = resamples
  }

  /// The test on a range of the pairs; NaN where it holds fewer than 2·minimumRows of them.
  func test(
    _ range: Range<Int>, seed: UInt64, progress: Progress?
  ) throws(RothostError) -> CorrelationChange {
    let count = range.count
    var block = 1
    while block * block * block < count { block += 1 }
    var answer = CorrelationChange(
      row: 0, statistic: .nan, pValue: .nan, count: count, blockLength: block)
    guard count >= 2 * minimumRows, let influence = influence(range) else { return answer }
    let allowed = minimumRows...(count - minimumRows)
    var cumulated = [0.0]
    cumulated.reserveCapacity(count + 1)
    for value in influence { cumulated.append(cumulated[cumulated.count - 1] + value) }
    // Rounding leaves a sum of about 1e-13: the same bridge is taken of sample and resamples.
    let slope = cumulated[count] / Double(count)
    let bridge = allowed.map { abs(cumulated[$0] - Double($0) * slope) }
    let best = bridge.indices.reduce(0) { bridge[$1] > bridge[$0] ? $1 : $0 }
    answer.row = rows[range.lowerBound + allowed.lowerBound + best]
    answer.statistic = bridge[best] / (Double(count) * longRunVariance(influence)).squareRoot()
    let words = (count + 64 * block - 1) / (64 * block)
    var signs = [UInt64](repeating: 0, count: words)
    var reached = 1
    for resample in 0..<resamples {
      if resample % 64 == 0 {
        try report(Double(resample) / Double(resamples), to: progress)
      }
      Kernels.splitMix64(seed: seed, first: UInt64(resample * words), into: &signs)
      let largest = Kernels.signedBridge(cumulated, block: block, signs: signs, range: allowed)
      if largest >= bridge[best] { reached += 1 }
    }
    answer.pValue = Double(reached) / Double(resamples + 1)
    return answer
  }

  /// u_t over a range; nil where a leg does not vary in it.
  private func influence(_ range: Range<Int>) -> [Double]? {
    let first = Centered(x.span.extracting(range)).values
    let second = Centered(y.span.extracting(range)).values
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for t in first.indices {
      xx += first[t] * first[t]
      yy += second[t] * second[t]
      xy += first[t] * second[t]
    }
    guard xx > 0, yy > 0 else { return nil }
    let r = correlationOfSums(xx, yy, xy)
    let count = Double(first.count)
    let (a, b) = ((count / xx).squareRoot(), (count / yy).squareRoot())
    let influence = first.indices.map { t in
      let (p, q) = (first[t] * a, second[t] * b)
      return p * q - r * (p * p + q * q) / 2
    }
    // Legs that are one another's multiple: the correlation is ±1 in every part.
    return influence.contains { abs($0) > 1e-9 } ? influence : nil
  }
}

/// Γ₀ + 2·Σ_l (1 - l/(L + 1))·Γ_l with L = ⌊ln n⌋ (Newey & West 1987; the bandwidth of Wied et al.).
private func longRunVariance(_ u: [Double]) -> Double {
  var lags = 0
  // ⌊ln n⌋ in products of e, so that every platform agrees.
  var power = 2.718281828459045
  while power <= Double(u.count) {
    lags += 1
    power *= 2.718281828459045
  }
  var sum = 0.0
  for lag in 0...lags {
    var product = 0.0
    for t in lag..<u.count { product += u[t] * u[t - lag] }
    sum += lag == 0 ? product : 2 * (1 - Double(lag) / Double(lags + 1)) * product
  }
  return sum / Double(u.count)
}

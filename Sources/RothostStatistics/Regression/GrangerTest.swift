import RothostSeries

/// The answer of `grangerTest`.
public struct GrangerTestAnswer: Sendable, Equatable {
  /// F and its textbook p-value at the chosen order, on that order's own rows: as `granger`.
  public var classical: GrangerAnswer
  /// By wild bootstrap, the order chosen again in each resample.
  public var pValue: Double
  /// The lags of y in the model without x that the resamples are made by.
  public var nullLags: Int
  /// Akaike's and Schwarz' criterion of orders 1, 2, …, on the rows that all of them have.
  public var akaike: [Double]
  public var bayes: [Double]
}

/// Granger's test with its order's choice, and volatility that clusters or is shared, paid for.
///
/// The classical F takes the order for given and the residuals for equally large. Where the order is
/// chosen on the same rows it rejects about twice too often, and where both legs grow volatile
/// together several times too often (docs/STATISTICS.md). Here the whole procedure is repeated on
///
///     y*_t = f_t + s_t·e_t,     s_t = ±1 at random
///
/// with f and e the fit and the residuals of y on its own past, of the order that the criterion picks for
/// that (the null imposed), and all lags held as observed: the fixed-design wild bootstrap of Gonçalves
/// & Kilian, J. Econometrics 123 (2004), valid under conditional heteroskedasticity of unknown form. Each
/// resample chooses its own order; what is compared is the classical p-value at the order chosen, which puts
/// orders on one scale (Beran, JASA 83, 1988): p = (1 + #{p* ≤ p}) / (B + 1).
///
/// Observed and resampled statistics are of the rows that the longest lag leaves. Signs are those of
/// `WildBootstrap`, by row of the regression. NaN where y's own past predicts it without error.
/// Gaps, errors as `granger`; also `.cancelled`.
/// O(n·P² + n·P·B).
public func grangerTest(
  _ x: Span<Double>, causes y: Span<Double>, lags: LagSelection, resamples: Int = 999,
  seed: UInt64 = 1, progress: Progress? = nil
) throws(RothostError) -> GrangerTestAnswer {
  try requireSameCount(x, y)
  try requireFinite(x, "x")
  try requireFinite(y, "y")
  guard lags.most >= 1 else {
    throw RothostError(.argument, "\(lags.most) lags; Granger's test needs at least 1")
  }
  let null = try GrangerNull(GrangerDesign(x, y, order: lags.most), lags)
  var observed: GrangerChoice?
  var reached = 0
  for first in stride(from: 0, to: resamples, by: GrangerNull.batch) {
    let count = min(GrangerNull.batch, resamples - first)
    let sums = try null.sums(first: first, count: count, seed: seed) {
      (part) throws(RothostError) in
      try report((Double(first) + part * Double(count)) / Double(resamples), to: progress)
    }
    let asItIs = observed ?? null.choice(under: sums[0])
    observed = asItIs
    for resample in sums.dropFirst() where null.choice(under: resample).pValue <= asItIs.pValue {
      reached += 1
    }
  }
  guard let observed else { throw RothostError(.argument, "no resample; use at least 1") }
  let rows = null.design.rows
  let criteria = [LagSelection.akaike(upTo: lags.most), .bayes(upTo: lags.most)].map { criterion in
    (1...lags.most).map { p in
      LagSelection.criterion(
        squares: observed.squares[p - 1], coefficients: 2 * p + 1, rows: rows,
        price: criterion.price(rows: rows))
    }
  }
  return GrangerTestAnswer(
    classical: try granger(x, causes: y, lags: .fixed(observed.lags)),
    pValue: null.isPerfect ? .nan : Double(1 + reached) / Double(resamples + 1),
    nullLags: null.order, akaike: criteria[0], bayes: criteria[1])
}

/// The order that one y chooses, the classical p-value there, and RSS by order.
private struct GrangerChoice {
  var lags: Int
  var pValue: Double
  var squares: [Double]
}

/// y's own past as the only explanation, and what any y made by it would have answered.
private struct GrangerNull {
  let design: GrangerDesign
  private let selection: LagSelection
  /// y's lags in the null.
  let order: Int
  /// f and e, and what f alone contributes to each sum.
  private let fit: [Double]
  private let residuals: [Double]
  private let fitSums: [Double]
  /// y's own past leaves nothing to explain.
  let isPerfect: Bool

  /// Resamples whose sums are kept at once: 2 MB per 64 columns.
  static let batch = 4096

  init(_ design: GrangerDesign, _ selection: LagSelection) {
    self.design = design
    self.selection = selection
    let response = design.response
    let coordinates = GrangerDesign.coordinates(response, in: design.own)
    var left = GrangerNull.squares(response)
    let candidates = coordinates.indices.map { p in
      left -= coordinates[p] * coordinates[p]
      return (lags: p, squares: left, coefficients: p + 1)
    }
    order = selection.best(of: candidates, rows: design.rows)
    var fit = [Double](repeating: 0, count: response.count)
    for j in 0...order {
      for t in fit.indices { fit[t] += coordinates[j] * design.own[j][t] }
    }
    residuals = response.indices.map { response[$0] - fit[$0] }
    self.fit = fit
    // Twenty digits of the squares are ten of the values: what is below them is rounding.
    isPerfect = GrangerNull.squares(residuals) <= 1e-20 * GrangerNull.squares(response)
    fitSums =
      GrangerDesign.coordinates(fit, in: design.full)
      + GrangerDesign.coordinates(fit, in: design.own)
      + [GrangerNull.squares(fit) + GrangerNull.squares(residuals)]
  }

  private static func squares(_ values: [Double]) -> Double {
    var sum = CompensatedSum()
    for value in values { sum.add(value * value) }
    return sum.value
  }

  /// A column of what is summed: the two bases, then 2f, whose sum with s·e is |y*|² less `fitSums`.
  private func column(_ index: Int, _ t: Int) -> Double {
    let (full, own) = (design.full.count, design.own.count)
    if index < full { return design.full[index][t] }
    return index < full + own ? design.own[index - full][t] : 2 * fit[t]
  }

  /// Of y as it is, then of each resample: the coordinates in both bases, and Σ y*².
  func sums(
    first: Int, count: Int, seed: UInt64, progress: (Double) throws(RothostError) -> Void
  ) throws(RothostError) -> [[Double]] {
    let columns = fitSums.count
    var signed = SignedSums(resamples: count + 1)
    let rows = SignedRows(
      rows: design.rows, resamples: count, seed: seed, firstResample: first)
    var sums = [[Double]](repeating: fitSums, count: count + 1)
    for start in stride(from: 0, to: columns, by: Kernels.lanes) {
      let range = start..<min(columns, start + Kernels.lanes)
      signed.reset()
      _ = try rows.addSums(
        to: &signed, range,
        fill: { rows, columns, z in
          for (row, t) in rows.enumerated() {
            for (lane, index) in columns.enumerated() {
              z[row * Kernels.lanes + lane] = residuals[t] * column(index, t)
            }
          }
        },
        progress: { (part) throws(RothostError) in
          try progress((Double(start) + part * Double(range.count)) / Double(columns))
        })
      for resample in sums.indices {
        for (lane, index) in range.enumerated() { sums[resample][index] += signed[resample, lane] }
      }
    }
    return sums
  }

  /// What the y of these sums answers.
  func choice(under sums: [Double]) -> GrangerChoice {
    let (full, own) = (design.full.count, design.own.count)
    var (left, leftOfOwn) = (sums[full + own], sums[full + own])
    left -= sums[0] * sums[0]
    leftOfOwn -= sums[full] * sums[full]
    var candidates = [(lags: Int, squares: Double, coefficients: Int)]()
    var restricted = [Double]()
    for p in 1...design.order {
      // What rounding leaves of a perfect fit may be below 0.
      left = max(0, left - sums[2 * p - 1] * sums[2 * p - 1] - sums[2 * p] * sums[2 * p])
      leftOfOwn -= sums[full + p] * sums[full + p]
      candidates.append((p, left, 2 * p + 1))
      restricted.append(leftOfOwn)
    }
    let p = selection.best(of: candidates, rows: design.rows)
    let degrees = design.rows - 2 * p - 1
    let rest = candidates[p - 1].squares
    let statistic =
      rest > 0 ? (restricted[p - 1] - rest) / Double(p) / (rest / Double(degrees)) : .infinity
    let f = FisherDistribution(numerator: Double(p), denominator: Double(degrees))
    return GrangerChoice(
      lags: p, pValue: f.survival(statistic), squares: candidates.map(\.squares))
  }
}

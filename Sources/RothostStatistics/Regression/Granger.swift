import RothostSeries

/// Does the past of one series help to predict another beyond that one's own past?
public struct GrangerAnswer: Sendable, Equatable {
  public var statistic: Double
  /// P(F > statistic).
  public var pValue: Double
  public var lags: Int
  /// Rows used, and the degrees of freedom: `lags` and rows - 2·lags - 1.
  public var rows: Int
  public var degrees: Int
}

/// Granger's F test that x helps to predict y.
///
///     y_t = c + Σ a_k·y_{t-k} + Σ b_k·x_{t-k} + e_t,     F = ((RSS₀ - RSS)/p) / (RSS/(m - 2p - 1))
///
/// RSS₀ without the b's; Granger, Econometrica 37 (1969). `lags` chosen by a criterion are chosen on
/// the rows that the longest lag leaves, x's lags included; the test then uses its own rows. Rows with a
/// missing value are left out. The legs must be stationary (see `augmentedDickeyFuller`): levels
/// make the p-value wrong. Throws `.argument`, `.input`, `.tooFew`. O(n·p²), for a choice O(n·p³).
public func granger(
  _ x: Span<Double>, causes y: Span<Double>, lags: LagSelection
) throws(RothostError) -> GrangerAnswer {
  try requireSameCount(x, y)
  try requireFinite(x, "x")
  try requireFinite(y, "y")
  guard lags.most >= 1 else {
    throw RothostError(.argument, "\(lags.most) lags; Granger's test needs at least 1")
  }
  var candidates = [(lags: Int, squares: Double, coefficients: Int)]()
  var rows = 0
  if case .fixed = lags {
  } else {
    for p in 1...lags.most {
      let qr = try grangerRegression(x, y, lags: p, skipping: lags.most)
      rows = qr.rows
      candidates.append((p, qr.residualSquares(2 * p + 1), 2 * p + 1))
    }
  }
  let p = lags.best(of: candidates, rows: rows)
  let qr = try grangerRegression(x, y, lags: p, skipping: p)
  let full = qr.residualSquares(2 * p + 1)
  let degrees = qr.rows - 2 * p - 1
  // Σ of the rotated response over x's columns is RSS₀ - RSS, without subtracting them.
  let gained = qr.rotated[(p + 1)..<(2 * p + 1)].reduce(0) { $0 + $1 * $1 }
  let statistic = full > 0 ? gained / Double(p) / (full / Double(degrees)) : .nan
  let f = FisherDistribution(numerator: Double(p), denominator: Double(degrees))
  return GrangerAnswer(
    statistic: statistic, pValue: f.survival(statistic), lags: p, rows: qr.rows, degrees: degrees)
}

/// The regression with columns 1, y's lags, x's lags over rows from `first` on that miss nothing.
private func grangerRegression(
  _ x: Span<Double>, _ y: Span<Double>, lags p: Int, skipping first: Int
) throws(RothostError) -> HouseholderQR {
  try requireAtLeast(x.count, first + 2 * p + 2, "rows")
  if let a = Kernels.centred(x)?.values, let b = Kernels.centred(y)?.values {
    let rows = x.count
    let constant = [Double](repeating: 1, count: rows - first)[...]
    let columns = [b, a].flatMap { leg in (1...p).map { leg[(first - $0)..<(rows - $0)] } }
    return try HouseholderQR([constant] + columns, b[first...])
  }
  let (a, b) = (Centered(x), Centered(y))
  var columns = [[Double]](repeating: [], count: 2 * p + 1)
  var response = [Double]()
  for t in first..<x.count {
    let past = (t - first)...t
    guard !past.contains(where: { a.present[$0] == 0 || b.present[$0] == 0 }) else { continue }
    response.append(b.values[t])
    columns[0].append(1)
    for k in 1...p {
      columns[k].append(b.values[t - k])
      columns[p + k].append(a.values[t - k])
    }
  }
  return try HouseholderQR(columns, response)
}

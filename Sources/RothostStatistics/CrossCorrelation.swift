import RothostSeries

/// How each lag of a cross-correlation is normalised.
public enum CrossCorrelationStyle: Sendable {
  /// Each lag over its own n - |ℓ| pairs and their own means: a Pearson correlation per lag.
  case ownSample
  /// Means and variances of the whole and sums divided by n (Box & Jenkins 1976, §11.1).
  case biased
}

/// Cross-correlation of two legs on one clock: `out[ℓ + L] = corr(x_t, y_{t+ℓ})`, ℓ in -L…L.
///
/// **ℓ > 0 means x leads y by ℓ rows.** `out` holds 2·maxLag + 1 values. Pairs with a NaN are left
/// out. A lag with fewer than two pairs or a constant leg is NaN; none exceeds 1 in size.
/// Throws `.argument` (lengths), `.input` (infinity), `.tooFew` (no more than maxLag + 1 rows).
/// O(n log L) time by blocks and Fourier transforms, O(n + L) memory. Each lag's sums are shared from products with the whole's mean
/// removed; where a lag's own mean is so far off that digits would cancel (a bad tick at one end),
/// that lag is computed again by two passes over its own pairs.
public func crossCorrelation(
  _ x: Span<Double>, _ y: Span<Double>, maxLag: Int, style: CrossCorrelationStyle = .ownSample,
  into out: inout MutableSpan<Double>
) throws(RothostError) {
  try requireSameCount(x, y)
  try requireLength(out.count, 2 * maxLag + 1, "the cross-correlation's output")
  try requireFinite(x, "x")
  try requireFinite(y, "y")
  try requireAtLeast(x.count, maxLag + 2, "rows")
  let (values, sums): (([Double], [Double]), OwnSums?)
  if let a = Kernels.centred(x), let b = Kernels.centred(y) {
    values = (a.values, b.values)
    sums = style == .ownSample ? OwnSums(whole: a, b, maxLag) : nil
  } else {
    let (a, b) = (Centered(x), Centered(y))
    values = (a.values, b.values)
    sums = style == .ownSample ? OwnSums(a, b, maxLag) : nil
  }
  let products = laggedSums(values.0, values.1, maxLag)
  if let sums {
    for k in 0..<out.count {
      out[k] = sums.correlation(k, products[k]) ?? pairCorrelation(x, y, lag: k - maxLag)
    }
  } else {
    let xx = laggedSums(values.0, values.0, 0)[0]
    let yy = laggedSums(values.1, values.1, 0)[0]
    for k in 0..<out.count { out[k] = correlationOfSums(xx, yy, products[k]) }
  }
}

/// The sums over each lag's own pairs, of legs centred on the mean of the whole.
struct OwnSums {
  private let pairs, sumX, sumY, squareX, squareY: [Double]
  /// The sums of squares of the whole legs, against which trimming may have cancelled.
  private let wholeX, wholeY: Double

  /// Of legs with gaps.
  init(_ x: Centered, _ y: Centered, _ maxLag: Int) {
    wholeX = laggedSums(x.values, x.values, 0)[0]
    wholeY = laggedSums(y.values, y.values, 0)[0]
    let (xx, yy) = (x.values.map { $0 * $0 }, y.values.map { $0 * $0 })
    // Whole numbers, whatever the sums' rounding.
    pairs = laggedSums(x.present, y.present, maxLag).map { $0.rounded() }
    sumX = laggedSums(x.values, y.present, maxLag)
    sumY = laggedSums(x.present, y.values, maxLag)
    squareX = laggedSums(xx, y.present, maxLag)
    squareY = laggedSums(x.present, yy, maxLag)
  }

  /// Of legs without: ℓ > 0 leaves out the last ℓ of x and the first ℓ of y, ℓ < 0 the other ends.
  init(
    whole x: (values: [Double], total: Double), _ y: (values: [Double], total: Double),
    _ maxLag: Int
  ) {
    wholeX = laggedSums(x.values, x.values, 0)[0]
    wholeY = laggedSums(y.values, y.values, 0)[0]
    pairs = (-maxLag...maxLag).map { Double(x.values.count - abs($0)) }
    sumX = OwnSums.trimmed(x.values, x.total, maxLag, leading: true) { $0 }
    sumY = OwnSums.trimmed(y.values, y.total, maxLag, leading: false) { $0 }
    squareX = OwnSums.trimmed(x.values, wholeX, maxLag, leading: true) { $0 * $0 }
    squareY = OwnSums.trimmed(y.values, wholeY, maxLag, leading: false) { $0 * $0 }
  }

  /// Σ of the terms without the last ℓ (`leading`, ℓ > 0) or first ℓ, mirrored for ℓ < 0.
  static func trimmed(
    _ values: [Double], _ total: Double, _ maxLag: Int, leading: Bool, _ term: (Double) -> Double
  ) -> [Double] {
    var out = [Double](repeating: 0, count: 2 * maxLag + 1)
    out[maxLag] = total
    var (head, tail) = (0.0, 0.0)
    for lag in stride(from: 1, through: maxLag, by: 1) {
      head += term(values[lag - 1])
      tail += term(values[values.count - lag])
      out[maxLag + lag] = total - (leading ? tail : head)
      out[maxLag - lag] = total - (leading ? head : tail)
    }
    return out
  }

  /// The correlation at index `k`, or nil where cancellation would cost more than two digits.
  func correlation(_ k: Int, _ product: Double) -> Double? {
    let n = pairs[k]
    guard n >= 2 else { return .nan }
    let xx = squareX[k] - sumX[k] * sumX[k] / n
    let yy = squareY[k] - sumY[k] * sumY[k] / n
    // The whole is at least as large as what a lag leaves of it.
    guard xx > 1e-2 * wholeX, yy > 1e-2 * wholeY, isHeld(xx), isHeld(yy) else { return nil }
    return correlationOfSums(xx, yy, product - sumX[k] * sumY[k] / n)
  }
}

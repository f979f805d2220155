import RothostSeries

/// The exponential mean once its weights no longer change: m += (1 - decay)·(x - m), eight rows at once.
struct SteadyMean {
  /// Rows of one step.
  static let rows = 8

  /// What each row of a step, and the mean before it, weighs in each; see `rot_exponential_means`.
  private let weights: [Double]

  init(decay: Double) {
    var weights = [Double](repeating: 0, count: SteadyMean.rows * (SteadyMean.rows + 1))
    var power = 1.0
    for age in 0..<SteadyMean.rows {
      for row in 0..<SteadyMean.rows - age {
        weights[row * SteadyMean.rows + row + age] = (1 - decay) * power
      }
      power *= decay
      weights[SteadyMean.rows * SteadyMean.rows + age] = power
    }
    self.weights = weights
  }

  /// Writes the means of the first of `rows`, up to a gap at most; returns how many. Throws `.input`
  /// for an infinity.
  func run(
    _ x: Span<Double>, _ rows: Range<Int>, from mean: Double,
    into out: inout MutableSpan<Double>
  ) throws(RothostError) -> Int {
    let done = Kernels.exponentialMeans(x, rows: rows, weights: weights, mean: mean, into: &out)
    if done > 0 { return done }
    // An eight cut short by a gap or the end: later rows weigh nothing in earlier means.
    let last = min(rows.upperBound, rows.lowerBound + SteadyMean.rows)
    try requireFinite(x, rows: rows.lowerBound..<last, "the series")
    // Nor do rows further from the first one than the largest double, which the caller adds by themselves.
    let base = x[rows.lowerBound]
    let present = (rows.lowerBound..<last).prefix { (x[$0] - base).isFinite }.count
    if present == 0 || !(mean - base).isFinite { return 0 }
    var eight = [Double](repeating: x[rows.lowerBound], count: SteadyMean.rows)
    for k in 0..<present { eight[k] = x[rows.lowerBound + k] }
    var means = eight
    var written = means.mutableSpan
    _ = Kernels.exponentialMeans(
      eight.span, rows: 0..<SteadyMean.rows, weights: weights, mean: mean, into: &written)
    guard means.allSatisfy(\.isFinite) else { return 0 }
    for k in 0..<present { out[rows.lowerBound + k] = means[k] }
    return present
  }
}

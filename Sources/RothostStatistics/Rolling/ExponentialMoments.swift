import RothostSeries

/// The exponentially weighted mean of the values seen so far, weights (1 - α)^age, α = 2/(span + 1).
///
///     m_t = Σ_k (1 - α)^k·x_{t-k} / Σ_k (1 - α)^k
///
/// over the values present; the age counts rows, so a gap lets weight decay (pandas' `ewm(span,
/// adjust=True, ignore_na=False)`). NaN before the first value; a missing row keeps the last mean.
/// Updated as m += share·(x - m), which neither drifts nor cancels; once the weights are steady, eight
/// rows at a time. Throws `.argument` for span < 1 or lengths, `.input` for an infinity. O(n).
public func exponentialMean(
  _ x: Span<Double>, span: Double, into out: inout MutableSpan<Double>
) throws(RothostError) {
  let decay = try exponentialDecay(x, span: span, out.count)
  let steady = SteadyMean(decay: decay)
  var state = ExponentialState()
  var t = 0
  var checked = 0
  while t < x.count {
    // Eights begin at multiples of eight whatever the length: a prefix gives the same bits.
    if t % SteadyMean.rows == 0, state.isSteady(decay: decay) {
      let done = try steady.run(x, t..<x.count, from: state.mean, into: &out)
      if done > 0 {
        t += done
        state.mean = out[t - 1]
        continue
      }
    }
    if t >= checked {
      checked = min(x.count, t + Kernels.stripRows)
      try requireFinite(x, rows: t..<checked, "the series")
    }
    state.add(x[t], decay: decay)
    out[t] = state.mean
    t += 1
  }
}

/// The exponentially weighted variance about the weighted mean, unbiased as pandas' `ewm().var()`.
///
///     s²_t = Σ w_k (x_{t-k} - m_t)² / (Σ w_k - Σ w_k² / Σ w_k),   w_k = (1 - α)^k
///
/// The denominator is that of reliability weights. NaN before the second value. Rules, errors and
/// cost as `exponentialMean`.
public func exponentialVariance(
  _ x: Span<Double>, span: Double, into out: inout MutableSpan<Double>
) throws(RothostError) {
  let decay = try exponentialDecay(x, span: span, out.count)
  try requireFinite(x, "the series")
  var state = ExponentialState()
  for t in x.indices {
    state.add(x[t], decay: decay)
    out[t] = state.count > 1 ? state.variance : .nan
  }
}

/// 1 - α, after the checks both make.
private func exponentialDecay(
  _ x: Span<Double>, span: Double, _ outputs: Int
) throws(RothostError) -> Double {
  guard span >= 1, span.isFinite else {
    throw RothostError(.argument, "span is \(span); it must be at least 1")
  }
  try requireLength(outputs, x.count, "the output")
  // (span - 1)/(span + 1) is 1 - α without the subtraction.
  return (span - 1) / (span + 1)
}

/// West's update of a weighted mean and sum of squares (CACM 22, 1979), weights decaying.
private struct ExponentialState {
  var count = 0
  var mean = Double.nan
  /// Σ w·(x - m)², or 2^-1080 of it where no double holds it.
  private var square = 0.0
  private var isLarge = false
  /// Σ w and Σ w².
  var weight = 0.0
  var squaredWeight = 0.0

  /// Whether one more value would leave the weight as it is.
  func isSteady(decay: Double) -> Bool { count > 0 && weight * decay + 1 == weight }

  mutating func add(_ x: Double, decay: Double) {
    weight *= decay
    squaredWeight *= decay * decay
    square *= decay
    if x.isNaN { return }
    weight += 1
    squaredWeight += 1
    if count == 0 { mean = x }
    count += 1
    let gap = x - mean
    let step = gap / weight
    // Σ w (x - m)² grows by gap² times the weight before, over the weight after.
    let growth = gap * step * (weight - 1)
    if isLarge || !(square + growth).isFinite {
      addLarge(x)
    } else {
      square += growth
    }
    // Two finite values may be further apart than the largest double.
    mean = gap.isFinite ? mean + step : mean * ((weight - 1) / weight) + x / weight
  }

  /// Σ w·(x - m)² over what it has of free weights; infinite where no double holds it.
  var variance: Double {
    let variance = square / (weight - squaredWeight / weight)
    return isLarge ? variance * 0x1p540 * 0x1p540 : variance
  }

  /// Adds a value's square where squares are beyond a double's range, until they have faded.
  private mutating func addLarge(_ x: Double) {
    if !isLarge { square = square * 0x1p-540 * 0x1p-540 }
    let gap = x * 0x1p-540 - mean * 0x1p-540
    square += gap * (gap / weight) * (weight - 1)
    isLarge = square > 0x1p-80
    if !isLarge { square = square * 0x1p540 * 0x1p540 }
  }
}

import RothostSeries

/// The exponentially weighted mean of the values seen so far, weights (1 - α)^age, α = 2/(span + 1).
///
///     m_t = Σ_k (1 - α)^k·x_{t-k} / Σ_k (1 - α)^k
///
/// over the values present; the age counts rows, so a gap lets weight decay (pandas' `ewm(span,
/// adjust=True, ignore_na=False)`). NaN before the first value; a missing row keeps the last mean.
/// Updated as m += share·(x - m), which neither drifts nor cancels. Throws `.argument` for
/// span < 1 or lengths, `.input` for an infinity. O(n).
public func exponentialMean(
  _ x: Span<Double>, span: Double, into out: inout MutableSpan<Double>
) throws(RothostError) {
  try exponentialMoments(x, span: span, out.count) { t, state in out[t] = state.mean }
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
  try exponentialMoments(x, span: span, out.count) { t, state in
    let free = state.weight - state.squaredWeight / state.weight
    out[t] = state.count > 1 ? state.square / free : .nan
  }
}

/// West's update of a weighted mean and sum of squares (CACM 22, 1979), weights decaying.
private struct ExponentialState {
  var count = 0
  var mean = Double.nan
  /// Σ w·(x - m)².
  var square = 0.0
  /// Σ w and Σ w².
  var weight = 0.0
  var squaredWeight = 0.0
}

private func exponentialMoments(
  _ x: Span<Double>, span: Double, _ outputs: Int, _ write: (Int, ExponentialState) -> Void
) throws(RothostError) {
  guard span >= 1, span.isFinite else {
    throw RothostError(.argument, "span is \(span); it must be at least 1")
  }
  try requireLength(outputs, x.count, "the output")
  try requireFinite(x, "the series")
  // (span - 1)/(span + 1) is 1 - α without the subtraction.
  let decay = (span - 1) / (span + 1)
  var state = ExponentialState()
  for t in x.indices {
    state.weight *= decay
    state.squaredWeight *= decay * decay
    state.square *= decay
    if !x[t].isNaN {
      state.weight += 1
      state.squaredWeight += 1
      let gap = state.count == 0 ? 0 : x[t] - state.mean
      if state.count == 0 { state.mean = x[t] }
      let step = gap / state.weight
      state.mean += step
      // Σ w (x - m)² grows by gap² times the weight before, over the weight after.
      state.square += gap * step * (state.weight - 1)
      state.count += 1
    }
    write(t, state)
  }
}

/// What each lag leaves of a series without gaps that stands as the first leg.
struct LagMoments {
  /// S / √n for the lags -L…L: S the sum of the values that the lag pairs, n their number.
  private(set) var means: [Double]
  /// The reciprocal root of those values' central square.
  private(set) var weights: [Double]

  /// Nil where a lag leaves less than 1/100 of the whole's variance: too many digits would cancel.
  init?(_ centered: [Double], _ maxLag: Int) {
    let square = laggedSums(centered, centered, 0)[0]
    means = OwnSums.trimmed(
      centered, centered.reduce(0, +), maxLag, leading: true
    ) { $0 }
    let squares = OwnSums.trimmed(centered, square, maxLag, leading: true) { $0 * $0 }
    weights = squares
    for k in squares.indices {
      let n = Double(centered.count - abs(k - maxLag))
      means[k] /= n.squareRoot()
      let central = squares[k] - means[k] * means[k]
      guard central > 1e-2 * square else { return nil }
      weights[k] = 1 / central.squareRoot()
    }
  }
}

/// How many lags a regression on the past uses.
public enum LagSelection: Sendable, Equatable {
  case fixed(Int)
  /// The one of up to this many with the smallest n·ln(RSS/n) + 2k (Akaike 1974).
  case akaike(upTo: Int)
  /// The one of up to this many with the smallest n·ln(RSS/n) + k·ln(n) (Schwarz 1978).
  case bayes(upTo: Int)

  var most: Int {
    switch self {
    case .fixed(let lags), .akaike(upTo: let lags), .bayes(upTo: let lags): lags
    }
  }

  /// The best of `candidates`, each with its residual squares and number of coefficients, on `rows`.
  func best(of candidates: [(lags: Int, squares: Double, coefficients: Int)], rows: Int) -> Int {
    let n = Double(rows)
    let price: Double
    switch self {
    case .fixed(let lags): return lags
    case .akaike: price = 2
    case .bayes: price = naturalLogarithm(n)
    }
    var (best, least) = (candidates[0].lags, Double.infinity)
    for (lags, squares, coefficients) in candidates {
      let criterion = n * naturalLogarithm(squares / n) + price * Double(coefficients)
      if criterion < least { (best, least) = (lags, criterion) }
    }
    return best
  }
}

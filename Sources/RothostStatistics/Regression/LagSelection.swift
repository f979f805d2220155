/// How many lags a regression on the past uses.
public enum LagSelection: Sendable, Equatable {
  case fixed(Int)
  /// The one of up to this many with the smallest n·ln(RSS/n) + 2k (Akaike 1974).
  case akaike(upTo: Int)
  /// The one of up to this many with the smallest n·ln(RSS/n) + k·ln(n) (Schwarz 1978).
  case bayes(upTo: Int)

  /// The longest lag.
  public var most: Int {
    switch self {
    case .fixed(let lags), .akaike(upTo: let lags), .bayes(upTo: let lags): lags
    }
  }

  /// What each coefficient must earn, on `rows` rows.
  func price(rows: Int) -> Double {
    switch self {
    case .fixed: 0
    case .akaike: 2
    case .bayes: naturalLogarithm(Double(rows))
    }
  }

  /// n·ln(RSS/n) + price·k, the less the better.
  static func criterion(squares: Double, coefficients: Int, rows: Int, price: Double) -> Double {
    Double(rows) * naturalLogarithm(squares / Double(rows)) + price * Double(coefficients)
  }

  /// The best of `candidates`, each with its residual squares and number of coefficients, on `rows`.
  func best(of candidates: [(lags: Int, squares: Double, coefficients: Int)], rows: Int) -> Int {
    if case .fixed(let lags) = self { return lags }
    let price = price(rows: rows)
    var (best, least) = (candidates[0].lags, Double.infinity)
    for (lags, squares, coefficients) in candidates {
      let criterion = LagSelection.criterion(
        squares: squares, coefficients: coefficients, rows: rows, price: price)
      if criterion < least { (best, least) = (lags, criterion) }
    }
    return best
  }
}

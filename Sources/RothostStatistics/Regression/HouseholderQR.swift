import RothostSeries

/// A design and a response, rotated to triangular form: least squares without squaring the design.
///
/// Golub & Van Loan, Matrix Computations, 4th ed., §5.2, by blocks of rows that fit the cache (§6.5.3).
/// Because columns are taken in the order given, the first k of them are solved too: models that only
/// add columns share one factorisation.
struct HouseholderQR {
  /// How many columns and rows.
  let columns: Int
  let rows: Int
  /// R, column by column: `r[j][i]` for i ≤ j.
  let r: [[Double]]
  /// The response in the rotated coordinates; behind them, ± the length of what no column explains.
  let rotated: [Double]

  /// O(rows·columns²). Throws `.tooFew` with no more rows than columns, `.input` for a column that
  /// those before it explain to twelve digits.
  init(_ design: [[Double]], _ response: [Double]) throws(RothostError) {
    try self.init(design.map { $0[...] }, response[...])
  }

  /// The same of parts of arrays, which need no copies: lags of one series.
  init(_ design: [ArraySlice<Double>], _ response: ArraySlice<Double>) throws(RothostError) {
    columns = design.count
    rows = response.count
    try requireAtLeast(rows, columns + 1, "complete rows")
    let legs = design + [response]
    var triangle = Kernels.triangle(legs)
    if !triangle.allSatisfy(HouseholderQR.isInRange) {
      // Scaled, so that neither 1e200 nor 1e-200 overflows its square.
      let scales = legs.map { leg in
        let largest = leg.reduce(0) { max($0, abs($1)) }
        return Double(
          sign: .plus, exponent: largest > 0 ? Int(largest.exponent) : 0, significand: 1)
      }
      triangle = Kernels.triangle(
        zip(legs, scales).map { leg, scale in leg.map { $0 / scale }[...] })
      for (j, scale) in scales.enumerated() { triangle[j] = triangle[j].map { $0 * scale } }
    }
    for (j, column) in triangle.dropLast().enumerated() {
      // A rotation keeps the length of a column.
      let whole = column.reduce(0) { hypotenuse($0, $1) }
      guard abs(column[j]) > 1e-12 * whole else {
        throw RothostError(
          .input, "regressor \(j + 1) is constant or a sum of those before it; leave it out")
      }
    }
    r = Array(triangle.dropLast())
    rotated = triangle[columns]
  }

  /// Whether a column's squares were far from the ends of a double's range.
  private static func isInRange(_ column: [Double]) -> Bool {
    let square = column.reduce(0) { $0 + $1 * $1 }
    return square > 1e-250 && square < 1e250
  }

  /// The residual sum of squares of the regression on the first `count` columns.
  func residualSquares(_ count: Int) -> Double {
    rotated.dropFirst(count).reduce(0) { $0 + $1 * $1 }
  }

  /// The coefficients of the regression on the first `count` columns.
  func coefficients(_ count: Int) -> [Double] {
    var b = [Double](repeating: 0, count: count)
    for i in stride(from: count - 1, through: 0, by: -1) {
      var sum = rotated[i]
      for j in (i + 1)..<max(i + 1, count) { sum -= r[j][i] * b[j] }
      b[i] = sum / r[i][i]
    }
    return b
  }

  /// (XᵀX)⁻¹ of the first `count` columns, row by row.
  func inverseCrossProduct(_ count: Int) -> [[Double]] {
    // Column j of R⁻¹ by back substitution; (XᵀX)⁻¹ = R⁻¹·R⁻ᵀ.
    var inverse = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for j in 0..<count {
      for i in stride(from: j, through: 0, by: -1) {
        var sum = i == j ? 1.0 : 0.0
        for k in (i + 1)..<max(i + 1, j + 1) { sum -= r[k][i] * inverse[k][j] }
        inverse[i][j] = sum / r[i][i]
      }
    }
    return (0..<count).map { a in
      (0..<count).map { b in (0..<count).reduce(0) { $0 + inverse[a][$1] * inverse[b][$1] } }
    }
  }
}

import RothostSeries

/// A design and a response, rotated to triangular form: least squares without squaring the design.
///
/// Golub & Van Loan, Matrix Computations, 4th ed., §5.2. Because columns are taken in the order
/// given, the first k of them are solved too: models that only add columns share one factorisation.
struct HouseholderQR {
  /// How many columns and rows.
  let columns: Int
  let rows: Int
  /// R, column by column: `r[j][i]` for i ≤ j.
  private(set) var r: [[Double]]
  /// The response in the rotated coordinates.
  private(set) var rotated: [Double]

  /// O(rows·columns²). Throws `.tooFew` with no more rows than columns, `.input` for a column that
  /// those before it explain to twelve digits.
  init(_ design: [[Double]], _ response: [Double]) throws(RothostError) {
    columns = design.count
    rows = response.count
    try requireAtLeast(rows, columns + 1, "complete rows")
    var a = design
    var y = response
    for j in 0..<columns {
      let length = HouseholderQR.length(a[j], from: j)
      // With what was rotated away before: a rotation keeps the length of a column.
      let whole = a[j].prefix(j).reduce(length) { hypotenuse($0, $1) }
      guard length > 1e-12 * whole else {
        throw RothostError(
          .input, "regressor \(j + 1) is constant or a sum of those before it; leave it out")
      }
      // The sign that adds instead of cancelling.
      let diagonal = a[j][j] > 0 ? -length : length
      // Taken out rather than copied, and put back below.
      var v = [Double]()
      swap(&v, &a[j])
      v[j] -= diagonal
      let scale = -1 / (diagonal * v[j])
      for k in (j + 1)..<max(j + 1, columns) {
        HouseholderQR.reflect(&a[k], v, from: j, scale)
      }
      HouseholderQR.reflect(&y, v, from: j, scale)
      v[j] = diagonal
      swap(&v, &a[j])
    }
    r = a.enumerated().map { Array($1.prefix($0 + 1)) }
    rotated = y
  }

  /// x -= scale·(v·x)·v, over the rows from `first` on.
  private static func reflect(
    _ x: inout [Double], _ v: [Double], from first: Int, _ scale: Double
  ) {
    var dot = [0.0]
    Kernels.slidingDots(
      v.span.extracting(first..<v.count), x.span.extracting(first..<v.count), into: &dot)
    let step = scale * dot[0]
    Kernels.subtractMultiple(&x, v.span, step, from: first)
  }

  private static func length(_ x: [Double], from first: Int) -> Double {
    var square = [0.0]
    let rows = x.span.extracting(first..<x.count)
    Kernels.slidingDots(rows, rows, into: &square)
    if square[0] > 1e-250, square[0] < 1e250 { return square[0].squareRoot() }
    // Scaled, so that neither 1e200 nor 1e-200 overflows its square.
    let largest = x.dropFirst(first).reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return 0 }
    var sum = 0.0
    for i in first..<x.count { sum += (x[i] / largest) * (x[i] / largest) }
    return largest * sum.squareRoot()
  }

  /// The residual sum of squares of the regression on the first `count` columns.
  func residualSquares(_ count: Int) -> Double {
    let rest = HouseholderQR.length(rotated, from: count)
    return rest * rest
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

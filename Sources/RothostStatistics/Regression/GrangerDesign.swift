import RothostSeries

/// What Granger's test regresses on, as orthonormal columns: one basis serves every order.
///
/// `full` is of 1, y_{t-1}, x_{t-1}, y_{t-2}, x_{t-2}, …: its first 2p + 1 columns are the model
/// of order p. `own` is of 1, y_{t-1}, y_{t-2}, …: its first p + 1 are that model without x.
struct GrangerDesign {
  let order: Int
  /// y at the rows whose `order` lags of both legs are all present, about its mean.
  let response: [Double]
  let full: [[Double]]
  let own: [[Double]]

  var rows: Int { response.count }

  /// Throws `.tooFew`, or `.input` where a lag is constant or a sum of others. O(n·order²).
  init(_ x: Span<Double>, _ y: Span<Double>, order: Int) throws(RothostError) {
    let (a, b) = (Centered(x), Centered(y))
    var full = [[Double]](repeating: [], count: 2 * order + 1)
    var response = [Double]()
    var run = 0
    for t in x.indices {
      run = a.present[t] > 0 && b.present[t] > 0 ? run + 1 : 0
      guard run > order else { continue }
      response.append(b.values[t])
      full[0].append(1)
      for k in stride(from: 1, through: order, by: 1) {
        full[2 * k - 1].append(b.values[t - k])
        full[2 * k].append(a.values[t - k])
      }
    }
    try requireAtLeast(response.count, 2 * order + 2, "rows with \(order) lags of both legs")
    let own = [full[0]] + stride(from: 1, through: 2 * order, by: 2).map { full[$0] }
    self.order = order
    self.response = response
    self.full = try GrangerDesign.orthonormal(full, response)
    self.own = try GrangerDesign.orthonormal(own, response)
  }

  /// Q = X·R⁻¹: spans what the columns span, prefix by prefix.
  private static func orthonormal(
    _ columns: [[Double]], _ response: [Double]
  ) throws(RothostError) -> [[Double]] {
    let r = try HouseholderQR(columns, response).r
    var q = columns
    for j in q.indices {
      for i in 0..<j {
        let step = r[j][i]
        for t in response.indices { q[j][t] -= step * q[i][t] }
      }
      for t in response.indices { q[j][t] /= r[j][j] }
    }
    return q
  }

  /// The coordinates of a series of `rows` values in a basis.
  static func coordinates(_ values: [Double], in basis: [[Double]]) -> [Double] {
    basis.map { column in
      var dot = [0.0]
      Kernels.slidingDots(column.span, values.span, into: &dot)
      return dot[0]
    }
  }
}

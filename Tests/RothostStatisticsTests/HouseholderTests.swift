import RothostSeries
import Testing

@testable import RothostStatistics

/// Regressions of more rows than one block of the factorisation holds.
@Suite struct HouseholderTests {
  private let rows = 1501

  @Test("blocks of rows give the least squares of all of them, whatever the columns' sizes")
  func blocks() throws {
    for scale in [1.0, 1e200, 1e-200] {
      var noise = Noise(seed: 51)
      var design = (0..<6).map { _ in noise.normals(rows) }
      design[0] = [Double](repeating: 1, count: rows)
      // Nothing at all in the first blocks.
      for t in 0..<600 { design[1][t] = 0 }
      var response = noise.normals(rows)
      for t in 0..<rows { response[t] += 2 * design[2][t] - design[1][t] }
      let exact = (1...6).map { Exact(Array(design.prefix($0)), response) }
      design[3] = design[3].map { $0 * scale }
      response = response.map { $0 * scale }
      let qr = try HouseholderQR(design, response)
      for k in 1...6 {
        let squares = qr.residualSquares(k) / scale / scale
        if scale == 1 {
          #expect(abs(squares - exact[k - 1].squares) <= 1e-12 * exact[k - 1].squares)
        }
        for (j, slope) in qr.coefficients(k).enumerated() {
          let unit = j == 3 ? 1 : scale
          let error = abs(slope - exact[k - 1].slopes[j] * unit)
          #expect(error <= 1e-12 * unit, "\(k) columns, slope \(j)")
        }
      }
    }
  }

  @Test("a sum of columns is found however many blocks it spans, and rows may be few")
  func dependence() throws {
    var noise = Noise(seed: 52)
    var design = (0..<3).map { _ in noise.normals(rows) }
    design.append(zip(design[0], design[2]).map { $0 - 3 * $1 })
    let error = #expect(throws: RothostError.self) {
      try HouseholderQR(design, noise.normals(rows))
    }
    #expect(error?.status == .input && error?.message.contains("regressor 4") == true)
    let few = try HouseholderQR([[1, 1, 1], [1, 2, 3]], [2, 4, 6.5])
    #expect(abs(few.coefficients(2)[1] - 2.25) < 1e-14)
  }

  /// Normal equations in 80 bits.
  private struct Exact {
    var slopes: [Double]
    var squares: Double

    init(_ design: [[Double]], _ response: [Double]) {
      let k = design.count
      let dot = { (a: [Double], b: [Double]) in
        zip(a, b).reduce(Float80(0)) { $0 + Float80($1.0) * Float80($1.1) }
      }
      var a = design.map { left in design.map { dot(left, $0) } + [dot(left, response)] }
      for i in 0..<k {
        for j in 0..<k where j != i {
          let step = a[j][i] / a[i][i]
          for c in i...k { a[j][c] -= step * a[i][c] }
        }
      }
      slopes = (0..<k).map { Double(a[$0][k] / a[$0][$0]) }
      var squares = Float80(0)
      for t in response.indices {
        var rest = Float80(response[t])
        for j in 0..<k { rest -= a[j][k] / a[j][j] * Float80(design[j][t]) }
        squares += rest * rest
      }
      self.squares = Double(squares)
    }
  }
}

import RothostSeries
import Testing

@testable import RothostStatistics

@Suite struct AllPairsTests {
  private let rows = 401
  private let maxLag = 12

  @Test("every pair's profile is its own cross-correlation, gaps, ticks and constants included")
  func everyPair() throws {
    let table = series(seed: 31, hostile: true)
    let got = try profiles(table, threads: 1)
    var pair = 0
    for x in 0..<table.count {
      for y in x + 1..<table.count {
        var expected = [Double](repeating: 0, count: 2 * maxLag + 1)
        var span = expected.mutableSpan
        let (first, second) = (table[x], table[y])
        try crossCorrelation(first.span, second.span, maxLag: maxLag, into: &span)
        for (k, value) in expected.enumerated() {
          let mine = got[pair * expected.count + k]
          #expect(
            abs(mine - value) < 1e-12 || (mine.isNaN && value.isNaN), "\(x), \(y), \(k - maxLag)")
          #expect(!(abs(mine) > 1))
        }
        pair += 1
      }
    }
  }

  @Test("one, two and five threads give the same bits")
  func threads() throws {
    let table = series(seed: 32, hostile: true)
    let one = try profiles(table, threads: 1).map(\.bitPattern)
    for threads in [2, 5] {
      #expect(try profiles(table, threads: threads).map(\.bitPattern) == one)
    }
  }

  @Test("a row-major table gives the same bits as columns one after the other")
  func strides() throws {
    let table = series(seed: 33, hostile: false)
    let flat = (0..<rows).flatMap { t in table.map { $0[t] } }
    var out = [Double](repeating: 0, count: table.count * (table.count - 1) / 2 * (2 * maxLag + 1))
    var span = out.mutableSpan
    try crossCorrelations(
      flat.span, rows: rows, series: table.count, rowStride: table.count, seriesStride: 1,
      maxLag: maxLag, into: &span)
    #expect(out.map(\.bitPattern) == (try profiles(table, threads: 1)).map(\.bitPattern))
  }

  @Test("an infinity names its series and row; too few rows and series are refused")
  func refusals() throws {
    var table = series(seed: 34, hostile: false)
    table[9][77] = .infinity
    let error = #expect(throws: RothostError.self) { try profiles(table, threads: 2) }
    #expect(error?.status == .input && error?.message.contains("series 9") == true)
    #expect(error?.message.contains("row 77") == true)
    #expect(throws: RothostError.self) { try profiles([table[0]], threads: 1) }
    #expect(throws: RothostError.self) {
      try profiles(table.map { Array($0.prefix(10)) }, threads: 1)
    }
  }

  /// Nineteen series: two full groups of eight and a part; one leads the next by two rows.
  private func series(seed: UInt64, hostile: Bool) -> [[Double]] {
    var noise = Noise(seed: seed)
    var table = (0..<19).map { _ in noise.normals(rows) }
    for t in 2..<rows { table[1][t] += table[0][t - 2] }
    guard hostile else { return table }
    table[2] = table[2].map { 1e9 + 1e-3 * $0 }
    for t in [0, 5, 6, 7, 400] { table[3][t] = .nan }
    table[4][200] = 1e6
    table[5][1] = 1e6
    table[6] = [Double](repeating: 0.1, count: rows)
    table[17] = table[17].map { $0 * 1e-100 }
    return table
  }

  private func profiles(_ table: [[Double]], threads: Int) throws -> [Double] {
    let (flat, rows) = (table.flatMap { $0 }, table[0].count)
    let pairs = table.count * (table.count - 1) / 2
    var out = [Double](repeating: -7, count: pairs * (2 * maxLag + 1))
    var span = out.mutableSpan
    try crossCorrelations(
      flat.span, rows: rows, series: table.count, rowStride: 1, seriesStride: rows, maxLag: maxLag,
      threads: threads, into: &span)
    return out
  }
}

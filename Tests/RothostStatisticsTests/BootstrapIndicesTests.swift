import RothostSeries
import Testing

@testable import RothostStatistics

@Suite struct BootstrapIndicesTests {
  @Test("circular blocks have their length, wrap around, and start everywhere equally often")
  func circular() throws {
    var starts = [Int](repeating: 0, count: 10)
    for resample in 0..<2000 {
      let rows = try draw(.circular(length: 4), 10, resample)
      for k in rows.indices where k % 4 != 0 { #expect(rows[k] == (rows[k - 1] + 1) % 10) }
      starts[Int(rows[0])] += 1
    }
    // 200 expected each, standard deviation 13: six of them either way.
    #expect(starts.allSatisfy { abs($0 - 200) < 80 }, "\(starts)")
  }

  @Test("stationary blocks end with the chance of their mean length")
  func stationary() throws {
    var (joins, steps) = (0, 0)
    for resample in 0..<200 {
      let rows = try draw(.stationary(meanLength: 5), 100, resample)
      for k in 1..<100 {
        steps += 1
        if rows[k] != (rows[k - 1] + 1) % 100 { joins += 1 }
      }
    }
    // A new block at 1 in 5 steps, of which 1 in 100 happens to continue: 0.198 ± 6·0.0028.
    #expect(abs(Double(joins) / Double(steps) - 0.198) < 0.017)
    let singles = try draw(.stationary(meanLength: 1), 1000, 0)
    #expect(Set(singles).count > 580 && Set(singles).count < 690)
  }

  @Test("a resample is the same whenever it is drawn, and another seed draws another")
  func counters() throws {
    let scheme = BlockScheme.stationary(meanLength: 3)
    let late = try draw(scheme, 50, 7)
    _ = try draw(scheme, 50, 3)
    #expect(try draw(scheme, 50, 7) == late)
    #expect(try draw(scheme, 50, 8) != late)
    #expect(throws: RothostError.self) { try draw(.circular(length: 0), 5, 0) }
    #expect(throws: RothostError.self) { try draw(scheme, 0, 0) }
  }

  private func draw(_ scheme: BlockScheme, _ count: Int, _ resample: Int) throws -> [Int64] {
    var rows = [Int64](repeating: 0, count: count)
    var span = rows.mutableSpan
    try bootstrapIndices(scheme, seed: 11, resample: resample, into: &span)
    return rows
  }
}

import CMemoryFixtures
import Glibc
import RothostSeries
import Testing

@testable import RothostHost

@Suite struct OutputStoreTests {
  func refusal(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "accepted"
    } catch let error as RothostError {
      return error.message
    } catch {
      return "another error"
    }
  }

  @Test("what is written reads back, and what is not is missing")
  func roundTrip() throws {
    let result = try ResultFixture.result()
    #expect(result.scalar("r") == .real(0.1))
    #expect(result.scalar("text")?.storage == .text("a \"quoted\" line\nand \u{1} Grüße, ∞"))
    let series = try #require(result.series("s"))
    #expect(series.values[0] == 0.5 && series.values[1] == 1.5 && series.values[2].isNaN)
    #expect(series.times[2] == ResultFixture.start + 2 * ResultFixture.day)
    #expect(result.series("regime")?.choice(at: 0) == "storm")
    #expect(result.series("regime")?.choice(at: 1) == nil)
    let empty = try ResultFixture.store().finish(rows: 3, inputs: [], warnings: [])
    #expect(empty.scalar("r") == nil && empty.series("s") == nil)
    #expect(empty.table("events")?.rowCount == 0 && empty.table("events")?.columns.count == 3)
  }

  @Test("series on the frame's clock point at the frame's stamps instead of copying them")
  func noCopyOfStamps() throws {
    let store = ResultFixture.store()
    let axis = try #require(store.axis)
    let buffer = try store.newSeries(7, count: 3)
    let values = buffer.doubles
    let series = try #require(try store.finish(rows: 3, inputs: [], warnings: []).series("s"))
    #expect(series.times.pointer == axis.times.pointer)
    #expect(series.values.pointer == UnsafePointer(values))
  }

  @Test("an output that is not there, or is of another kind or type, is refused by name")
  func kindsAndTypes() {
    let store = ResultFixture.store()
    #expect(refusal { try store.setReal(99, 1) }.contains("output 99"))
    #expect(
      refusal { try store.setReal(7, 1) } == "output \"s\" is a series: set_real is for a scalar")
    #expect(refusal { try store.setReal(1, 1) }.contains("use set_integer instead of set_real"))
    #expect(refusal { try store.setInteger(0, 1) }.contains("use set_real instead of set_integer"))
    #expect(refusal { try store.setInteger(5, 1) }.contains("use set_text instead"))
    #expect(refusal { try store.setText(6, "storm") }.contains("use set_integer instead"))
    #expect(refusal { _ = try store.newSeries(9, count: 3) }.contains("is a table"))
    #expect(refusal { _ = try store.newTable(0, rowCount: 3) }.contains("is a scalar"))
  }

  @Test("a series must have the frame's rows, or increasing stamps of its own")
  func rowsOfSeries() throws {
    let store = ResultFixture.store()
    #expect(refusal { _ = try store.newSeries(7, count: 4) }.contains("asks for 3"))
    #expect(refusal { _ = try store.newSeries(7, count: -1) }.contains("asks for 3"))
    #expect(refusal { _ = try store.newSeries(7, times: [1, 1].span) }.contains("row 1"))
    let native = OutputStore(context: ResultFixture.context(), axis: nil, pool: BufferPool())
    #expect(refusal { _ = try native.newSeries(7, count: 3) }.contains("needs its time stamps"))
    let none: [Int64] = []
    _ = try native.newSeries(7, times: none.span)
  }

  @Test("an output is begun once")
  func begunOnce() throws {
    let store = ResultFixture.store()
    _ = try store.newSeries(7, count: 3)
    #expect(refusal { _ = try store.newSeries(7, count: 3) }.contains("call new_series once"))
    _ = try store.newTable(9, rowCount: 0)
    #expect(refusal { _ = try store.newTable(9, rowCount: 0) }.contains("call new_table once"))
    #expect(
      refusal {
        try store.addRow(
          9,
          [
            .real(1), .integer(.integer, 1), .integer(.boolean, 1),
            .integer(.choice, 0),
          ])
      }.contains("new_table and add_row"))
  }

  @Test("rows are checked cell by cell and tables of text are not allocated blindly")
  func rowsOfTables() throws {
    let store = ResultFixture.store()
    #expect(refusal { try store.addRow(10, []) }.contains("3 columns"))
    #expect(
      refusal { try store.addRow(10, [.real(1), .text(nil), .integer(.duration, 1)]) }
        .contains("column \"time\" is time, but the cell is real"))
    #expect(
      refusal {
        try store.addRow(
          9, [.real(.infinity), .integer(.integer, 1), .integer(.boolean, 1), .integer(.choice, 0)])
      }.contains("infinity"))
    #expect(refusal { _ = try store.newTable(10, rowCount: 1) }.contains("use add_row"))
    #expect(refusal { _ = try store.newTable(9, rowCount: -1) }.contains("0 or more"))
  }

  @Test("infinities and codes that are no choice are refused with the row")
  func badValues() throws {
    #expect(refusal { try ResultFixture.store().setReal(0, -.infinity) }.contains("infinite"))
    #expect(refusal { try ResultFixture.store().setInteger(6, 2) }.contains("2 choices"))
    #expect(refusal { try ResultFixture.store().setInteger(2, 2) }.contains("boolean"))
    func finishing(_ fill: (OutputStore) throws -> Void) -> String {
      refusal {
        let store = ResultFixture.store()
        try fill(store)
        _ = try store.finish(rows: 3, inputs: [], warnings: [])
      }
    }
    #expect(finishing { try $0.newSeries(7, count: 3).doubles[2] = .infinity }.contains("row 2"))
    #expect(finishing { try $0.newSeries(8, count: 3).doubles[1] = 2 }.contains("row 1"))
    #expect(finishing { try $0.newSeries(8, count: 3).doubles[1] = 0.5 }.contains("row 1"))
    #expect(
      finishing { try $0.newTable(9, rowCount: 2)[0].doubles[1] = -.infinity }
        .contains("column \"x\" is infinite at row 1"))
    #expect(
      finishing { try $0.newTable(9, rowCount: 2)[3].integers[0] = -1 }
        .contains("column \"kind\" row 0"))
    #expect(
      finishing { try $0.newTable(9, rowCount: 2)[2].integers[1] = 7 }
        .contains("column \"flag\" row 1"))
  }

  @Test("a write before an output's beginning spoils the result, one past its end kills")
  func outOfBounds() throws {
    let store = ResultFixture.store()
    let series = try store.newSeries(7, count: 3)
    #expect(signal_of_write(series.doubles + 3) == SIGSEGV)
    series.doubles[-1] = 0
    #expect(throws: RothostError.self) { try store.finish(rows: 3, inputs: [], warnings: []) }
    #expect(
      refusal { _ = try store.finish(rows: 3, inputs: [], warnings: []) }
        .contains("before the beginning of output \"s\""))
  }

  @Test("buffers return to the pool when the result and all arrays taken from it are gone")
  func buffersReturn() throws {
    let pool = BufferPool()
    var series: SeriesOutput?
    do {
      let store = OutputStore(
        context: ResultFixture.context(), axis: ResultFixture.axis(3), pool: pool)
      _ = try store.newSeries(7, count: 3)
      series = try store.finish(rows: 3, inputs: [], warnings: []).series("s")
    }
    #expect(pool.byteCount == 0)
    #expect(series?.count == 3)
    series = nil
    #expect(pool.byteCount > 0)
  }
}

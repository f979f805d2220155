import CRothost
import RothostTestSupport
import Testing

@testable import RothostPluginKit

@Suite("A run of a kit's indicator")
struct RunTests {
  private func everything() -> Harness { Harness(samplePlugin(), 0) }

  /// Parameters as a host passes them; the texts and lists are literals that live for ever.
  private func configure(_ harness: Harness) {
    func integers(_ type: UInt32, _ list: [Int64]) -> rot_value {
      let copy = UnsafeMutablePointer<Int64>.allocate(capacity: list.count)
      copy.initialize(from: list, count: list.count)
      var value = rot_value(type: type | ROT_LIST, count: UInt32(list.count), as: .init())
      value.as.integers = UnsafePointer(copy)
      return value
    }
    func text(_ text: String) -> UnsafePointer<CChar>? { UnsafePointer(CText.copy(text)) }
    var title = rot_value(type: ROT_TEXT, count: 1, as: .init())
    title.as.text = text("Grüße")
    harness.settings["title"] = title
    harness.settings["horizons"] = integers(ROT_INTEGER, [7, 14])
    let list = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: 3)
    for (index, name) in ["a", "b", "c"].enumerated() { list[index] = text(name) }
    var names = rot_value(type: ROT_TEXT | ROT_LIST, count: 3, as: .init())
    names.as.texts = UnsafePointer(list)
    harness.settings["names"] = names
    for (name, type, number) in [
      ("mode", ROT_CHOICE, Int64(1)), ("step", ROT_DURATION, 3_600_000_000_000),
      ("since", ROT_DATE, 1_605_225_600_000_000_000), ("is_loud", ROT_BOOLEAN, 0),
    ] {
      var value = rot_value(type: type, count: 1, as: .init())
      value.as.integer = number
      harness.settings[name] = value
    }
  }

  @Test("reads every type of parameter, and lists of them")
  func parameters() {
    let harness = everything()
    configure(harness)
    #expect(harness.evaluate([[1, 2], [10, 20]], roles: [0, 2]) == ROT_OK)
    #expect(harness.texts["echo"] == "Grüße fancy 1h 2020-11-13 [7, 14] a+b+c")
    #expect(harness.reals["p_value"] == 0.5)
    #expect(harness.integers["count"] == 2)
    #expect(harness.integers["chosen"] == 1)
    #expect(harness.integers["nothing"] == nil)
  }

  @Test("reads required, optional and repeated inputs, and writes rows after the warm-up only")
  func inputs() {
    let harness = everything()
    configure(harness)
    let columns: [[Double]] = [[1, 2, 3], [10, 20, 30], [100, 200, 300], [0.5, 0.25, 0.125]]
    #expect(harness.evaluate(columns, warmUp: 1, roles: [0, 1, 2, 2]) == ROT_OK)
    #expect(harness.values("sum") == [222.25, 333.125])
    #expect(harness.evaluate(columns, roles: [0, 2, 2, 2]) == ROT_OK)
    #expect(harness.values("sum") == [111.5, 222.25, 333.125])
  }

  @Test("fills tables from records, with nil as missing")
  func tables() {
    let harness = everything()
    configure(harness)
    #expect(harness.evaluate([[1], [2]], roles: [0, 2]) == ROT_OK)
    let rows = harness.rows["lines"] ?? []
    #expect(rows.count == 2)
    #expect(
      rows.first == [
        .integer(5), .real(Double.nan.bitPattern), .text("eins"), .integer(0),
      ])
    #expect(rows.last == [.integer(6), .real(2.0.bitPattern), .text(nil), .integer(1)])
  }

  @Test("turns what is thrown into a status and a message, and cancels when asked")
  func failures() {
    let harness = everything()
    configure(harness)
    var loud = rot_value(type: ROT_BOOLEAN, count: 1, as: .init())
    loud.as.integer = 1
    harness.settings["is_loud"] = loud
    #expect(harness.evaluate([[1], [2]], roles: [0, 2]) == ROT_ERR_PARAMETER)
    #expect(harness.failure == "too loud; set is_loud=false")
    configure(harness)
    harness.stopsAt = 0.5
    #expect(harness.evaluate([[1], [2]], roles: [0, 2]) == ROT_ERR_CANCELLED)
  }

  @Test("reads empty inputs, and does not trap, where a native alignment gives no frame")
  func native() {
    let harness = everything()
    configure(harness)
    #expect(harness.evaluate([[1, 2], [3, 4]], roles: [0, 2], isNative: true) == ROT_ERR_OUTPUT)
  }

  @Test("warns, takes no rows, and computes its look-back from the parameters alone")
  func edges() {
    let harness = everything()
    configure(harness)
    #expect(harness.evaluate([[], []], roles: [0, 2]) == ROT_OK)
    #expect(harness.values("sum").isEmpty)
    let long = [Double](repeating: 1, count: 101)
    #expect(harness.evaluate([long, long], roles: [0, 2]) == ROT_OK)
    #expect(harness.warnings == ["many rows"])
    var lag = rot_value(type: ROT_INTEGER, count: 1, as: .init())
    lag.as.integer = 60
    #expect(withUnsafePointer(to: &lag) { harness.indicator.look_back($0) } == 59)
  }
}

@Suite("A stream of a kit's indicator")
struct StreamTests {
  private func totals() -> Harness { Harness(samplePlugin(), 1) }

  @Test("gives the batch's values to the bit, with warm-up, optional and repeated roles")
  func equality() {
    var generator = SeededGenerator(seed: 20_261_121)
    print("seed \(generator.seed)")
    for warmUp in [0, 1, 17] {
      for roles in [[0], [0, 1], [0, 1, 2, 2], [0, 2]] as [[UInt32]] {
        let columns = roles.map { _ in (0..<200).map { _ in generator.uniform() } }
        let batch = totals()
        #expect(batch.evaluate(columns, warmUp: warmUp, roles: roles) == ROT_OK)
        let stream = totals()
        let rows = stream.stream(columns, warmUp: warmUp, roles: roles, peeksFirst: true)
        #expect(rows.map { $0[0].bitPattern } == batch.values("total").map(\.bitPattern))
        #expect(rows.map { $0[1].isNaN } == batch.values("odd").map(\.isNaN))
        #expect(stream.reals["last"]?.bitPattern == batch.reals["last"]?.bitPattern)
        #expect(batch.reals["last"] == batch.values("total").last)
      }
    }
  }

  @Test("reports what update throws, in batch as in a stream")
  func failures() {
    let harness = totals()
    #expect(harness.evaluate([[1, -1, 2]]) == ROT_ERR_INPUT)
    #expect(harness.failure == "row 1 is negative")
    _ = harness.stream([[1, -1, 2]])
    #expect(harness.failure == "row 1 is negative")
  }
}

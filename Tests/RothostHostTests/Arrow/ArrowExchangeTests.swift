import CRothost
import RothostCache
import RothostSeries
import Testing

@testable import RothostHost

@Suite struct ArrowExchangeTests {
  /// Exports into fresh structs, hands them over, and frees them.
  func exported<Answer>(
    _ result: EvaluationResult, _ output: String?,
    _ body: (UnsafeMutablePointer<ArrowSchema>, UnsafeMutablePointer<ArrowArray>) throws -> Answer
  ) throws -> Answer {
    let schema = UnsafeMutablePointer<ArrowSchema>.allocate(capacity: 1)
    let array = UnsafeMutablePointer<ArrowArray>.allocate(capacity: 1)
    defer {
      schema.deallocate()
      array.deallocate()
    }
    try result.exportArrow(output: output, schema: schema, array: array)
    defer {
      array.pointee.release?(array)
      schema.pointee.release?(schema)
    }
    return try body(schema, array)
  }

  func refusal(_ column: ArrowColumn) -> String {
    do {
      _ = try imported(column)
      return "accepted"
    } catch let error as RothostError {
      return error.message
    } catch {
      return "another error"
    }
  }

  func imported(_ column: ArrowColumn) throws -> ArrowSeries {
    var schema = ArrowSchema()
    var array = ArrowArray()
    ArrowExport.export(column, &schema, &array)
    let series = try ArrowSeries(taking: &schema, &array)
    #expect(schema.release == nil && array.release == nil)
    return series
  }

  func stamps(_ values: [Int64], _ kind: TimeKind = .instants) -> ArrowColumn {
    .stamps("when", SharedArray(values), kind)
  }

  @Test("a series goes out as time and its name and comes back as it was, where it lies")
  func roundTrip() throws {
    let result = try ResultFixture.result()
    let series = try #require(result.series("s"))
    let back = try exported(result, "s") { try ArrowSeries(taking: $0, $1) }
    #expect(back.columns.map(\.name) == ["s"] && back.timeKind == .dates)
    #expect(back.times.pointer == series.times.pointer)
    #expect(back.values[0].pointer == series.values.pointer)
    #expect(back.values[0][1] == 1.5 && back.values[0][2].isNaN)
    var copy = [Double](repeating: 0, count: 2)
    var span = copy.mutableSpan
    back.readColumn(0, 0..<2, into: &span)
    #expect(copy == [0.5, 1.5])
  }

  @Test("exported arrays outlive the result, and their release gives the buffers back")
  func lifetimes() throws {
    let pool = BufferPool()
    var schema = ArrowSchema()
    var array = ArrowArray()
    do {
      let store = OutputStore(
        context: ResultFixture.context(), axis: ResultFixture.axis(3), pool: pool)
      try store.newSeries(7, count: 3).doubles[0] = 4
      let result = try store.finish(rows: 3, inputs: [], warnings: [])
      try result.exportArrow(output: nil, schema: &schema, array: &array)
    }
    #expect(pool.byteCount == 0 && array.length == 1 && array.n_children == 11)
    // Output 7 is a list of structures of time and value.
    let list = array.children![7]!
    let values = list.pointee.children![0]!.pointee.children![1]!
    #expect(values.pointee.buffers[1]!.load(as: Double.self) == 4)
    array.release(&array)
    schema.release(&schema)
    #expect(array.release == nil && schema.release == nil)
    #expect(pool.byteCount > 0)
  }

  @Test("a child that was moved out lives on after its parent's release")
  func movedChildren() throws {
    let result = try ResultFixture.result()
    let moved = UnsafeMutablePointer<ArrowArray>.allocate(capacity: 1)
    defer { moved.deallocate() }
    try exported(result, "s") { _, array in
      let child = array.pointee.children![1]!
      moved.initialize(to: child.pointee)
      child.pointee.release = nil
    }
    #expect(moved.pointee.buffers[1]!.load(fromByteOffset: 8, as: Double.self) == 1.5)
    moved.pointee.release(moved)
    #expect(moved.pointee.release == nil)
  }

  @Test("the whole result is one row whose fields are named and typed by the descriptor")
  func wholeResult() throws {
    try exported(try ResultFixture.result(), nil) { schema, array in
      var fields: [String] = []
      for index in 0..<Int(schema.pointee.n_children) {
        let child = schema.pointee.children![index]!.pointee
        fields.append("\(String(cString: child.name)):\(String(cString: child.format))")
      }
      #expect(
        fields == [
          "r:g", "i:l", "b:b", "t:tsn:", "d:tDn", "text:U", "c:U", "s:+L", "regime:+L",
          "numbers:+L", "events:+L",
        ])
      #expect(array.pointee.children![0]!.pointee.buffers[1]!.load(as: Double.self) == 0.1)
      let events = array.pointee.children![10]!.pointee
      #expect(events.buffers[1]!.load(fromByteOffset: 8, as: Int64.self) == 2)
      let times = events.children![0]!.pointee.children![0]!.pointee
      #expect(times.null_count == 1 && times.buffers[0]!.load(as: UInt8.self) == 0b01)
    }
  }

  @Test("an unknown output is refused by name")
  func unknownOutput() throws {
    let result = try ResultFixture.result()
    #expect(throws: RothostError.self) { try exported(result, "nothing") { _, _ in } }
  }

  @Test("a snapshot of the cache goes out without a copy")
  func view() throws {
    let store = try SeriesStore.temporary()
    try store.put(
      "A",
      SeriesData(
        times: [0, CivilDate.nanosecondsPerDay], columns: [.init("close", [1, 2])],
        metadata: SeriesMetadata(timeKind: .dates)))
    let view = try store.view("A")
    var schema = ArrowSchema()
    var array = ArrowArray()
    view.exportArrow(schema: &schema, array: &array)
    view.withColumn(0) { span in
      span.withUnsafeBufferPointer {
        #expect($0.baseAddress.map(UnsafeRawPointer.init) == array.children![1]!.pointee.buffers[1])
      }
    }
    array.release(&array)
    schema.release(&schema)
  }

  @Test("stamps of every unit, dates and numbers of every width are read, nulls as NaN")
  func kindsOfColumns() throws {
    let day = CivilDate.nanosecondsPerDay
    let times = SharedArray([day + 1, 2 * day])
    var reals = ArrowColumn.reals("x", SharedArray([1.5, 2.5]))
    reals.setValidity([true, false])
    let integers = ArrowColumn.integers(
      "n", .integer, SharedArray([7, missingInteger]), choices: [], .instants)
    let back = try imported(
      .structure("", length: 2, [reals, .stamps("t", times, .instants), integers]))
    #expect(back.columns.map(\.name) == ["x", "n"] && back.timeKind == .instants)
    #expect(back.times[0] == day + 1)
    #expect(back.values[0][0] == 1.5 && back.values[0][1].isNaN)
    #expect(back.values[1][0] == 7 && back.values[1][1].isNaN)
    let dated = try imported(
      .structure(
        "", length: 2,
        [
          .integers("d", .date, SharedArray([3 * day, 4 * day]), choices: [], .dates),
          .reals("x", SharedArray([1.0, 2.0])),
        ]))
    #expect(dated.timeKind == .dates && dated.times[1] == 4 * day)
    for (format, length) in [
      ("tss:", 1_000_000_000), ("tsm:UTC", 1_000_000), ("tsu:Europe/Berlin", 1000), ("tsn:", 1),
      ("tdD", day), ("tdm", 1_000_000),
    ] as [(String, Int64)] {
      #expect(ArrowTimeUnit(format)?.length == length)
    }
    #expect(ArrowTimeUnit("tts") == nil && ArrowTimeUnit("tDn") == nil)
  }

  @Test("midnights in New York are recognised as session dates")
  func disguisedDates() throws {
    let day = CivilDate.nanosecondsPerDay
    let series = try imported(
      .structure(
        "", length: 2,
        [
          stamps([20_458 * day + 5 * day / 24, 20_459 * day + 5 * day / 24]),
          .reals("x", SharedArray([1.0, 2.0])),
        ]))
    #expect(series.timeKind == .dates && series.times[0] == 20_458 * day)
  }

  @Test("what cannot be a series is refused with the column's name and a way out")
  func refusals() {
    let reals = ArrowColumn.reals("x", SharedArray([1.0]))
    let time = stamps([1])
    #expect(refusal(reals).contains("no structure"))
    #expect(refusal(.structure("", length: 1, [reals])).contains("no column of stamps"))
    #expect(refusal(.structure("", length: 1, [time])).contains("no column of numbers"))
    #expect(refusal(.structure("", length: 1, [time, reals, time])).contains("second column"))
    #expect(
      refusal(.structure("", length: 1, [time, .texts("note", ["a"])]))
        .contains("\"note\" has the Arrow format \"U\""))
    #expect(refusal(.structure("", length: 2, [time, reals])).contains("fewer rows"))
    var holed = time
    holed.setValidity([false])
    #expect(refusal(.structure("", length: 1, [holed, reals])).contains("no stamp at row 0"))
    var missing = ArrowColumn.structure("", length: 1, [time, reals])
    missing.setValidity([false])
    #expect(refusal(missing).contains("missing rows"))
  }

  @Test("structs that were released already are an error, not a crash")
  func released() {
    var schema = ArrowSchema()
    var array = ArrowArray()
    #expect(throws: RothostError.self) { try ArrowSeries(taking: &schema, &array) }
  }
}

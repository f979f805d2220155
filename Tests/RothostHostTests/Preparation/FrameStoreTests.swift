import CMemoryFixtures
import Glibc
import RothostCache
import RothostSeries
import Synchronization
import Testing

@testable import RothostHost

@Suite struct FrameStoreTests {
  static let day = CivilDate.nanosecondsPerDay
  /// 2026-01-05, a Monday.
  static let monday = 20_458 * day

  func data(_ values: [Double], from start: Int64 = monday) -> SeriesData {
    SeriesData(
      times: values.indices.map { start + Int64($0) * Self.day },
      columns: [.init("close", unit: "USD", values), .init("high", values.map { $0 + 1 })],
      metadata: SeriesMetadata(timeKind: .dates, calendar: .sevenDay))
  }

  func bound(
    _ store: SeriesStore, _ name: String, role: String = "series", roleIndex: Int = 0,
    column: Int = 0, transform: Transform = .level
  ) throws -> BoundInput {
    let view = try store.view(name)
    return BoundInput(
      role: role, roleIndex: roleIndex, name: name, column: view.info.columns[column].name,
      unit: "USD", data: .view(view, column: column), transform: transform, delay: nil,
      calendar: .sevenDay, close: .endOfDay, timeKind: .dates)
  }

  func array(_ values: [Double], _ times: [Int64]? = nil) -> BoundInput {
    BoundInput(
      role: "series", roleIndex: 0, name: "mine", column: "", unit: nil,
      data: .array(
        ArrayInput(
          name: "mine", times: times ?? values.indices.map { Self.monday + Int64($0) * Self.day },
          values: values, timeKind: .dates)),
      transform: .level, delay: nil, calendar: nil, close: nil, timeKind: .dates)
  }

  func store() throws -> SeriesStore {
    let store = try SeriesStore.temporary()
    try store.put("A", data([1, 2, 4, 8, 16]))
    try store.put("B", data([3, 9, 27], from: Self.monday + Self.day))
    return store
  }

  @Test("inputs meet on one clock, transformed, with rows before the range as warm-up")
  func frame() throws {
    let store = try store()
    let inputs = [
      try bound(store, "A", transform: .simple), try bound(store, "B", role: "y", roleIndex: 1),
    ]
    let rules = FrameRules(from: Self.monday + 3 * Self.day, warmUpRows: 5)
    let prepared = try FrameStore().prepare(inputs, warnings: ["before"], rules)
    let frame = try #require(prepared.frame)
    #expect(frame.rowCount == 2 && frame.warmUpRows == 1)
    #expect((0..<2).map { frame.columns[0][$0] } == [1, 1])
    #expect((0..<2).map { frame.columns[1][$0] } == [9, 27])
    #expect(prepared.rows == 1 && prepared.axis?.times[0] == Self.monday + 3 * Self.day)
    #expect(prepared.clockName == "1d" && prepared.warnings.first == "before")
    let report = prepared.reports[0]
    #expect(report.series == "A" && report.column == "close" && report.transform == .simple)
    #expect(report.rows == 2 && report.from == Self.monday + 3 * Self.day)
  }

  @Test("what C reads says the same: frame, inputs in the cache's map, roles and units")
  func table() throws {
    let store = try store()
    let view = try store.view("A")
    let inputs = [
      try bound(store, "A", column: 1), try bound(store, "B", role: "y", roleIndex: 1),
    ]
    let prepared = try FrameStore().prepare(inputs, FrameRules())
    let table = prepared.table
    defer { withExtendedLifetime(table) {} }
    let frame = try #require(table.frame).pointee
    #expect(frame.column_count == 2 && frame.row_count == 3 && frame.warm_up_rows == 0)
    #expect(frame.columns[1]![2] == 27 && frame.time_ns[0] == Self.monday + Self.day)
    #expect(frame.flags == 1)
    #expect(table.inputCount == 2 && table.roles[1] == 1)
    let first = try #require(table.inputs[0]).pointee
    #expect(String(cString: first.name) == "A" && String(cString: first.column) == "high")
    #expect(String(cString: first.unit) == "USD" && first.count == 5 && first.flags == 3)
    #expect(first.close_offset_ns == Self.day)
    view.withColumn(1) { span in
      span.withUnsafeBufferPointer { #expect($0.baseAddress == first.values) }
    }
  }

  @Test("a plugin that writes into a frame or into an input from the cache dies of it")
  func writesFault() throws {
    let store = try store()
    let prepared = try FrameStore().prepare([try bound(store, "A"), array([1, 2])], FrameRules())
    defer { withExtendedLifetime(prepared) {} }
    let frame = try #require(prepared.table.frame).pointee
    for address in [
      UnsafeRawPointer(frame.columns[0]!), UnsafeRawPointer(frame.time_ns!),
      UnsafeRawPointer(prepared.table.inputs[0]!.pointee.values!),
      UnsafeRawPointer(prepared.table.inputs[1]!.pointee.values!),
    ] {
      #expect(signal_of_write(UnsafeMutableRawPointer(mutating: address)) == SIGSEGV)
    }
    #expect(frame.columns[0]![0] == 1)
  }

  @Test("the same question is prepared once, whatever the roles are called; another one anew")
  func shared() throws {
    let store = try store()
    let frames = FrameStore()
    let first = try frames.prepare([try bound(store, "A", role: "x")], FrameRules())
    let second = try frames.prepare([try bound(store, "A", role: "leader")], FrameRules())
    #expect(first.frame === second.frame)
    #expect(frames.counters.hits == 1 && frames.counters.misses == 1)
    #expect(frames.counters.bytes == first.frame?.byteCount)
    let others = [
      FrameRules(clock: .weekly(endingOn: 4)), FrameRules(alignment: .previous),
      FrameRules(from: Self.monday + Self.day), FrameRules(to: Self.monday + Self.day),
      FrameRules(from: Self.monday + Self.day, warmUpRows: 1), FrameRules(staleness: .days(1)),
      FrameRules(clock: .role("series")),
    ]
    for (index, rules) in others.enumerated() {
      let other = try frames.prepare([try bound(store, "A")], rules, allowsEmpty: true)
      #expect(other.frame !== first.frame)
      #expect(frames.counters.misses == 2 + index)
    }
    var delayed = try bound(store, "A")
    delayed.delay = .days(1)
    for input in [
      try bound(store, "A", transform: .log), try bound(store, "A", column: 1), delayed,
      try bound(store, "B"),
    ] {
      #expect(try frames.prepare([input], FrameRules()).frame !== first.frame)
    }
    #expect(frames.counters.hits == 1)
    #expect(
      try frames.prepare([try bound(store, "A")], FrameRules(warmUpRows: 9)).frame === first.frame)
  }

  @Test("an append, a replacement and a new cache of the same name are never answered from memory")
  func neverStale() throws {
    let store = try store()
    let frames = FrameStore()
    #expect(try frames.prepare([try bound(store, "A")], FrameRules()).rows == 5)
    try store.put("A", data([32], from: Self.monday + 5 * Self.day), mode: .append)
    let appended = try frames.prepare([try bound(store, "A")], FrameRules())
    #expect(appended.rows == 6 && appended.frame?.columns[0][5] == 32)
    try store.put("A", data([7, 7, 7, 7, 7, 7]))
    #expect(try frames.prepare([try bound(store, "A")], FrameRules()).frame?.columns[0][0] == 7)
    let other = try SeriesStore.temporary()
    try other.put("A", data([5, 5, 5, 5, 5, 5]))
    #expect(try frames.prepare([try bound(other, "A")], FrameRules()).frame?.columns[0][0] == 5)
    #expect(frames.counters.hits == 0)
  }

  @Test("a snapshot taken before an append still gets its own frame")
  func oldSnapshot() throws {
    let store = try store()
    let frames = FrameStore()
    let old = try bound(store, "A")
    try store.put("A", data([32], from: Self.monday + 5 * Self.day), mode: .append)
    #expect(try frames.prepare([try bound(store, "A")], FrameRules()).rows == 6)
    #expect(try frames.prepare([old], FrameRules()).rows == 5)
  }

  @Test("of eight threads that ask at once one prepares and all get the same frame")
  func oneComputation() async throws {
    let store = try store()
    let frames = FrameStore()
    let input = try bound(store, "A")
    let key = try #require(FrameKey([input], FrameRules(), allowsEmpty: false))
    let calls = CallCounter()
    let found = try await withThrowingTaskGroup(of: ObjectIdentifier.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let frame = try frames.frame(key) { () throws(RothostError) in
            calls.count.wrappingAdd(1, ordering: .relaxed)
            return try PreparedFrame(
              FrameAssembly.plan(
                [try input.frameInput([input].numbers()[0])], FrameRules()), calendars: [.sevenDay])
          }
          return ObjectIdentifier(frame)
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(calls.count.load(ordering: .relaxed) == 1 && found.count == 1)
    #expect(frames.counters.hits == 7 && frames.counters.misses == 1)
  }

  @Test(
    "least recently used frames go when a limit is passed, and go on living where they are used")
  func eviction() throws {
    let store = try store()
    let page = try FrameStore().prepare([try bound(store, "A")], FrameRules()).frame!.byteCount
    for frames in [
      FrameStore(byteLimit: 2 * page, countLimit: 9), FrameStore(byteLimit: 1 << 30, countLimit: 2),
    ] {
      let transforms: [Transform] = [.level, .log, .simple]
      let level = try frames.prepare([try bound(store, "A")], FrameRules())
      _ = try frames.prepare([try bound(store, "A", transform: .log)], FrameRules())
      _ = try frames.prepare([try bound(store, "A")], FrameRules())
      _ = try frames.prepare([try bound(store, "A", transform: .simple)], FrameRules())
      #expect(frames.counters.bytes == 2 * page && frames.counters.hits == 1)
      for transform in transforms.reversed() {
        _ = try frames.prepare([try bound(store, "A", transform: transform)], FrameRules())
      }
      #expect(frames.counters.misses == 5 && frames.counters.hits == 2)
      #expect(level.frame?.columns[0][4] == 16)
    }
    let tiny = FrameStore(byteLimit: 1)
    _ = try tiny.prepare([try bound(store, "A")], FrameRules())
    #expect(tiny.counters.bytes == 0)
  }

  @Test("an error is told every time and leaves nothing behind")
  func errors() throws {
    let store = try store()
    try store.put("Z", data([1, 0, 1]))
    let frames = FrameStore()
    for _ in 0..<2 {
      let input = try bound(store, "Z", transform: .log)
      #expect(throws: RothostError.self) { try frames.prepare([input], FrameRules()) }
    }
    #expect(frames.counters.misses == 2 && frames.counters.bytes == 0)
    let late = FrameRules(from: Self.monday + 99 * Self.day)
    let input = try bound(store, "A")
    #expect(throws: RothostError.self) { try frames.prepare([input], late) }
    #expect(try frames.prepare([input], late, allowsEmpty: true).rows == 0)
    #expect(throws: RothostError.self) { try frames.prepare([input], late) }
  }

  @Test("callers' arrays are sealed, checked and never shared")
  func arrays() throws {
    let frames = FrameStore()
    let first = try frames.prepare([array([1, 2])], FrameRules())
    let second = try frames.prepare([array([1, 2])], FrameRules())
    #expect(first.frame !== second.frame && frames.counters.misses == 2)
    #expect(throws: RothostError.self) {
      try frames.prepare([array([1, 2], [Self.monday])], FrameRules())
    }
    for rules in [FrameRules(), FrameRules(alignment: .native)] {
      #expect(throws: RothostError.self) {
        try frames.prepare([array([1, 2], [Self.monday, Self.monday])], rules)
      }
      #expect(throws: RothostError.self) { try frames.prepare([array([1, .infinity])], rules) }
    }
  }

  @Test("native inputs are cut to the range where they lie; a delay or a coarser clock moves them")
  func native() throws {
    let store = try store()
    let frames = FrameStore()
    let view = try store.view("A")
    var rules = FrameRules(
      alignment: .native, from: Self.monday + Self.day, to: Self.monday + 2 * Self.day)
    let cut = try frames.prepare([try bound(store, "A", transform: .log)], rules)
    #expect(cut.frame == nil && cut.axis == nil && cut.rows == 2)
    #expect(cut.reports[0].transform == .level && cut.clockName == "1d")
    defer { withExtendedLifetime(cut) {} }
    let series = try #require(cut.table.inputs[0]).pointee
    #expect(cut.table.frame == nil && series.count == 2)
    view.withColumn(0) { span in
      span.withUnsafeBufferPointer { #expect($0.baseAddress! + 1 == series.values) }
    }
    var delayed = try bound(store, "A")
    delayed.delay = .days(1)
    let late = try frames.prepare([delayed], rules)
    defer { withExtendedLifetime(late) {} }
    let moved = try #require(late.table.inputs[0]).pointee
    #expect(moved.count == 2 && moved.values[0] == 1 && moved.values[1] == 2)
    rules = FrameRules(clock: .role("series"), alignment: .native)
    #expect(throws: RothostError.self) { try frames.prepare([delayed], rules) }
    rules = FrameRules(alignment: .native, to: Self.monday - 1)
    #expect(throws: RothostError.self) { try frames.prepare([delayed], rules) }
  }
}

private final class CallCounter: Sendable {
  let count = Atomic<Int>(0)
}

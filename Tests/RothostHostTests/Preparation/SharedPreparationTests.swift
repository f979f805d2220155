import RothostCache
import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostHost

/// Many threads at one store of frames and one pool, with limits so low that all is in motion.
@Suite struct SharedPreparationTests {
  static let transforms: [Transform] = [.level, .simple, .difference]

  /// The second row of powers of two under each transform.
  static func expected(_ transform: Transform, _ scale: Double) -> Double {
    switch transform {
    case .level, .difference: transform == .level ? 2 * scale : scale
    default: 1
    }
  }

  @Test("while frames come, go and are rewritten, every asker gets the numbers of its snapshot")
  func framesUnderPressure() async throws {
    let seed = UInt64.random(in: 0 ... .max)
    let store = try SeriesStore.temporary()
    let frames = FrameStore(countLimit: 2)
    func write(_ scale: Double) throws {
      try store.put(
        "A",
        SeriesData(
          times: (0..<3).map { Int64($0) * CivilDate.nanosecondsPerDay },
          columns: [.init("close", [scale, 2 * scale, 4 * scale])],
          metadata: SeriesMetadata(timeKind: .dates, calendar: .sevenDay)))
    }
    try write(1)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          var generator = SeededGenerator(seed: seed &+ UInt64(worker))
          for turn in 0..<100 {
            if worker == 0, turn % 10 == 9 { try write(Double(turn)) }
            let transform = Self.transforms.randomElement(using: &generator) ?? .level
            let view = try store.view("A")
            let scale = view.withColumn(0) { $0[0] }
            let input = BoundInput(
              role: "x", roleIndex: 0, name: "A", column: "close", unit: nil,
              data: .view(view, column: 0), transform: transform, delay: nil,
              calendar: .sevenDay, close: nil, timeKind: .dates)
            let frame = try #require(try frames.prepare([input], FrameRules()).frame)
            let row = frame.rowCount - 2
            #expect(
              frame.columns[0][row] == Self.expected(transform, scale), "seed \(seed)")
          }
        }
      }
      try await group.waitForAll()
    }
    let counters = frames.counters
    #expect(counters.hits + counters.misses == 800)
    #expect(counters.bytes <= 2 * 4096)
  }

  @Test("a pool shared by eight threads never lends the same pages twice")
  func poolUnderPressure() async throws {
    let pool = BufferPool(limit: 1 << 16)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for turn in 0..<500 {
            let mark = Double(worker * 1000 + turn)
            let buffers = try (1...3).map { try GuardedBuffer(count: 100 * $0, pool: pool) }
            for buffer in buffers { buffer.fill(mark) }
            for buffer in buffers {
              let values = buffer.sharedDoubles()
              #expect(buffer.isIntact && values[0] == mark && values[buffer.count - 1] == mark)
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(pool.byteCount <= 1 << 16)
  }
}

import Glibc
import RothostSeries
import Synchronization
import Testing

@testable import RothostHost

@Suite("Answers of workers")
struct AnswerTests {
  /// 512 numbers, all zero; kinds of outputs as `OutputStore.write` numbers them.
  private func read(_ words: [Int], _ watch: WorkerWatch = WorkerWatch()) throws -> OutputStore {
    let engine = try Engine.testing(option: [try Fixture.plugin("broken", id: "broken")])
    let store = OutputStore(
      context: ResultContext(
        description: try engine.describe("broken"), plugin: PluginIdentity(path: ""),
        parameters: [], clock: "", alignment: .inner, seed: 0),
      axis: TimeAxis(times: SharedArray([0, 1, 2]), kind: .instants), pool: BufferPool())
    var message = MessageWriter()
    for word in words { message.count(word) }
    var reader = MessageReader(message.bytes)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: 4096)
    defer { memory.deallocate() }
    try store.read(from: &reader, ReplyMemory(base: memory, size: 4096), watch)
    return store
  }

  @Test("A refusal without words is given some")
  func words() throws {
    let error = try #require(
      failure {
        try WorkerReply.read(WorkerReply.write(RothostError(.failed, ""))) {
          message throws(RothostError) in try message.text()
        }.get()
      })
    #expect(error.status == .failed && error.message.contains("without saying why"))
  }

  @Test("A table is read row by row or column by column from where the message says")
  func tables() throws {
    // Three outputs: none, none, a table of 500 rows from byte 64 on.
    for kind in [6, 7] {
      let store = try read([3, 0, 0, kind, 500, 64])
      switch store.slots[2] {
      case .table(let buffers): #expect(buffers.map(\.count) == [500])
      case .rows(let columns): #expect(columns.count == 1)
      default: Issue.record("there is no table")
      }
    }
  }

  @Test("Whoever waits no more is heeded while an answer is taken in, block by block")
  func leaving() throws {
    let cancelling = WorkerWatch(monitor: Monitor { _ in true })
    let cancelled = try #require(failure { try read([3, 0, 0, 7, 500, 64], cancelling) })
    #expect(cancelled.status == .cancelled)
    // Asked at each output first, and then for the rows.
    let asked = Atomic<Int>(0)
    let patient = WorkerWatch(
      monitor: Monitor { _ in asked.add(1, ordering: .relaxed).newValue > 3 })
    #expect(failure { try read([3, 0, 0, 7, 500, 64], patient) }?.status == .cancelled)
    let late = WorkerWatch(milliseconds: 1)
    usleep(2000)
    let error = try #require(failure { try read([3, 0, 0, 7, 500, 64], late) })
    #expect(error.status == .timeout && error.message.contains("taken in"))
  }

  @Test("A table without columns is refused before a row of it is counted", arguments: [6, 7])
  func bareTable(kind: Int) throws {
    let engine = try Engine.testing(option: [try Fixture.plugin("broken", id: "broken")])
    var description = try engine.describe("broken")
    description.outputs[2].columns = []
    let store = OutputStore(
      context: ResultContext(
        description: description, plugin: PluginIdentity(path: ""), parameters: [], clock: "",
        alignment: .inner, seed: 0), axis: nil, pool: BufferPool())
    var message = MessageWriter()
    for word in [3, 0, 0, kind, 1 << 27] { message.count(word) }
    var reader = MessageReader(message.bytes)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
    defer { memory.deallocate() }
    let error = try #require(
      failure { try store.read(from: &reader, ReplyMemory(base: memory, size: 64)) })
    #expect(error.status == .plugin && error.message.contains("without columns"), "\(error)")
  }

  @Test("A reply that makes no sense ends its worker; a refusal does not")
  func soundness() throws {
    let refused = WorkerReply.read(WorkerReply.write(RothostError(.input, "bad"))) {
      message throws(RothostError) in try message.text()
    }
    #expect(throws: Never.self) { try refused.sound() }
    let broken = WorkerReply.read([1, 2, 3]) { message throws(RothostError) in
      try message.text()
    }
    #expect(throws: WorkerFault.self) { try broken.sound() }
  }

  @Test(
    "A short message that names more numbers than its memory holds is refused before any is taken",
    arguments: [
      ([3, 0, 0, 7, 100_000_000, 0], "beyond their memory"),
      ([3, 0, 0, 6, 100_000_000, 0], "beyond their memory"),
      ([3, 0, 5, 512, 8, 0, 0], "beyond their memory"),
      ([3, 0, 4, 3, 4080, 0], "beyond their memory"),
      ([3, 0, 4, 3, 8, 6, 512, 0], "more numbers than there is memory"),
    ])
  func excess(words: [Int], reason: String) throws {
    let error = try #require(failure { try read(words) })
    #expect(error.status == .plugin && error.message.contains(reason), "\(error)")
  }
}

import Glibc
import RothostCache
import RothostLock
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Workers")
struct WorkerTests {
  /// The same request here and in a worker, as JSON.
  private func both(_ engine: Engine, _ request: Request) throws -> (here: String, there: String) {
    var here = request
    here.isolation = Request.Isolation.none
    var there = request
    there.isolation = .process
    return (try engine.evaluate(here).json(), try engine.evaluate(there).json())
  }

  private func engine(_ source: String) throws -> Engine {
    let engine = try Engine.testing(option: [try Fixture.plugin(source, id: source)])
    try engine.putWeekdays("IWM", (0..<400).map { Double($0 % 31) + 2.5 })
    try engine.putWeekdays("SPY", (0..<390).map { Double($0 % 7) + 1 })
    return engine
  }

  @Test("Series, scalars, tables and look-back answer to the bit what they answer in-process")
  func identical() throws {
    let spread = try engine("spread")
    let memory = try engine("memory")
    let first = try both(spread, .of("spread", [], [("scale", "0.7"), ("lags", "3,7")]))
    #expect(first.here == first.there && first.here.contains("\"spread\""))
    var ranged = Request.of("memory", [("x", "IWM"), ("y", "SPY")], [("window", "20")])
    ranged.from = Days.weekdays(100)[60]
    ranged.alignment = .previous
    let second = try both(memory, ranged)
    #expect(second.here == second.there && second.here.contains("\"peak\""))
  }

  @Test("The caller's own arrays, the demo market and reused workers give the same bits")
  func sources() throws {
    let engine = try engine("spread")
    var arrays = Request(indicator: "spread")
    for (role, values) in [("x", [5.0, .nan, 6]), ("y", [1.0, 4, 2])] {
      let array = ArrayInput(name: role, times: Days.weekdays(3), values: values, timeKind: .dates)
      arrays.inputs.append(InputBinding(role: role, source: .array(array)))
    }
    for _ in 0..<30 {
      let answers = try both(engine, arrays)
      #expect(answers.here == answers.there)
    }
    #expect(engine.workers.waitingCount == 1)
    let demo = try Engine.testing(option: [try Fixture.plugin("spread", id: "spread")])
    let answers = try both(demo, .of("spread"))
    #expect(answers.here == answers.there && answers.here.contains("DEMO_SMALL"))
  }

  @Test("A thousand of the caller's arrays go to a worker in one file, and are all there")
  func manyArrays() throws {
    let folder = try Fixture.folder()
    try Fixture.compile(
      "tagged", to: "\(folder)/tagged.so",
      defines: [
        "FLAGS=ROT_REPEATED",
        "TAG=(int64_t)(1000 * e->input_count + e->inputs[e->input_count-1]->values[1])",
      ])
    let engine = try Engine.testing(option: [folder])
    var request = Request(indicator: "tagged")
    for number in 0..<1000 {
      let array = ArrayInput(
        name: "a\(number)", times: Days.weekdays(2), values: [1, Double(number)], timeKind: .dates)
      request.inputs.append(InputBinding(role: "series", source: .array(array)))
    }
    request.isolation = .process
    #expect(try engine.evaluate(request).scalar("tag") == .integer(1_000_999))
  }

  @Test("A file that the system does not take is told as that, and not as the plugin's harm")
  func unsent() throws {
    let source = try PluginSource("\(Fixture.plugin("spread", id: "spread"))/spread.so")
    let pool = WorkerPool(WorkerLimits())
    let worker = try WorkerProcess(
      executable: #require(pool.executable), memoryBytes: pool.limits.memoryBytes)
    let file = WorkerFile(try SealedPlugin(source).main)
    let plugin = WorkerPool.Plugin(path: source.main.path, sha256: source.main.sha256)
    // Nobody takes them out of the socket, which is full after some hundred.
    let error = try #require(
      failure {
        try pool.use(worker, plugin, "evaluate") { worker throws(WorkerFault) in
          for _ in 0..<5000 { try worker.hand(over: file) }
        }
      })
    #expect(error.status == .inputOutput && error.message.contains("fewer inputs"), "\(error)")
  }

  @Test("A cache that grows while a worker has it mapped is read to its new end")
  func growing() throws {
    let engine = try engine("spread")
    for rows in [50, 5000, 40_000] {
      try engine.putWeekdays("IWM", (0..<rows).map { Double($0) })
      try engine.putWeekdays("SPY", (0..<rows).map { Double($0) / 3 })
      let answers = try both(engine, .of("spread"))
      #expect(answers.here == answers.there)
    }
  }

  @Test("Failures carry the same status, words, plugin and phase as in-process")
  func failures() throws {
    let engine = try engine("actor")
    for act in [1, 2, 3, 4, 5, 6, 15, 17] {
      var request = Request.of("actor", [], [("act", "\(act)")])
      let here = try #require(failure { try engine.evaluate(request) })
      request.isolation = .process
      let there = try #require(failure { try engine.evaluate(request) })
      #expect(here == there)
    }
  }

  @Test("Texts, times, warnings and log lines come through")
  func words() throws {
    let lines = Mutex<[String]>([])
    let engine = try Engine.testing(option: [try Fixture.plugin("actor", id: "actor")]) { options in
      options.log = { level, text in lines.withLock { $0.append("\(level) \(text)") } }
    }
    try engine.putWeekdays("IWM", [1, 2])
    for act in ["16", "10"] {
      let answers = try both(engine, .of("actor", [], [("act", act)]))
      #expect(answers.here == answers.there)
    }
    #expect(lines.withLock { $0 } == ["1 actor: hello", "1 actor: hello"])
  }

  @Test("The monitor sees progress and stops a worker that does not ask")
  func monitor() throws {
    let engine = try HostilePluginTests.engine.get()
    var request = Request.of(
      "hostile", [], [("act", "\(HostileLab.acts.firstIndex(of: "endless_loop") ?? -1)")])
    request.isolation = .process
    let asked = Mutex(0)
    let error = try #require(
      failure {
        try engine.evaluate(
          request,
          monitor: Monitor { _ in
            asked.withLock {
              $0 += 1
              return $0 > 5
            }
          })
      })
    #expect(error.status == .cancelled && error.plugin == "hostile")
    let actor = try self.engine("actor")
    var progress = Request.of("actor", [], [("act", "8")])
    progress.isolation = .process
    let seen = Mutex<[Double]>([])
    _ = try actor.evaluate(
      progress,
      monitor: Monitor { fraction in
        seen.withLock { $0.append(fraction) }
        return false
      })
    #expect(seen.withLock { $0.last } == 1)
  }

  @Test("Eight threads share the pool; each answer is right and at most eight workers stay")
  func concurrent() async throws {
    let engine = try engine("spread")
    var request = Request.of("spread")
    let expected = try engine.evaluate(request).json()
    request.isolation = .process
    try await withThrowingTaskGroup(of: Void.self) { [request] group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<5 {
            let answer = try engine.evaluate(request).json()
            #expect(answer == expected)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect((1...8).contains(engine.workers.waitingCount))
  }

  @Test("Strangers run in workers only where the engine says so; a replaced file runs anew")
  func policy() throws {
    let folder = try Fixture.plugin("spread", id: "spread")
    let engine = try HostileLab.engine(folder)
    #expect(try engine.isolation(of: "spread").runsInWorker)
    let before = try engine.evaluate(.of("spread"))
    #expect(engine.workers.waitingCount == 1)
    try Fixture.compile("spread", to: "\(folder)/new", extra: ["-DREPLACED"])
    rename("\(folder)/new", "\(folder)/spread.so")
    let after = try engine.evaluate(.of("spread"))
    #expect(after.scalar("last") == before.scalar("last"))
    let library = try Engine.testing(option: [folder])
    #expect(try library.isolation(of: "spread").runsInWorker == false)
    var prepared = Request.of("spread")
    prepared.isolation = .process
    let refused = failure { try library.prepare(prepared) }
    #expect(refused?.status == .unsupported && refused?.message.contains("own process") == true)
  }

  @Test("What a worker handed over goes back to the system, its message too, but for the usual")
  func forgetting() throws {
    let executable = try #require(WorkerStart.executable())
    let worker = try WorkerProcess(executable: executable, memoryBytes: 256 << 20)
    let start = try worker.reply.append([UInt8](repeating: 7, count: 1 << 20))
    worker.forgetReply()
    #expect(try worker.reply.message(at: UInt64(start), length: 1) == [7])
    let end = try worker.reply.append([UInt8](repeating: 7, count: 9 << 20))
    let last = UInt64(end + 9 << 20 - 1)
    #expect(try worker.reply.message(at: last, length: 1) == [7])
    worker.forgetReply()
    #expect(try worker.reply.message(at: last, length: 1) == [0])
    #expect(try worker.reply.message(at: UInt64(start), length: 1) == [0])
  }

  @Test("Data files of caches that are gone are given up, and workers forget what nobody holds")
  func givingUp() throws {
    let files = WorkerFiles()
    var folders: [String] = []
    for count in 1...3 {
      let folder = "\(try Fixture.folder())/cache"
      let store = try SeriesStore(path: folder)
      let data = SeriesData(
        times: [1, 2], columns: [.init("value", unit: "", [1, 2])],
        metadata: SeriesMetadata(timeKind: .instants, source: "test"))
      try store.put("X", data)
      var placed: [WorkerFile] = []
      #expect(try files.place(InputNumbers.times(of: store.view("X")), &placed) != nil)
      #expect(placed.count == 1 && files.dataFileCount == (count == 3 ? 1 : count))
      folders.append(folder)
      guard count == 2 else { continue }
      for folder in folders { #expect(unlink("\(folder)/data.mdb") == 0) }
    }
    let executable = try #require(WorkerStart.executable())
    let worker = try WorkerProcess(executable: executable, memoryBytes: 256 << 20)
    func sealed() throws -> SealedMemory {
      try SealedMemory(byteCount: 8) { writer throws(RothostError) in
        _ = try writer.append([42.0].span)
      }
    }
    let kept = try sealed()
    var lost: SealedMemory? = try sealed()
    let name = try #require(lost?.workerFile.name)
    #expect(try worker.pass([kept.workerFile, #require(lost?.workerFile)]).sent.count == 2)
    lost = nil
    let next = try worker.pass([kept.workerFile])
    #expect(next.dropped == [name] && next.sent.isEmpty)
  }

  @Test("A worker that the embedding program reaped has ended in a way that is not known")
  func reapedElsewhere() throws {
    let executable = try #require(WorkerStart.executable())
    let worker = try WorkerProcess(executable: executable, memoryBytes: 256 << 20)
    #expect(!worker.hasEnded)
    kill(worker.process, SIGKILL)
    #expect(waitpid(worker.process, nil, 0) == worker.process)
    #expect(worker.hasEnded && worker.ended == nil)
    let words = CrashWords(worker, path: "/plugin.so", memoryBytes: 1 << 20).text
    #expect(words.contains("took its exit status"), "\(words)")
    let other = try WorkerProcess(executable: executable, memoryBytes: 256 << 20)
    other.end()
    #expect(other.ended == SIGKILL)
  }

  @Test("A worker that cannot be started is told with what to do")
  func noWorker() throws {
    let pool = WorkerPool(WorkerLimits(), executable: nil)
    let plugin = try PluginSource("\(Fixture.plugin("spread", id: "spread"))/spread.so")
    let missing = try #require(failure { try pool.describe(plugin) })
    #expect(missing.status == .unsupported && missing.message.contains("make install"))
    let wrong = WorkerPool(WorkerLimits(), executable: "/nonexistent/worker")
    let unstarted = try #require(failure { try wrong.describe(plugin) })
    #expect(unstarted.status == .unsupported && unstarted.message.contains("/nonexistent/worker"))
  }
}

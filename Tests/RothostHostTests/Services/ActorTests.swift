import Foundation
import RothostSeries
import RothostLock
import Testing

@testable import RothostHost

@Suite("Plugins that use and break their contract")
struct ActorTests {
  /// The acts of `actor.c`, in its order.
  enum Act: Int {
    case plain, failWords, failSilent, unknown, ignoreRefusal, underrun, infinite, wait, progress
    case scratch, warn, nothing, `extension`, statistic, concurrent, table, texts, lateSeries
  }

  private func engine(defines: [String] = []) throws -> Engine {
    let folder = try Fixture.plugin("actor", id: "actor", defines: defines)
    let engine = try Engine.testing(option: [folder])
    try engine.putWeekdays("IWM", (0..<30).map { Double($0) + 1 })
    return engine
  }

  private func request(_ act: Act) -> Request {
    .of("actor", [], [("act", "\(act.rawValue)")])
  }

  private func error(_ act: Act) throws -> RothostError {
    let engine = try engine()
    return try #require(failure { try engine.evaluate(request(act)) })
  }

  @Test("A failure carries the plugin's words, status, id and phase; without words, the status'")
  func failures() throws {
    let words = try error(.failWords)
    #expect(words.status == .tooFew && words.message == "60 rows are needed")
    #expect(words.plugin == "actor" && words.phase == "evaluate")
    #expect(try error(.failSilent).message.contains("not enough rows"))
    let unknown = try error(.unknown)
    #expect(unknown.status == .plugin && unknown.message.contains("unknown status 4711"))
  }

  @Test("A refused output fails the evaluation even where the plugin ignores the answer")
  func refusals() throws {
    let ignored = try error(.ignoreRefusal)
    #expect(ignored.status == .output && ignored.message.contains("\"number\" is real"))
    #expect(try error(.infinite).message.contains("infinite"))
    #expect(try error(.lateSeries).message.contains("31 rows"))
    #expect(try error(.table).message.contains("text column"))
  }

  @Test("A write before the beginning of an output is found and blamed on the plugin")
  func underrun() throws {
    let error = try error(.underrun)
    #expect(error.status == .plugin && error.message.contains("before the beginning"))
  }

  @Test("What is never set is missing; rows of texts and times come through")
  func outputs() throws {
    let engine = try engine()
    let nothing = try engine.evaluate(request(.nothing))
    #expect(nothing.scalar("number") == nil && nothing.series("path") == nil)
    let rows = try #require(try engine.evaluate(request(.texts)).table("rows"))
    #expect(rows.rowCount == 1)
    guard case .texts(let texts) = rows.columns[0].storage else {
      Issue.record("a text column holds no texts")
      return
    }
    #expect(texts[0] == "one")
  }

  @Test("The time limit asks an endless loop to stop, and the error says that it passed")
  func timeout() throws {
    let engine = try engine()
    var request = request(.wait)
    request.timeoutMilliseconds = 50
    let error = try #require(failure { try engine.evaluate(request) })
    #expect(error.status == .timeout && error.message.contains("time limit"))
  }

  @Test("The monitor sees progress and cancels at once")
  func progress() throws {
    let engine = try engine()
    // Its file is read first, during which the monitor is asked too.
    _ = try engine.describe("actor")
    let seen = Mutex<[Double]>([])
    _ = try engine.evaluate(
      request(.progress),
      monitor: Monitor { fraction in
        seen.withLock { $0.append(fraction) }
        return false
      })
    #expect(seen.withLock { $0.count } == 101 && seen.withLock { $0.last } == 1)
    let error = try #require(
      failure { try engine.evaluate(request(.progress), monitor: Monitor { $0 >= 0.5 }) })
    #expect(error.status == .cancelled && error.plugin == "actor")
  }

  @Test("Scratch memory is zeroed and aligned, again and again, and endless wishes get NULL")
  func scratch() throws {
    let engine = try engine()
    _ = try engine.evaluate(request(.scratch))
    var deferred = request(.scratch)
    deferred.inputs = [InputBinding(role: "series", source: .deferred)]
    let prepared = try engine.prepare(deferred)
    for _ in 0..<3 {
      _ = try unsafe prepared.run(columns: [[1.0, 2]].pointers, times: nil, count: 2)
    }
  }

  @Test("Warnings stand in the result; logs go to the engine's log with the indicator's name")
  func warnings() throws {
    let lines = Mutex<[String]>([])
    var options = EngineOptions()
    options.inMemory = true
    options.log = { _, text in lines.withLock { $0.append(text) } }
    let folder = try Fixture.plugin("actor", id: "actor")
    let engine = try Engine(
      options, path: SearchPath(places: [.init(path: folder, origin: .option)]))
    try engine.putWeekdays("IWM", [1, 2])
    let engineResult = try engine.evaluate(request(.warn))
    #expect(engineResult.warnings == ["mind the gap"])
    #expect(lines.withLock { $0 } == ["actor: hello"])
  }

  @Test("The statistics table is there, and its refusal reaches the user in words")
  func extensions() throws {
    _ = try engine().evaluate(request(.extension))
    let error = try error(.statistic)
    #expect(error.status == .tooFew && error.message.contains("80"), "\(error)")
  }

  @Test("An indicator without THREAD_SAFE is never entered by two threads at once")
  func serialised() async throws {
    let engine = try engine(defines: ["FLAGS=0"])
    let request = request(.concurrent)
    let most = try await withThrowingTaskGroup(of: Value?.self) { group in
      for _ in 0..<8 {
        group.addTask { try engine.evaluate(request).scalar("number") }
      }
      var most: [Value] = []
      for try await value in group { if let value { most.append(value) } }
      return most
    }
    #expect(most == [Value](repeating: .real(1), count: 8))
  }
}

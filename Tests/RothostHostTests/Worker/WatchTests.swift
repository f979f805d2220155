import Foundation
import RothostSeries
import Synchronization
import Testing

@testable import RothostHost

@Suite("Limits and cancels before an evaluation begins", .serialized)
struct WatchTests {
  /// Where a plugin of `load.c` loops before it is evaluated.
  static let loops = [
    ["CONSTRUCTOR", "WHAT=loop"], ["ENTRY", "WHAT=loop"], ["LOOKING_BACK", "WHAT=loop", "ROWS=0"],
  ]

  /// An engine that gives a plugin this long to load, with the asked `looping.so` and the good `spread.so`.
  private func engine(
    _ defines: [String], loadMilliseconds: UInt32, descriptors: String? = nil
  ) throws -> Engine {
    let folder = try Fixture.plugin("spread", id: "spread")
    try HostileLab.compile(["load.c"], to: "\(folder)/looping.so", defines)
    return try engine(folder, loadMilliseconds: loadMilliseconds, descriptors: descriptors)
  }

  private func engine(
    _ folder: String, loadMilliseconds: UInt32, descriptors: String? = nil
  ) throws -> Engine {
    let engine = try Engine.testing(option: [folder]) { options in
      options.isolatesStrangers = true
      if let descriptors { options.descriptorFolder = .at(descriptors) }
      options.workerLimits = HostileLab.limits()
      options.workerLimits?.loadMilliseconds = loadMilliseconds
    }
    try engine.putWeekdays("IWM", (0..<50).map { Double($0 % 37) + 0.1 })
    return engine
  }

  @Test(
    "A request's own limit ends a constructor, an entry function and a look-back that loop",
    .timeLimit(.minutes(1)), arguments: loops)
  func limit(defines: [String]) throws {
    // A quarter of an hour, which nobody waits for here.
    let engine = try engine(defines, loadMilliseconds: 900_000)
    var request = Request.of("hostile")
    request.timeoutMilliseconds = 300
    let error = try #require(failure { try engine.evaluate(request) })
    #expect(error.status == .timeout && error.plugin == "hostile", "\(error)")
    #expect(error.phase == (defines[0] == "LOOKING_BACK" ? "prepare" : "load"))
    #expect(error.message.contains("tell its author") && !error.message.contains("fewer rows"))
    #expect(HostileLab.workers(of: "looping.so") == 0)
    if defines[0] == "LOOKING_BACK" { return }
    #expect(failure { try engine.openStream(request) }?.status == .timeout)
  }

  @Test(
    "A cancel ends a constructor, an entry function and a look-back that loop",
    .timeLimit(.minutes(1)), arguments: loops)
  func cancel(defines: [String]) throws {
    let engine = try engine(defines, loadMilliseconds: 900_000)
    let asked = Atomic<Int>(0)
    let monitor = Monitor { _ in asked.add(1, ordering: .relaxed).newValue > 20 }
    let error = try #require(
      failure { try engine.evaluate(.of("hostile"), monitor: monitor) })
    #expect(error.status == .cancelled && error.plugin == "hostile", "\(error)")
    #expect(HostileLab.workers(of: "looping.so") == 0)
  }

  @Test("A limit that passes while another file is read names that file, and not the asked one")
  func bystander() throws {
    let engine = try engine(["CONSTRUCTOR", "WHAT=loop"], loadMilliseconds: 900_000)
    var request = Request.of("spread")
    request.timeoutMilliseconds = 300
    let error = try #require(failure { try engine.evaluate(request) })
    #expect(error.status == .timeout && error.message.contains("looping.so"), "\(error)")
  }

  @Test("A cancel ends a list at the file that loops", .timeLimit(.minutes(1)))
  func list() throws {
    let engine = try engine(["CONSTRUCTOR", "WHAT=loop"], loadMilliseconds: 900_000)
    let asked = Atomic<Int>(0)
    let monitor = Monitor { _ in asked.add(1, ordering: .relaxed).newValue > 20 }
    #expect(engine.listPlugins(monitor: monitor).isEmpty)
  }

  @Test("A file that took too long is asked once, by this process and by the next")
  func remembering() throws {
    let descriptors = try Fixture.folder()
    let folder = try Fixture.plugin("spread", id: "spread")
    try HostileLab.compile(
      ["load.c"], to: "\(folder)/looping.so", ["CONSTRUCTOR", "WHAT=loop"])
    let engines = try (0..<2).map { _ in
      try engine(folder, loadMilliseconds: 400, descriptors: descriptors)
    }
    let first = engines[0].listPlugins()
    let reason = try #require(first.first { $0.path.hasSuffix("looping.so") }?.status.reason)
    #expect(!reason.contains("it was tried at"), "\(reason)")
    for engine in engines {
      let again = engine.listPlugins().first { $0.path.hasSuffix("looping.so") }
      let words = again?.status.reason ?? "loaded"
      #expect(words.hasPrefix(reason) && words.contains("it was tried at"), "\(words)")
      #expect(try engine.describe("spread").id == "spread")
    }
    // Who vouches for it has it tried again, and so has another content.
    let pinned = failure { try engines[1].pin("\(folder)/looping.so") }
    #expect(pinned?.message.contains("it was tried at") == false, "\(pinned)")
    try HostileLab.compile(["load.c"], to: "\(folder)/looping.so")
    #expect(try engines[1].describe("hostile").id == "hostile")
  }

  @Test("A remembered failure holds for ten minutes, and not before it was noted")
  func lifetime() {
    let failure = LoadFailure(message: "slow", time: 1_000_000_000_000)
    #expect(failure.holds(at: failure.time) && failure.holds(at: failure.time + 599_999_999_999))
    #expect(!failure.holds(at: failure.time + 600_000_000_000) && !failure.holds(at: 0))
    #expect(!LoadFailure(message: "", time: .min).holds(at: .max))
  }
}

import CRothost
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Eight threads on one engine")
struct ConcurrencyTests {
  @Test("Evaluating, listing, describing, preparing and streaming at once give the same answers")
  func together() async throws {
    let folder = try Fixture.plugin("spread", id: "spread")
    try Fixture.compile("memory", to: "\(folder)/memory.so")
    let engine = try Engine.testing(option: [folder])
    try engine.putWeekdays("IWM", (0..<300).map { Double($0) + 2 })
    try engine.putWeekdays("SPY", (0..<300).map { Double($0 % 7) + 1 })
    let expected = try engine.evaluate(.of("spread")).json()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for round in 0..<10 {
            #expect(try engine.evaluate(.of("spread")).json() == expected)
            switch (worker + round) % 4 {
            case 0: #expect(engine.listPlugins().count == 2)
            case 1: #expect(try engine.describe("memory").version == "1.0.0")
            case 2:
              let prepared = try engine.prepare(.of("spread"))
              let result = try unsafe prepared.run(
                columns: [[3.0, 4], [1.0, 1]].pointers, times: nil, count: 2)
              #expect(result.scalar("last") == .real(3))
            default:
              try engine.putWeekdays("OTHER\(worker)", [Double(round)])
              let stream = try engine.openStream(.of("memory", [("x", "IWM"), ("y", "SPY")]))
              var answer = [0.0]
              try unsafe stream.update(
                time: 4_000_000_000_000_000_000, row: [1, 2], count: 2, series: &answer)
              #expect(!answer[0].isNaN)
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(engine.counters.evaluations >= 81)
  }
}

@Suite("Registered indicators")
struct RegistrationTests {
  @Test("A program's own indicator answers like any other, wins over files, and is listed")
  func registering() throws {
    let library = try Fixture.plugin("spread", id: "spread")
    let other = try Fixture.plugin("spread", id: "other")
    let engine = try Engine.testing(option: [other])
    try engine.putWeekdays("IWM", [5, 7])
    try engine.putWeekdays("SPY", [1, 1])
    // The same descriptor as the program would hand in.
    let plugin = try unsafe Fixture.descriptor(of: "\(library)/spread.so")
    try unsafe engine.register(plugin)
    let result = try engine.evaluate(.of("spread"))
    #expect(result.plugin.path == "" && result.plugin.sha256 == "")
    #expect(result.scalar("last") == .real(6))
    let records = engine.listPlugins()
    #expect(records.map(\.origin) == [.registered, .option])
    #expect(records.map(\.status.name) == ["loaded", "shadowed"])
    #expect(failure { try unsafe engine.register(plugin) }?.status == .refused)
  }

  @Test("A bundled id cannot be registered again")
  func bundledId() throws {
    let bundled = try Fixture.plugin("spread", id: "libspread")
    let engine = try Engine.testing(bundled: [bundled])
    let plugin = try unsafe Fixture.descriptor(of: "\(bundled)/libspread.so")
    let error = try #require(failure { try unsafe engine.register(plugin) })
    #expect(error.status == .refused && error.message.contains("bundled"))
  }
}

import Glibc
import RothostLock
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Streams in workers", .serialized)
struct HostileStreamTests {
  static let engine = Result { try engine { _ in } }

  private static func engine(log: @escaping @Sendable (String) -> Void) throws -> Engine {
    let folder = try Fixture.plugin("spread", id: "spread")
    try Fixture.compile("memory", to: "\(folder)/memory.so")
    try HostileLab.compile(["stream.c"], to: "\(folder)/hostile.so")
    let engine = try Engine.testing(option: [folder]) { options in
      options.isolatesStrangers = true
      options.workerLimits = HostileLab.limits()
      options.log = { _, text in log(text) }
    }
    try engine.putWeekdays("IWM", (0..<200).map { Double($0 % 37) + 0.1 })
    try engine.putWeekdays("SPY", (0..<200).map { Double($0 % 23) / 7 + 1 })
    return engine
  }

  private enum Place: String, CaseIterable {
    case open, update, peek, snapshot, close
  }

  /// In the order of `harms` in `stream.c`, and what must be told of each.
  private static let harms: [(what: Int, status: Status, words: [String])] = [
    (1, .crashed, ["SIGSEGV (address 0x0)", "at crash+0x"]),
    (2, .crashed, ["SIGFPE", "divide+0x"]),
    (3, .crashed, ["SIGBUS", "bus+0x"]), (4, .crashed, ["SIGABRT", "called from fail+0x"]),
    (5, .crashed, ["SIGILL", "trap+0x"]), (6, .crashed, ["SIGSEGV", "deeper+0x"]),
    (7, .crashed, ["exit code 0"]), (8, .crashed, ["exit code 7"]),
    (9, .timeout, ["did not stop by itself"]), (10, .timeout, ["did not stop by itself"]),
    (11, .timeout, ["did not stop by itself"]),
    (12, .crashed, ["SIGSEGV (address 0x0)", "greed+0x"]),
    (13, .crashed, [HostileLab.jump]),
  ]

  private static let day = CivilDate.nanosecondsPerDay
  /// After every stored row.
  private static let start: Int64 = 20_000 * day

  private func request(_ place: Int, _ what: Int, _ status: Status = .crashed) -> Request {
    var request = Request.of("hostile", [], [("where", "\(place)"), ("what", "\(what)")])
    request.timeoutMilliseconds = status == .timeout ? 200 : 20_000
    return request
  }

  @Test("Rows, peeks and snapshots equal those in this process to the bit")
  func identical() throws {
    let engine = try Self.engine.get()
    for (id, parameters) in [("spread", [("scale", "0.7")]), ("memory", [("window", "5")])] {
      var answers: [[UInt64]] = []
      var snapshots: [EvaluationResult] = []
      for isolation in [Request.Isolation.none, .process] {
        var request = Request.of(id, [("x", "IWM"), ("y", "SPY")], parameters)
        request.isolation = isolation
        request.inputs[0].transform = .log
        let stream = try engine.openStream(request)
        var bits: [UInt64] = []
        for row in 0..<50 {
          let levels = [Double(row * 37 % 11) + 1, row == 20 ? .nan : Double(row) / 3]
          let time = Self.start + Int64(row) * Self.day
          if row % 7 == 0, let seen = try? stream.peeked(time: time, row: levels) {
            bits += seen.map(\.bitPattern)
          }
          bits += try stream.updated(time: time, row: levels).map(\.bitPattern)
        }
        answers.append(bits)
        snapshots.append(try stream.snapshot())
        stream.close()
        let closed = try #require(failure { try stream.updated(time: .max, row: [1, 2]) })
        #expect(closed.status == .closed)
      }
      #expect(answers[0] == answers[1] && answers[0].count >= 50)
      #expect(snapshots[0].json() == snapshots[1].json())
    }
  }

  @Test("Refused rows carry the same words in a worker, and the stream goes on")
  func refusals() throws {
    let engine = try Self.engine.get()
    var words: [[RothostError?]] = []
    for isolation in [Request.Isolation.none, .process] {
      var request = Request.of("spread", [("x", "IWM"), ("y", "SPY")])
      request.isolation = isolation
      let stream = try engine.openStream(request)
      _ = try stream.updated(time: Self.start, row: [2, 1])
      words.append([
        failure { try stream.updated(time: Self.start, row: [2, 1]) },
        failure { try stream.updated(time: Self.start + Self.day, row: [.infinity, 1]) },
        failure { try stream.updated(time: Self.start + Self.day, row: [1]) },
      ])
      #expect(try stream.updated(time: Self.start + Self.day, row: [5, 2]) == [3])
    }
    #expect(words[0] == words[1] && words[0].allSatisfy { $0 != nil })
  }

  @Test(
    "A worker that served a stream serves evaluations, and streams of their own live side by side")
  func sharing() throws {
    let engine = try Self.engine.get()
    let streams = try (0..<3).map { _ in
      try engine.openStream(request(-1, 0))
    }
    for row in 0..<20 {
      for (number, stream) in streams.enumerated() {
        let answer = try stream.updated(time: Self.start + Int64(row), row: [Double(number)])
        #expect(answer == [Double(number * (row + 1))])
      }
    }
    for stream in streams { stream.close() }
    #expect(failure { try engine.evaluate(request(-1, 0)) }?.status == .unsupported)
  }

  @Test(
    "Harm in open, update, peek and snapshot is named; the host and other streams go on",
    arguments: harms.map(\.what))
  func harm(what: Int) throws {
    let engine = try Self.engine.get()
    let (_, status, words) = try #require(Self.harms.first { $0.what == what })
    let good = try engine.openStream(.of("spread", [("x", "IWM"), ("y", "SPY")]))
    for (number, place) in Place.allCases.enumerated() where place != .close {
      let request = request(number, what, status)
      let error: RothostError?
      if place == .open {
        error = failure { try engine.openStream(request) }
      } else {
        let stream = try engine.openStream(request)
        error = failure {
          _ = try stream.updated(time: Self.start, row: [1])
          _ = try stream.peeked(time: Self.start + 1, row: [1])
          _ = try stream.snapshot()
        }
        let again = failure { try stream.updated(time: Self.start + 2, row: [1]) }
        #expect(
          again?.status == .crashed && again?.message.contains("open the stream again") == true)
      }
      #expect(error?.status == status && error?.plugin == "hostile", "\(place) \(what): \(error)")
      #expect(error?.phase == place.rawValue, "\(place) \(what): \(error)")
      #expect(
        words.allSatisfy { error?.message.contains($0) == true }, "\(place) \(what): \(error)")
      #expect(try good.updated(time: Self.start + Int64(number), row: [3, 1]) == [2])
    }
  }

  @Test("Harm in close ends the worker and is logged; closed files retire it")
  func closing() throws {
    // Of its own: what other tests log says nothing here.
    let log = Mutex<[String]>([])
    let engine = try Self.engine { text in log.withLock { $0.append(text) } }
    for what in [1, 7, 9, 14] {
      let stream = try engine.openStream(request(4, what, what == 9 ? .timeout : .crashed))
      #expect(try stream.updated(time: Self.start, row: [4]) == [4])
      stream.close()
    }
    let said = log.withLock { $0 }
    #expect(said.contains { $0.contains("hostile") && $0.contains("SIGSEGV") })
    #expect(said.contains { $0.contains("exit code 0") })
    #expect(said.contains { $0.contains("did not stop by itself") })
    let again = try engine.openStream(request(-1, 0))
    #expect(try again.updated(time: Self.start, row: [4]) == [4])
  }

  @Test("A row written before or behind the series is refused or ends the worker")
  func overrun() throws {
    let engine = try Self.engine.get()
    let before = try engine.openStream(request(5, 0))
    let refused = try #require(failure { try before.updated(time: Self.start, row: [1]) })
    #expect(refused.status == .plugin && refused.message.contains("before the beginning"))
    let behind = try engine.openStream(request(6, 0))
    let crashed = try #require(failure { try behind.updated(time: Self.start, row: [1]) })
    #expect(crashed.status == .crashed && crashed.message.contains("at update+0x"), "\(crashed)")
  }
}

import Foundation
import RothostLock
import RothostSeries
import Testing

@testable import RothostHost

/// Every hostile plugin is survived and named, and the good one beside it answers to the bit what it
/// answered before.
@Suite("Hostile plugins", .serialized)
struct HostilePluginTests {
  /// What must become of each act of `evaluate.c`; one that is missing here fails the test below.
  static let outcomes: [(act: String, outcome: Outcome)] = [
    ("plain", .answers),
    ("null_write", .dies(["SIGSEGV (address 0x0)", "at null_write+0x", "hostile.so"])),
    ("wild_read", .dies(["SIGSEGV", "at wild_read+0x"])),
    ("divide_by_zero", .dies(["SIGFPE", "at divide_by_zero+0x"])),
    ("bus_error", .dies(["SIGBUS", "at bus_error+0x"])),
    ("abort_call", .dies(["SIGABRT", "called from abort_call+0x"])),
    ("illegal_instruction", .dies(["SIGILL", "at illegal_instruction+0x"])),
    ("stack_overflow", .dies(["SIGSEGV", "at deeper+0x"])),
    ("exit_zero", .dies(["exit code 0 instead of returning"])),
    ("exit_seven", .dies(["exit code 7"])),
    ("kill_itself", .dies(["SIGKILL", "256 MiB"])),
    ("jump_out", .anything),
    ("endless_loop", .fails(.timeout, ["did not stop by itself"])),
    ("deadlock", .fails(.timeout, ["did not stop by itself"])),
    ("long_sleep", .fails(.timeout, ["did not stop by itself"])),
    ("blocked_signals", .fails(.timeout, ["did not stop by itself"])),
    ("greedy", .dies(["SIGSEGV (address 0x0)", "greedy+0x"])),
    ("greedy_politely", .fails(.memory, ["allocation"])),
    ("alarm_clock", .dies(["SIGALRM"])),
    ("write_after_output", .dies(["SIGSEGV", "at write_after_output+0x"])),
    ("write_before_output", .fails(.plugin, ["before the beginning of output \"path\""])),
    ("write_frame", .dies(["SIGSEGV", "at write_frame+0x"])),
    ("write_series", .dies(["SIGSEGV", "at write_series+0x"])),
    ("unprotect_frame", .answers),
    ("keep_pointer", .answers),
    ("leaked_thread", .answers),
    ("busy_thread", .answers),
    ("sleeping_thread", .answers),
    ("crashing_thread", .anything),
    ("scribble_channel", .anything),
    ("scribble_forever", .anything),
    ("text_not_utf8", .fails(.output, ["UTF-8"])),
    ("endless_table", .fails(.memory, ["allocation"])),
    ("infinite_number", .fails(.output, ["infinite"])),
    ("wrong_indices", .fails(.output, ["4000000000"])),
    ("unknown_status", .fails(.plugin, ["unknown status -666"])),
    ("close_files", .answers),
    ("steal_socket", .answers),
    ("change_rounding", .answers),
    ("change_locale", .answers),
    ("ignore_signals", .dies(["SIGSEGV"])),
    ("loop_in_handler", .fails(.timeout, ["did not stop by itself"])),
    ("change_folder", .answers),
    ("change_environment", .answers),
    ("flood_log", .answers),
    ("flood_streams", .answers),
    ("print_forever", .fails(.timeout, ["did not stop by itself"])),
    ("odd_progress", .answers),
    ("long_words", .fails(.failed, ["xxxx"])),
  ]

  /// Acts that reach out of the process; each answers where it was stopped. They need seccomp.
  static let reaching = [
    "start_process", "start_program", "open_socket", "write_file", "kill_host", "trace_host",
    "remove_file", "shared_memory", "raise_limits",
    "hold_lock", "own_signals", "change_terminal", "grow_stack", "stop_follower",
  ]

  /// Acts after which the same worker's next call may do anything: threads, and stale pointers.
  static let lasting: Set<String> = [
    "jump_out", "keep_pointer", "leaked_thread", "busy_thread", "crashing_thread",
    "scribble_channel", "scribble_forever",
  ]

  static let engine = Result { try HostileLab.engine(HostileLab.acting) }

  /// What the good plugin answers in-process; the path of its file stands in it.
  private func goodAnswer(_ engine: Engine) throws -> String {
    var request = Request.of("spread")
    request.isolation = Request.Isolation.none
    return try engine.evaluate(request).json()
  }

  private func request(_ act: String, _ outcome: Outcome = .answers) throws -> Request {
    let number = try #require(HostileLab.acts.firstIndex(of: act), "no act \(act)")
    var request = Request.of("hostile", [], [("act", "\(number)")])
    // Short where it will pass, long where it must not, however busy the machine is.
    switch outcome {
    case .fails(.timeout, _), .anything: request.timeoutMilliseconds = 300
    default: request.timeoutMilliseconds = 20_000
    }
    return request
  }

  @Test("The tables name every act there is, and more than forty")
  func complete() {
    let named = Self.outcomes.map(\.act) + Self.reaching
    #expect(Set(named) == Set(HostileLab.acts) && named.count > 40)
  }

  @Test(
    "Harm in evaluate is survived and named; the next evaluations are unharmed", arguments: outcomes
  )
  func evaluating(act: String, outcome: Outcome) throws {
    // What may leave a thread behind that harms its plugin's next call gets workers of its own.
    let engine: Engine
    if Self.lasting.contains(act) {
      engine = try HostileLab.engine(HostileLab.acting)
    } else {
      engine = try Self.engine.get()
    }
    let good = try goodAnswer(engine)
    let first = Given(engine, try request(act, outcome))
    if let objection = first.objection(to: outcome) {
      Issue.record("\(act): \(objection)")
    }
    #expect(try engine.evaluate(.of("spread")).json() == good)
    // What the act left behind in its own worker harms nobody but its own plugin, and is told.
    let again = Given(engine, try request(act, outcome))
    // The leaked thread writes into its own answer while that is taken: it may come first or not.
    if case .answers = outcome, act != "leaked_thread" { #expect(again.answer == first.answer) }
    #expect(try engine.evaluate(.of("spread")).json() == good)
  }

  @Test("Reaching for processes, network, files and the host is stopped", arguments: reaching)
  func reachingOut(act: String) throws {
    let engine = try Self.engine.get()
    guard try engine.isolation(of: "hostile").walls.contains(where: { $0.hasPrefix("seccomp") })
    else {
      print("SKIPPED: libseccomp is not installed, \(act) did not run")
      return
    }
    if let objection = Given(engine, try request(act)).objection(to: .answers) {
      Issue.record("\(act): \(objection)")
    }
    #expect(!FileManager.default.fileExists(atPath: "/tmp/rothost-hostile"))
  }

  @Test("After all of it, a plugin that harmed itself answers again")
  func recovery() throws {
    let engine = try Self.engine.get()
    let expected = try #require(Given(engine, try request("plain")).answer)
    for act in ["null_write", "close_files", "scribble_channel", "endless_loop", "crashing_thread"]
    {
      _ = Given(engine, try request(act, .anything))
      usleep(20_000)
      // A worker ended by its own plugin's thread may cost one answer, not two.
      let answers = (0..<2).compactMap { _ in Given(engine, Request.of("hostile")).answer }
      #expect(answers.last == expected, "after \(act)")
    }
  }

  @Test("When a timeout or a cancel is told, the worker's process is gone")
  func reaped() throws {
    let folder = try Fixture.plugin("spread", id: "spread")
    let name = "reaped-\(UUID().uuidString).so"
    try HostileLab.compile(HostileLab.acting, to: "\(folder)/\(name)")
    let engine = try HostileLab.engine(folder)
    // So that the count below can be other than 0.
    #expect(Given(engine, try request("plain")).answer != nil)
    #expect(HostileLab.workers(of: name) == 1)
    for isCancelled in [false, true] {
      for act in ["endless_loop", "deadlock", "long_sleep", "blocked_signals"] {
        let asked = Mutex(0)
        let error = failure {
          try engine.evaluate(
            request(act, isCancelled ? .answers : .fails(.timeout, [])),
            monitor: Monitor { _ in
              asked.withLock { $0 += 1 }
              // Once the plugin is surely at it.
              return isCancelled && asked.withLock { $0 > 8 }
            })
        }
        #expect(error?.status == (isCancelled ? .cancelled : .timeout), "\(act): \(error)")
        #expect(HostileLab.workers(of: name) == 0)
      }
    }
  }

  @Test("A thread that computes on after its answer ends the worker, one that sleeps does not")
  func leftBusy() throws {
    let folder = try Fixture.plugin("spread", id: "spread")
    let name = "busy-\(UUID().uuidString).so"
    try HostileLab.compile(HostileLab.acting, to: "\(folder)/\(name)")
    let engine = try HostileLab.engine(folder)
    #expect(Given(engine, try request("sleeping_thread")).answer != nil)
    usleep(2_500_000)
    #expect(HostileLab.workers(of: name) == 1)
    #expect(Given(engine, try request("busy_thread")).answer != nil)
    // Two looks half a second apart, and as long as it takes for a thread to be given a core.
    var tries = 0
    while HostileLab.workers(of: name) > 0, tries < 600 {
      usleep(100_000)
      tries += 1
    }
    #expect(HostileLab.workers(of: name) == 0)
    #expect(Given(engine, try request("plain")).answer != nil)
  }

  @Test("A C++ exception ends the worker with SIGABRT and what the runtime printed")
  func exception() throws {
    let engine = try HostileLab.engine(["exception.cpp"])
    let given = Given(engine, .of("hostile"))
    let words = ["SIGABRT", "called from", "nobody catches this"]
    if let objection = given.objection(to: .dies(words)) { Issue.record("\(objection)") }
    #expect(try engine.evaluate(.of("spread")).json() == goodAnswer(engine))
  }
}

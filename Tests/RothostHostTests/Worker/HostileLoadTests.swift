import Foundation
import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostHost

@Suite("Plugins that do harm while they are loaded", .serialized)
struct HostileLoadTests {
  /// Macros of `load.c`, and the reason the list must give.
  static let refused: [(defines: [String], words: [String])] = [
    (["CONSTRUCTOR", "WHAT=crash"], ["SIGSEGV (address 0x0)", "at crash+0x", "hostile.so"]),
    (["CONSTRUCTOR", "WHAT=loop"], ["time limit"]),
    (["CONSTRUCTOR", "WHAT=leave"], [HostileLab.leaving(0)]),
    (["CONSTRUCTOR", "WHAT=fail"], ["SIGABRT"]),
    (["ENTRY", "WHAT=crash"], ["SIGSEGV (address 0x0)", "at crash+0x", "hostile.so"]),
    (["ENTRY", "WHAT=loop"], ["time limit"]),
    (["ENTRY", "WHAT=leave"], ["exit code 0"]),
    (["CONSTRUCTOR", "WHAT=divide"], ["SIGFPE (address 0x"]),
    (["CONSTRUCTOR", "WHAT=bus"], ["SIGBUS"]),
    (["CONSTRUCTOR", "WHAT=trap"], ["SIGILL"]),
    (["CONSTRUCTOR", "WHAT=overflow"], ["SIGSEGV"]),
    (["CONSTRUCTOR", "WHAT=leave_at_once"], [HostileLab.leaving(7)]),
    (["CONSTRUCTOR", "WHAT=lock"], ["time limit"]),
    (["CONSTRUCTOR", "WHAT=greed"], ["SIGSEGV (address 0x0)"]),
    (["CONSTRUCTOR", "WHAT=jump"], [HostileLab.jump]),
    (["CONSTRUCTOR", "WHAT=close_files"], []),
    (["ENTRY", "WHAT=divide"], ["SIGFPE (address 0x"]),
    (["ENTRY", "WHAT=bus"], ["SIGBUS"]),
    (["ENTRY", "WHAT=fail"], ["SIGABRT"]),
    (["ENTRY", "WHAT=trap"], ["SIGILL"]),
    (["ENTRY", "WHAT=overflow"], ["SIGSEGV"]),
    (["ENTRY", "WHAT=leave_at_once"], ["exit code 7"]),
    (["ENTRY", "WHAT=doze"], ["time limit"]),
    (["ENTRY", "WHAT=greed"], ["SIGSEGV (address 0x0)"]),
    (["ENTRY", "WHAT=jump"], [HostileLab.jump]),
    (["ENTRY", "WHAT=close_files"], ["rot_plugin_entry answered NULL"]),
    (["ENTRY"], ["rot_plugin_entry answered NULL"]),
    (["DESCRIPTOR=return (const rot_plugin *)(uintptr_t)0x7777777000u"], ["SIGSEGV"]),
    (["DESCRIPTOR=return (const rot_plugin *)16"], ["not a valid pointer"]),
    (["DESCRIPTOR=plugin.name = NULL"], ["name is NULL"]),
    (["DESCRIPTOR=plugin.indicator_count = 4294967295u"], ["4294967295 elements"]),
    (["DESCRIPTOR=plugin.indicator_count = 4000"], ["bad descriptor: indicators[1]"]),
    (
      ["DESCRIPTOR=plugin.indicators = (const void *)&plugin.indicators"],
      ["bad descriptor: indicator 0, "]
    ),
    (["DESCRIPTOR=changed.summary = endless_text()"], ["SIGSEGV"]),
    (["DESCRIPTOR=changed.id = (const char *)&changed"], ["bad descriptor"]),
    (["DESCRIPTOR=changed.inputs = twice, changed.input_count = 2"], ["\"series\" is there twice"]),
    (
      ["DESCRIPTOR=changed.outputs = (const void *)changed.inputs"],
      ["bad descriptor: indicator hostile, output 0, "]
    ),
    (["DESCRIPTOR=changed.struct_size = 4294967295u"], []),
    (["DESCRIPTOR=changed.evaluate = NULL"], ["evaluate is NULL"]),
  ]

  @Test("A file that harms its reader is refused by name, and hides no other", arguments: refused)
  func refusal(defines: [String], words: [String]) throws {
    let limits = HostileLab.limits(loadMilliseconds: words == ["time limit"] ? 3000 : 20_000)
    let engine = try HostileLab.engine(["load.c"], defines, limits)
    let records = engine.listPlugins()
    let record = try #require(records.first { $0.path.hasSuffix("hostile.so") })
    if words.isEmpty {
      #expect(record.status == .loaded)
    } else {
      let reason = record.status.reason ?? "loaded"
      #expect(words.allSatisfy(reason.contains), "\(defines): \(reason)")
    }
    #expect(try engine.evaluate(.of("spread")).scalar("last") != nil)
    let error = failure { try engine.evaluate(.of("hostile")) }
    #expect(words.isEmpty || (error?.plugin == "hostile" && error?.phase == "load"))
  }

  @Test("A file that declares something else in this process is told so, and not that it changed")
  func twoFaced() throws {
    let engine = try HostileLab.engine(
      ["load.c"], ["DESCRIPTOR=changed.summary = getenv(\"PATH\") ? \"Here.\" : \"There.\""])
    var request = Request.of("hostile")
    #expect(try engine.evaluate(request).scalar("number") == .real(1))
    request.isolation = Request.Isolation.none
    let error = try #require(failure { try engine.evaluate(request) })
    #expect(error.status == .plugin && error.phase == "load")
    #expect(error.message.contains("declares something else in this process"), "\(error)")
  }

  @Test("A Swift trap is named with its place, in the entry function and in evaluate")
  func trap() throws {
    let engine = try HostileLab.engine(["trap.swift"], ["ENTRY"])
    let record = try #require(engine.listPlugins().first { $0.path.hasSuffix("hostile.so") })
    let reason = record.status.reason ?? "loaded"
    #expect(reason.contains("SIGILL") || reason.contains("SIGTRAP"), "\(reason)")
    #expect(reason.contains("hostile4trap") || reason.contains("swift_trap"), "\(reason)")

    let folder = try Fixture.plugin("spread", id: "spread")
    let object = "\(folder)/load.o"
    try HostileLab.compile(["load.c"], to: object, ["EVALUATING", "WHAT=swift_trap"])
    try HostileLab.compile(["trap.swift"], to: "\(folder)/hostile.so", objects: [object])
    let evaluating = try HostileLab.engine(folder)
    let error = try #require(failure { try evaluating.evaluate(.of("hostile")) })
    #expect(error.status == .crashed && error.phase == "evaluate", "\(error)")
    let words = error.message
    #expect(words.contains("SIGILL") || words.contains("SIGTRAP"), "\(words)")
    #expect(words.contains("version 6.6.6") && words.contains("trap"), "\(words)")
  }

  @Test(
    "A C++ exception in a constructor or in the entry function is named",
    arguments: [
      "CONSTRUCTOR", "ENTRY",
    ])
  func exception(place: String) throws {
    let engine = try HostileLab.engine(["exception.cpp"], [place])
    let record = try #require(engine.listPlugins().first { $0.path.hasSuffix("hostile.so") })
    let reason = record.status.reason ?? "loaded"
    #expect(reason.contains("SIGABRT") && reason.contains("nobody catches this"), "\(reason)")
    #expect(try engine.evaluate(.of("spread")).scalar("last") != nil)
  }

  @Test("A look-back that crashes, loops or lies is named with its phase")
  func lookingBack() throws {
    for (what, rows, status, words) in [
      ("crash", "0", Status.crashed, "SIGSEGV"), ("loop", "0", .timeout, "time limit"),
      ("harmless", "-5", .plugin, "-5 rows"), ("leave", "0", .crashed, "exit code 0"),
    ] {
      let engine = try HostileLab.engine(
        ["load.c"], ["LOOKING_BACK", "WHAT=\(what)", "ROWS=\(rows)"])
      let error = try #require(failure { try engine.evaluate(.of("hostile")) })
      #expect(error.status == status && error.message.contains(words), "\(error)")
      #expect(error.plugin == "hostile" && error.phase == "prepare")
    }
  }

  @Test(
    "A destructor never runs, and a thread of the constructor that crashes harms one answer at most"
  )
  func leftovers() throws {
    let destructor = try HostileLab.engine(["load.c"], ["DESTRUCTOR", "WHAT=fail"])
    #expect(try destructor.evaluate(.of("hostile")).scalar("number") == .real(1))
    let thread = try HostileLab.engine(["load.c"], ["CONSTRUCTOR", "WHAT=thread"])
    _ = Given(thread, .of("hostile"))
    usleep(20_000)
    #expect(try thread.evaluate(.of("spread")).scalar("last") != nil)
    #expect(thread.listPlugins().count == 2)
  }

  @Test("Sixty mutilated shared objects are refused or read, never fatal")
  func mutilated() throws {
    let folder = try Fixture.plugin("spread", id: "spread")
    let sound = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/spread.so")))
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    for number in 0..<60 {
      var bytes = sound
      if number % 3 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count / 2))) }
      for _ in 0..<(1 + number % 8) {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      let path = "\(folder)/mutilated\(number).so"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      chmod(path, 0o755)
    }
    let engine = try Engine.testing(option: [folder]) { options in
      options.isolatesStrangers = true
      options.workerLimits = HostileLab.limits()
    }
    let records = engine.listPlugins()
    #expect(records.count == 61)
    #expect(records.allSatisfy { $0.status.reason != "" })
  }
}

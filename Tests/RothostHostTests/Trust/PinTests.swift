import Foundation
import RothostLock
import RothostSeries
import struct Synchronization.Atomic
import Testing

@testable import RothostHost

@Suite("Pinned plugins")
struct PinTests {
  /// A folder with `tagged.so`, and engines that isolate strangers and share one `plugins.lock`.
  private struct Lab {
    let folder: String
    let lock: String

    init(_ tag: Int = 1) throws {
      folder = try TaggedPlugin.folder(tag)
      lock = try Fixture.folder() + "/rothost/plugins.lock"
    }

    var file: String { "\(folder)/tagged.so" }

    func engine(_ places: [String]? = nil, isolates: Bool = true) throws -> Engine {
      try Engine.testing(option: places ?? [folder]) { options in
        options.isolatesStrangers = isolates
        options.lockFile = .at(lock)
      }
    }
  }

  private func runsHere(_ engine: Engine) throws -> Bool {
    try !engine.isolates(engine.catalogue.indicator("tagged"), .standard)
  }

  @Test("A pinned file runs in this process, and says since when; unpinned it is a stranger again")
  func pinned() throws {
    let lab = try Lab()
    let engine = try lab.engine()
    #expect(try !runsHere(engine))
    let outcome = try engine.pin(lab.file, origin: "https://example.org/tagged")
    #expect(outcome.status == "pinned" && outcome.pin.ids == ["tagged"])
    #expect(outcome.pin.version == "1.0.0" && outcome.pin.origin == "https://example.org/tagged")
    #expect(outcome.pin.file.sha256 == FileSystem.sha256(lab.file))
    // The same engine sees it at its next question, and another one too.
    for engine in [engine, try lab.engine()] {
      #expect(try runsHere(engine) && TaggedPlugin.answer(engine) == 1)
      #expect(try engine.isolation(of: "tagged").reason.contains("pinned since"))
      #expect(engine.record(of: "tagged")?.pin == outcome.pin)
    }
    #expect(try engine.unpin("tagged") == outcome.pin)
    #expect(try !runsHere(engine) && engine.listPins().isEmpty)
    #expect(failure { try engine.unpin("tagged") }?.status == .notFound)
  }

  @Test("Pinning the same again changes nothing, not even the date")
  func again() throws {
    let lab = try Lab()
    let engine = try lab.engine()
    let first = try engine.pin("tagged")
    let before = FileSystem.status(lab.lock)
    let second = try engine.pin(lab.file)
    #expect(second.pin == first.pin && second.changes.isEmpty && second.status == "unchanged")
    #expect(FileSystem.status(lab.lock) == before)
    let third = try engine.pin(lab.file, origin: "elsewhere")
    #expect(third.changes == ["origin file → elsewhere"])
    // A new pin without words keeps those of the old one.
    try TaggedPlugin.put(2, at: lab.file)
    #expect(try engine.pin(lab.file).pin.origin == "elsewhere")
  }

  @Test("A changed file is refused everywhere with what changed, until it is pinned again")
  func changed() throws {
    let lab = try Lab()
    let engine = try lab.engine()
    _ = try engine.pin("tagged")
    #expect(try TaggedPlugin.answer(engine) == 1)
    try TaggedPlugin.put(2, at: lab.file, version: "2.0.0")
    for engine in [engine, try lab.engine(), try lab.engine(isolates: false)] {
      for isolation in [Request.Isolation.standard, .none, .process] {
        let error = try #require(failure { try TaggedPlugin.answer(engine, isolation) })
        #expect(error.status == .refused && error.message.contains("changed after it was pinned"))
        #expect(error.message.contains("sha256") && error.message.contains("rothost plugin pin"))
      }
      let record = try #require(engine.listPlugins().first)
      #expect(record.pin?.version == "1.0.0" && record.status.name == "refused")
    }
    let outcome = try engine.pin("tagged")
    #expect(outcome.status == "pinned again")
    #expect(outcome.changes.contains("version 1.0.0 → 2.0.0"), "\(outcome.changes)")
    #expect(try TaggedPlugin.answer(engine) == 2 && runsHere(engine))
    // What a descriptor known by its content says is told too; known is what lies at some path now.
    let other = try TaggedPlugin.folder(1) + "/tagged.so"
    _ = try engine.pin(other)
    _ = try engine.unpin(other)
    try TaggedPlugin.put(1, at: lab.file)
    let words = try #require(failure { try TaggedPlugin.answer(engine) }).message
    #expect(words.contains("version 2.0.0 → 1.0.0"), "\(words)")
  }

  @Test("A changed file whose size and time were put back is refused all the same")
  func forged() throws {
    let lab = try Lab()
    let engine = try lab.engine()
    _ = try engine.pin("tagged")
    #expect(try TaggedPlugin.answer(engine) == 1)
    var times = [timespec(), timespec()]
    let before = try #require(FileSystem.status(lab.file))
    for index in 0..<2 {
      times[index].tv_sec = Int(before.modified / 1_000_000_000)
      times[index].tv_nsec = Int(before.modified % 1_000_000_000)
    }
    try TaggedPlugin.compile(2, to: "\(lab.folder)/other")
    let bytes = try #require(FileSystem.contents("\(lab.folder)/other", limit: .max))
    #expect(bytes.count == before.size)
    let file = open(lab.file, O_WRONLY)
    #expect(write(file, bytes, bytes.count) == bytes.count)
    close(file)
    utimensat(AT_FDCWD, lab.file, times, 0)
    #expect(FileSystem.status(lab.file)?.modified == before.modified)
    let error = try #require(failure { try TaggedPlugin.answer(engine) })
    #expect(error.status == .refused && error.message.contains("set back"), "\(error)")
  }

  @Test(
    "A moved file keeps the user's word; one that is gone is named; another of its id is refused")
  func moved() throws {
    let lab = try Lab()
    let engine = try lab.engine()
    _ = try engine.pin("tagged")
    rename(lab.file, "\(lab.folder)/moved.so")
    #expect(try runsHere(engine) && TaggedPlugin.answer(engine) == 1)
    #expect(try engine.isolation(of: "tagged").reason.contains(lab.file))
    #expect(try engine.missingPins().map(\.path) == [lab.file])
    try TaggedPlugin.put(2, at: "\(lab.folder)/moved.so")
    let error = try #require(failure { try TaggedPlugin.answer(engine) })
    #expect(failure { try engine.describe("tagged") } != nil)
    let record = try #require(engine.listPlugins().first)
    #expect(record.status.reason?.contains("tagged is pinned to \(lab.file)") == true, "\(error)")
    #expect(try engine.unpin(lab.file).path == lab.file)
    #expect(try TaggedPlugin.answer(engine) == 2 && !runsHere(engine))
  }

  @Test("A link that is turned to another file brings no other code under the pinned id")
  func turnedLink() throws {
    let lab = try Lab()
    let other = try TaggedPlugin.folder(2)
    let links = try Fixture.folder()
    symlink(lab.file, "\(links)/tagged.so")
    let engine = try lab.engine([links])
    _ = try engine.pin("\(links)/tagged.so")
    #expect(try TaggedPlugin.answer(engine) == 1 && runsHere(engine))
    unlink("\(links)/tagged.so")
    symlink("\(other)/tagged.so", "\(links)/tagged.so")
    let error = try #require(failure { try TaggedPlugin.answer(engine) })
    #expect(error.status == .refused)
    #expect(
      error.message.contains("tagged is pinned to \(lab.file), and this is another"), "\(error)")
  }

  @Test("A stranger that offers a pinned id neither answers nor keeps the pinned one from it")
  func pretender() throws {
    let lab = try Lab()
    let engine = try lab.engine()
    _ = try engine.pin("tagged")
    try TaggedPlugin.put(2, at: "\(lab.folder)/aaa.so")
    #expect(try TaggedPlugin.answer(engine) == 1)
    #expect(engine.listPlugins().map(\.status.name) == ["refused", "loaded"])
  }

  @Test("Strangers are refused where plugins.lock says so; bundled and pinned ones are not")
  func strangersRefused() throws {
    let lab = try Lab()
    let bundled = try Fixture.plugin("spread", id: "libspread")
    let engine = try Engine.testing(bundled: [bundled], option: [lab.folder]) { options in
      options.lockFile = .at(lab.lock)
    }
    #expect(try TaggedPlugin.answer(engine) == 1)
    try engine.setRefusesStrangers(true)
    let error = try #require(failure { try TaggedPlugin.answer(engine) })
    #expect(error.status == .refused && error.message.contains("nobody vouched"), "\(error)")
    #expect(try engine.describe("spread").version == "1.2.3")
    _ = try engine.pin(lab.file)
    #expect(try TaggedPlugin.answer(engine) == 1)
    try engine.setRefusesStrangers(false)
    #expect(try engine.listPins().count == 1)
  }

  @Test("What is pinned must be a plugin of the user's: bundled, foreign and broken files are not")
  func unpinnable() throws {
    let lab = try Lab()
    let bundled = try Fixture.plugin("spread", id: "libspread")
    let engine = try Engine.testing(bundled: [bundled], option: [lab.folder]) { options in
      options.lockFile = .at(lab.lock)
    }
    func words(_ target: String) throws -> String {
      try #require(failure { try engine.pin(target) }).description
    }
    #expect(try words("spread").contains("is bundled"))
    #expect(try words("\(bundled)/libspread.so").contains("is bundled"))
    #expect(try words("tagget").contains("did you mean tagged?"))
    #expect(try words("\(lab.folder)/none.so").contains("there is no file"))
    try Data("text".utf8).write(to: URL(fileURLWithPath: "\(lab.folder)/text.so"))
    #expect(try words("\(lab.folder)/text.so").contains("not an ELF shared object"))
    try Fixture.compile(
      "tagged", to: "\(lab.folder)/relative.so", defines: ["TAG=1"], extra: ["-Wl,-rpath,libs"])
    #expect(try words("\(lab.folder)/relative.so").contains("working folder"))
    chmod(lab.file, 0o777)
    #expect(try words(lab.file).contains("chmod go-w"))
    let nowhere = try Engine.testing(option: [lab.folder])
    chmod(lab.file, 0o755)
    #expect(failure { try nowhere.pin(lab.file) }?.message.contains("XDG_DATA_HOME") == true)
  }

  @Test("A library that a pinned plugin brings along is pinned with it")
  func companions() throws {
    let lab = try Lab()
    try TaggedPlugin.putWithLibrary(1, in: lab.folder)
    let engine = try lab.engine([lab.file])
    let outcome = try engine.pin(lab.file)
    #expect(outcome.pin.needed.map(\.path) == ["\(lab.folder)/libtag.so"])
    #expect(try TaggedPlugin.answer(engine, .process) == 1 && runsHere(engine))
    try TaggedPlugin.putLibrary(2, in: lab.folder)
    let error = try #require(failure { try TaggedPlugin.answer(engine) })
    #expect(error.status == .refused && error.message.contains("libtag.so: sha256"), "\(error)")
    #expect(try engine.pin(lab.file).changes.contains { $0.hasPrefix("libraries libtag.so") })
    unlink("\(lab.folder)/libtag.so")
    let gone = try #require(failure { try TaggedPlugin.answer(engine) })
    #expect(gone.status == .refused)
    #expect(gone.message.contains("it no longer brings libtag.so along"), "\(gone)")
  }

  @Test("A manifest is pinned with the library it names; a change of either is refused")
  func manifests() throws {
    let lab = try Lab()
    let manifest = "\(lab.folder)/foreign.toml"
    let library = "\(lab.folder)/libforeign.so"
    func write(_ summary: String) throws {
      let text =
        "library = \"libforeign.so\"\n"
        + ForeignDiscoveryTests.spread.replacing("The difference.", with: summary)
      try text.write(toFile: manifest, atomically: true, encoding: .utf8)
      chmod(manifest, 0o644)
    }
    try Fixture.compile("foreign", to: library)
    try write("One.")
    let engine = try lab.engine([manifest])
    let outcome = try engine.pin("foreign_spread")
    #expect(outcome.pin.needed.map(\.path) == [library])
    #expect(try engine.describe("foreign_spread").summary == "One.")
    try write("Two.")
    #expect(failure { try engine.describe("foreign_spread") }?.message.contains("changed") == true)
    _ = try engine.pin(manifest)
    #expect(try engine.describe("foreign_spread").summary == "Two.")
    try Fixture.compile("foreign", to: library, extra: ["-Wl,--build-id=0x0102"])
    let error = try #require(failure { try engine.describe("foreign_spread") })
    #expect(error.status == .refused && error.message.contains("libforeign.so: sha256"), "\(error)")
  }

  @Test("A pinned file that is swapped 1,000 times answers as it was pinned, or not at all")
  func race() throws {
    for isInPlace in [false, true] {
      let lab = try Lab()
      let engine = try lab.engine()
      let good = try #require(FileSystem.contents(lab.file, limit: .max))
      _ = try engine.pin("tagged")
      try TaggedPlugin.compile(2, to: "\(lab.folder)/bad")
      let bad = try #require(FileSystem.contents("\(lab.folder)/bad", limit: .max))
      let isOver = Atomic<Bool>(false)
      let hasEnded = Atomic<Bool>(false)
      Thread.detachNewThread {
        var turn = 0
        while !isOver.load(ordering: .relaxed) {
          turn += 1
          let bytes = turn % 2 == 0 ? good : bad
          let path = isInPlace ? lab.file : "\(lab.folder)/next"
          let file = open(path, O_WRONLY | O_CREAT, 0o755)
          _ = Glibc.write(file, bytes, bytes.count)
          close(file)
          if !isInPlace { rename("\(lab.folder)/next", lab.file) }
        }
        hasEnded.store(true, ordering: .releasing)
      }
      var answers = 0
      for _ in 0..<1000 {
        do {
          #expect(try TaggedPlugin.answer(engine) == 1)
          answers += 1
        } catch {
          let words = "\(error)"
          #expect(
            words.contains("changed") || words.contains("written") || words.contains("gone"),
            "\(words)")
        }
      }
      isOver.store(true, ordering: .relaxed)
      while !hasEnded.load(ordering: .acquiring) { usleep(100) }
      print("\(answers) of 1,000 answered, in place: \(isInPlace)")
      #expect(answers < 1000, "no race was run")
      // A name always leads to one of two whole files, half of the time to the pinned one.
      #expect(isInPlace || answers > 0, "the pinned file never answered")
    }
  }
}

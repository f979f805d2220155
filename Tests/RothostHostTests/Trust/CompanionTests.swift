import Foundation
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Libraries that plugins bring along")
struct CompanionTests {
  private func reason(_ folder: String) throws -> String? {
    let engine = try Engine.testing(option: ["\(folder)/tagged.so"])
    return try #require(engine.listPlugins().first).status.reason
  }

  @Test("A library found by $ORIGIN is part of the plugin: replaced, it answers in the next call")
  func replaced() throws {
    let folder = try Fixture.folder()
    try TaggedPlugin.putWithLibrary(1, in: folder)
    let engine = try Engine.testing(option: ["\(folder)/tagged.so"]) {
      $0.isolatesStrangers = true
    }
    #expect(try TaggedPlugin.answer(engine) == 1)
    try TaggedPlugin.putLibrary(2, in: folder)
    #expect(try TaggedPlugin.answer(engine) == 2)
  }

  @Test("In one process there is one library of a name; another is refused, not taken for it")
  func oneOfAName() throws {
    let first = try Fixture.folder()
    let second = try Fixture.folder()
    for (folder, tag) in [(first, 11), (second, 12)] {
      try Fixture.compile(
        "tagged", to: "\(folder)/libone.so", defines: ["LIBRARY", "TAG=\(tag)"],
        extra: ["-Wl,-soname,libone.so"])
      try Fixture.compile(
        "tagged", to: "\(folder)/tagged.so", defines: ["NEEDS_LIBRARY"],
        extra: ["-L\(folder)", "-lone", "-Wl,-rpath,$ORIGIN"])
    }
    let one = try Engine.testing(option: ["\(first)/tagged.so"])
    #expect(try TaggedPlugin.answer(one) == 11)
    let other = try Engine.testing(option: ["\(second)/tagged.so"])
    let error = try #require(failure { try TaggedPlugin.answer(other) })
    #expect(error.message.contains("another libone.so is open"), "\(error)")
    #expect(try TaggedPlugin.answer(other, .process) == 12)
  }

  @Test("A bundled plugin with a library beside it runs in a worker, too")
  func bundled() throws {
    let folder = try Fixture.folder()
    try TaggedPlugin.putWithLibrary(21, in: folder)
    // Another file of the folder is a candidate as well.
    let engine = try Engine.testing(bundled: [folder])
    #expect(try TaggedPlugin.answer(engine, .process) == 21)
  }

  @Test("A library that the loader refused does not stand in the way of its mended self")
  func mended() throws {
    let path = "\(try Fixture.folder())/libmended.so"
    func build(_ tag: String) throws -> SealedFile {
      try Fixture.compile(
        "tagged", to: path, defines: ["LIBRARY", "TAG=\(tag)"],
        extra: ["-Wl,-soname,libmended.so", "-Wno-implicit-function-declaration"])
      return try SealedFile(FileCopy(path))
    }
    let broken = try build("missing_function()")
    let error = try #require(failure { try OpenedLibraries.need(broken) })
    #expect(error.message.contains("missing_function"), "\(error)")
    try OpenedLibraries.need(try build("1"))
    let other = try #require(failure { try OpenedLibraries.need(build("2")) })
    #expect(other.message.contains("another libmended.so is open"), "\(other)")
  }

  @Test("A library that others may write is refused like the plugin")
  func writable() throws {
    let folder = try Fixture.folder()
    try TaggedPlugin.putWithLibrary(1, in: folder)
    chmod("\(folder)/libtag.so", 0o666)
    let reason = try #require(try reason(folder))
    #expect(reason.contains("libtag.so") && reason.contains("written by others"), "\(reason)")
  }

  @Test("A library without a SONAME could not be told apart, and the error says how to link it")
  func nameless() throws {
    let folder = try Fixture.folder()
    try TaggedPlugin.putWithLibrary(1, in: folder)
    try TaggedPlugin.putLibrary(1, in: folder, soname: nil)
    let reason = try #require(try reason(folder))
    #expect(reason.contains("-Wl,-soname,libtag.so"), "\(reason)")
  }

  @Test("The first folder of a RUNPATH that has the library wins, as for the loader")
  func order() throws {
    let folder = try Fixture.folder()
    let system = try Fixture.folder()
    try TaggedPlugin.putWithLibrary(1, in: folder)
    try TaggedPlugin.putLibrary(2, in: system)
    try Fixture.compile(
      "tagged", to: "\(folder)/tagged.so", defines: ["NEEDS_LIBRARY"],
      extra: ["-L\(folder)", "-ltag", "-Wl,-rpath,\(system):$ORIGIN"])
    #expect(try PluginSource("\(folder)/tagged.so").needed.isEmpty)
    let engine = try Engine.testing(option: ["\(folder)/tagged.so"])
    #expect(try TaggedPlugin.answer(engine, .process) == 2)
  }
}

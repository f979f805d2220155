import Foundation
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Who answers to an id")
struct ShadowingTests {
  @Test("A bundled id is not shadowed by a stranger, which is listed as shadowed")
  func bundled() throws {
    let bundled = try Fixture.plugin("spread", id: "libspread")
    let intruder = try Fixture.plugin("spread", id: "spread")
    let engine = try Engine.testing(bundled: [bundled], option: [intruder])
    #expect(engine.record(of: "spread")?.path == "\(bundled)/libspread.so")
    let records = engine.listPlugins()
    #expect(records.map(\.status.name) == ["loaded", "shadowed"])
    #expect(records[1].status.reason?.contains("\(bundled)/libspread.so") == true)
    #expect(try engine.catalogue.indicator("spread").plugin.path == "\(bundled)/libspread.so")
  }

  @Test("A pinned file answers to a bundled id, until it is unpinned; changed, it is refused")
  func pinned() throws {
    let bundled = try Fixture.plugin("spread", id: "libspread")
    let folder = try Fixture.plugin("spread", id: "spread")
    let mine = "\(folder)/spread.so"
    let lock = "\(try Fixture.folder())/plugins.lock"
    let engine = try Engine.testing(bundled: [bundled], option: [folder]) {
      $0.lockFile = .at(lock)
    }
    func owner() throws(RothostError) -> String {
      try engine.catalogue.indicator("spread").plugin.path
    }
    #expect(try owner() == "\(bundled)/libspread.so")
    _ = try engine.pin(mine)
    #expect(try owner() == mine)
    let records = engine.listPlugins()
    #expect(records.map(\.status.name) == ["shadowed", "loaded"])
    #expect(records[0].status.reason?.contains("plugin unpin \(mine)") == true)
    let handle = try #require(FileHandle(forWritingAtPath: mine))
    try handle.seekToEnd()
    try handle.write(contentsOf: [0])
    try handle.close()
    do {
      _ = try owner()
      Issue.record("another file answered for a pinned one that changed")
    } catch {
      #expect(error.status == .refused && error.message.contains(mine), "\(error)")
    }
    _ = try engine.unpin(mine)
    #expect(try owner() == "\(bundled)/libspread.so")
  }

  @Test("Of two pinned files with a bundled id neither is picked")
  func pinnedTwice() throws {
    let bundled = try Fixture.plugin("spread", id: "libspread")
    let folders = try ["ONE", "TWO"].map {
      try Fixture.plugin("spread", id: "spread", defines: [$0])
    }
    let lock = "\(try Fixture.folder())/plugins.lock"
    let engine = try Engine.testing(bundled: [bundled], option: folders) { $0.lockFile = .at(lock) }
    for folder in folders { _ = try engine.pin("\(folder)/spread.so") }
    #expect(engine.listPlugins().map(\.status.name) == ["shadowed", "ambiguous", "ambiguous"])
    #expect(throws: RothostError.self) { try engine.catalogue.indicator("spread") }
  }

  @Test("Two third-party files with one id are both listed and neither is picked")
  func ambiguous() throws {
    let first = try Fixture.plugin("spread", id: "one")
    let second = try Fixture.plugin("spread", id: "two")
    let engine = try Engine.testing(option: [first], working: [second])
    #expect(engine.listPlugins().map(\.status.name) == ["ambiguous", "ambiguous"])
    do {
      _ = try engine.describe("spread")
      Issue.record("one of two was picked silently")
    } catch {
      #expect(error.status == .refused)
      #expect(error.message.contains("one.so") && error.message.contains("two.so"))
    }
  }

  @Test("One file reached by two ways is one plugin")
  func twice() throws {
    let folder = try Fixture.plugin("spread", id: "spread")
    let link = try Fixture.folder() + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder)
    let engine = try Engine.testing(option: [folder, link, "\(folder)/spread.so"])
    #expect(engine.listPlugins().map(\.status) == [.loaded])
  }

  @Test("A bundled indicator in the file of its name is found without opening any other file")
  func lazily() throws {
    let bundled = try Fixture.plugin("spread", id: "libspread")
    let witness = try Fixture.folder() + "/loaded"
    try Fixture.compile(
      "witness", to: "\(bundled)/aaa.so", defines: ["WITNESS=\"\(witness)\""])
    let engine = try Engine.testing(bundled: [bundled])
    _ = try engine.describe("spread")
    #expect(!FileManager.default.fileExists(atPath: witness))
    _ = engine.listPlugins()
    #expect(FileManager.default.fileExists(atPath: witness))
  }

  @Test("A library in a build folder that is no plugin is passed over without being loaded")
  func mixedFolder() throws {
    let folder = try Fixture.plugin("spread", id: "libspread")
    try Fixture.compile(
      "spread", to: "\(folder)/libother.so", defines: ["rot_plugin_entry=other_entry"])
    let path = SearchPath(places: [.init(path: folder, origin: .bundled, isMixed: true)])
    #expect(path.files().map(\.path) == ["\(folder)/libspread.so"])
  }

  @Test("An unknown id names the nearest ones; a refused namesake gives its reason")
  func unknown() throws {
    let folder = try Fixture.plugin("spread", id: "spread")
    try Data("text".utf8).write(to: URL(fileURLWithPath: "\(folder)/my_idea.so"))
    let engine = try Engine.testing(option: [folder])
    do { _ = try engine.describe("spraed") } catch {
      #expect(error.status == .notFound && error.message.contains("did you mean spread?"))
    }
    do { _ = try engine.describe("my_idea") } catch {
      #expect(error.message.contains("my_idea.so was refused: it is not an ELF"))
    }
    #expect(throws: RothostError.self) { try engine.describe("../spread") }
  }

  @Test("The search path is bundled, --plugins, the environment's, plugins/, the user's")
  func order() {
    setenv("ROTHOST_PLUGIN_PATH", "/a:/b", 1)
    setenv("XDG_DATA_HOME", "/data", 1)
    defer {
      unsetenv("ROTHOST_PLUGIN_PATH")
      unsetenv("XDG_DATA_HOME")
    }
    let places = SearchPath(pluginPaths: ["/mine"]).places.filter { $0.origin != .bundled }
    #expect(places.map(\.path) == ["/mine", "/a", "/b", "plugins", "/data/rothost/plugins"])
    #expect(places.map(\.isNamed) == [true, true, true, false, false])
  }

  @Test("The digest of a plugin is SHA-256 of its file")
  func digest() throws {
    let folder = try Fixture.folder()
    for (text, digest) in [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ] {
      let path = "\(folder)/file"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      // Vectors of FIPS 180-4 as NIST publishes them.
      #expect(FileSystem.sha256(path) == digest)
    }
  }
}

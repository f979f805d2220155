import Foundation
import RothostSeries
import Synchronization
import Testing

@testable import RothostHost

@Suite("plugins.lock")
struct PluginLockTests {
  private static let digest = String(repeating: "0123456789abcdef", count: 4)

  private static func pin(_ path: String, libraries: Int = 0) -> Pin {
    let file = Pin.File(path: path, sha256: digest, size: 7, modified: 1_700_000_000_000_000_000)
    return Pin(
      file: file, needed: (0..<libraries).map { _ in file }, origin: "a \"b\" \\ \u{1}\n é",
      name: "n", version: "1", ids: ["a", "b"], date: 1_764_000_000_000_000_000)
  }

  @Test("What is written reads back the same, whatever is in paths and origins")
  func roundTrip() throws {
    var lock = PluginLock(strangers: .refuse)
    lock.pins = [
      Self.pin("/a"), Self.pin("/b \"quoted\" \\ ü\t\n/x.so", libraries: 2), Self.pin("/c'd#=[]"),
    ]
    #expect(try PluginLock(Array(lock.text.utf8), file: "l") == lock)
    #expect(try PluginLock(Array(PluginLock().text.utf8), file: "l") == PluginLock())
  }

  @Test("Who waits for the file in vain is told who holds it")
  func held() throws {
    let path = "\(try Fixture.folder())/plugins.lock.guard"
    let holder = try FileGuard(path)
    let error = try #require(failure { try FileGuard(path, milliseconds: 50) })
    #expect(error.status == .inputOutput)
    #expect(error.message.contains("process \(getpid()) has held it"), "\(error)")
    withExtendedLifetime(holder) {}
  }

  private static let entry = """
    [[plugin]]
    path = "/a.so"
    sha256 = "\(digest)"
    size = 7
    modified = 2026-01-02T03:04:05Z
    origin = "o"
    name = "n"
    version = "1"
    ids = ["a"]
    pinned = 2026-01-02T03:04:05Z

    """

  private static func changed(_ line: String, _ other: String) -> String {
    "version = 1\n" + entry.replacing(line, with: other)
  }

  /// Broken texts, each with words of its error.
  private static let brokenTexts: [(String, String)] = {
    var table: [(String, String)] = []
    table.append(("", "`version` is missing"))
    table.append(("version = 2\n", "reads version 1 alone"))
    table.append(("version = \"1\"\n", "whole number"))
    table.append(("version = 1\nstranger = 1\n", "no such key"))
    table.append(("version = 1\nstrangers = \"maybe\"\n", "must be \"worker\" or \"refuse\""))
    table.append(("version = 1\nstrangers = 3\n", "text in quotes"))
    table.append(("version = 1\nplugin = 3\n", "a list"))
    table.append(("version = 1\nplugin = [3]\n", "a table"))
    table.append(("version = 1\n[[plugin]]\n", "`path` is missing"))
    table.append(("version = 1\n" + entry + entry, "pinned twice"))
    table.append((changed("path = \"/a.so\"", "path = \"a.so\""), "absolute path"))
    table.append((changed("path = \"/a.so\"", "path = 1"), "text in quotes"))
    table.append((changed("sha256 = \"0", "sha256 = \"g"), "64 digits"))
    table.append((changed("sha256 = \"0", "sha256 = \""), "64 digits"))
    table.append((changed("sha256 = \"0123456789a", "sha256 = \"0123456789A"), "64 digits"))
    table.append((changed("size = 7", "size = -1"), "between 0"))
    table.append((changed("size = 7\n", ""), "`size`"))
    table.append((changed("pinned = 2026-01-02T03:04:05Z", "pinned = 2026-01-02"), "date and time"))
    table.append((changed("pinned = 2026-01-02T", "pinned = 2026-02-30T"), "lock:"))
    table.append((changed("ids = [\"a\"]", "ids = []"), "is empty"))
    table.append((changed("ids = [\"a\"]", "ids = [1]"), "text in quotes"))
    table.append((changed("name = \"n\"", "nmae = \"n\""), "no such key"))
    table.append((changed("origin = \"o\"\n", ""), "`origin` is missing"))
    table.append(
      ("version = 1\n" + entry + "[[plugin.needs]]\npath = \"/l.so\"\n", "`sha256` is missing"))
    table.append(("version = 1\n" + entry + "[[plugin.needs]]\nx = 1\n", "no such key"))
    table.append(("version = 1\n[[plugin", "lock:2"))
    table.append(("\u{0}\u{1}", "lock:1"))
    table.append(("version = 1\n" + String(entry.dropLast(40)), "lock:"))
    return table
  }()

  @Test(
    "A broken file is an error that names file, line and remedy, and lets no third-party plugin pass",
    arguments: brokenTexts)
  func broken(_ text: String, _ words: String) throws {
    let folder = try TaggedPlugin.folder(1)
    let bundled = try Fixture.plugin("spread", id: "libspread")
    let path = try Fixture.folder() + "/plugins.lock"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    chmod(path, 0o600)
    let engine = try Engine.testing(bundled: [bundled], option: [folder]) {
      $0.lockFile = .at(path)
    }
    for error in [
      failure { try engine.describe("tagged") }, failure { try engine.pin("\(folder)/tagged.so") },
      failure { try engine.listPins() }, failure { try engine.unpin("tagged") },
    ] {
      let error = try #require(error)
      #expect(error.status == .data && error.message.contains(words), "\(error)")
      #expect(error.message.contains(path) && error.message.contains("mend the file"), "\(error)")
    }
    #expect(engine.listPlugins().map(\.status.name) == ["loaded", "refused"])
    #expect(try engine.describe("spread").version == "1.2.3")
    // Nothing wrote over what the user may want to mend.
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(text.utf8))
  }

  @Test("A file that others can write, a folder or a link to nowhere in its place is not believed")
  func unbelieved() throws {
    let folder = try TaggedPlugin.folder(1)
    func error(_ make: (String) throws -> Void) throws -> RothostError {
      let path = try Fixture.folder() + "/plugins.lock"
      try make(path)
      let engine = try Engine.testing(option: [folder]) { $0.lockFile = .at(path) }
      return try #require(failure { try engine.describe("tagged") })
    }
    let open = try error { path in
      try Data(PluginLock().text.utf8).write(to: URL(fileURLWithPath: path))
      chmod(path, 0o666)
    }
    #expect(open.status == .refused && open.message.contains("not believed"), "\(open)")
    let place = try error { path in
      try Data(PluginLock().text.utf8).write(to: URL(fileURLWithPath: path))
      chmod(path, 0o600)
      chmod(SearchPath.parent(of: path), 0o777)
    }
    #expect(place.status == .refused && place.message.contains("folder"), "\(place)")
    #expect(try error { mkdir($0, 0o700) }.message.contains("not a regular file"))
    #expect(try error { symlink("/nowhere", $0) }.message.contains("plugins.lock"))
  }

  @Test("Many writers at once lose no pin, and no reader ever sees half a file")
  func writers() throws {
    let path = try Fixture.folder() + "/data/rothost/plugins.lock"
    let isOver = Atomic<Bool>(false)
    let reads = Atomic<Int>(0)
    let readerEnded = Atomic<Bool>(false)
    Thread.detachNewThread {
      let store = PinStore(path: path)
      while !isOver.load(ordering: .relaxed) {
        do { _ = try store.lock() } catch { Issue.record("\(error)") }
        reads.add(1, ordering: .relaxed)
      }
      readerEnded.store(true, ordering: .releasing)
    }
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      let store = PinStore(path: path)
      for number in 0..<25 {
        do throws(RothostError) {
          try store.change { lock in lock.put(Self.pin("/\(thread)/\(number).so")) }
        } catch {
          Issue.record("\(error)")
        }
      }
    }
    isOver.store(true, ordering: .relaxed)
    while !readerEnded.load(ordering: .acquiring) { usleep(100) }
    #expect(try PinStore(path: path).lock().pins.count == 200)
    #expect(reads.load(ordering: .relaxed) > 0)
    let status = try #require(FileSystem.status(path))
    #expect(status.permissions == 0o600)
    #expect(
      FileSystem.names(inFolder: SearchPath.parent(of: path)) == [
        "plugins.lock", "plugins.lock.guard",
      ])
  }

  @Test("A link in the file's place stays, and the file it leads to is replaced")
  func linked() throws {
    let folder = try Fixture.folder()
    let target = "\(folder)/real.lock"
    let path = "\(folder)/plugins.lock"
    try Data(PluginLock().text.utf8).write(to: URL(fileURLWithPath: target))
    chmod(target, 0o600)
    symlink(target, path)
    try PinStore(path: path).change { lock in lock.put(Self.pin("/a.so")) }
    #expect(FileSystem.linkStatus(path)?.isLink == true)
    #expect(try PinStore(path: path).lock().pins.count == 1)
  }

  @Test("What a killed writer left behind is in nobody's way")
  func leftovers() throws {
    let folder = try Fixture.folder()
    let path = "\(folder)/plugins.lock"
    symlink("/etc/passwd", "\(path).\(getpid())")
    try PinStore(path: path).change { lock in lock.put(Self.pin("/a.so")) }
    #expect(try PinStore(path: path).lock().pins.count == 1)
    #expect(FileSystem.linkStatus("\(path).\(getpid())") == nil)
  }
}

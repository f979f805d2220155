import Foundation
import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostHost

@Suite("Refused files")
struct RefusalTests {
  /// The reason for the only candidate in a folder made by `fill`, which gets its path.
  private func reason(_ name: String = "broken.so", _ fill: (String) throws -> Void) throws
    -> String
  {
    let folder = try Fixture.folder()
    try fill("\(folder)/\(name)")
    try Fixture.compile("spread", to: "\(folder)/zzz.so")
    let engine = try Engine.testing(option: [folder])
    let records = engine.listPlugins()
    // One bad file never hides a good one.
    #expect(try engine.describe("spread").version == "1.2.3")
    try #require(records.count == 2)
    #expect(records[1].status == .loaded)
    guard case .refused(let reason) = records[0].status else { return "\(records[0].status)" }
    return reason
  }

  private func write(_ text: String) -> (String) throws -> Void {
    { path in try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
  }

  @Test("A text file is no ELF file, and says so")
  func text() throws {
    #expect(try reason(fill: write("hello")).contains("not an ELF shared object"))
    #expect(try reason(fill: write("")).contains("not an ELF shared object"))
  }

  @Test("A folder that looks like a plugin is not a regular file")
  func folder() throws {
    let reason = try reason { path in
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
    #expect(reason.contains("not a regular file"))
  }

  @Test("A dangling link says that it leads nowhere")
  func danglingLink() throws {
    let reason = try reason { path in
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/nowhere.so")
    }
    #expect(reason.contains("leads nowhere"))
  }

  @Test("Another machine's object and a 32-bit one are the wrong architecture")
  func architecture() throws {
    for (offset, byte, words) in [
      (18, UInt8(243), "RISC-V"), (4, 1, "32-bit"), (5, 2, "big-endian"),
    ] {
      let reason = try reason { path in
        try Fixture.compile("spread", to: path)
        try Self.patch(path, at: offset, with: byte)
      }
      #expect(reason.contains("wrong architecture") && reason.contains(words), "\(reason)")
    }
  }

  @Test("An executable is no shared object")
  func notShared() throws {
    let reason = try reason { path in
      try Fixture.compile("spread", to: path)
      try Self.patch(path, at: 16, with: 2)
    }
    #expect(reason.contains("no shared object"))
  }

  @Test("A library without the entry symbol is named before it is loaded")
  func noEntry() throws {
    let reason = try reason { path in
      try Fixture.compile("spread", to: path, defines: ["rot_plugin_entry=other_entry"])
    }
    #expect(reason.contains("does not export rot_plugin_entry"))
  }

  @Test("An unresolved library is the loader's own sentence")
  func unresolved() throws {
    let reason = try reason { path in
      let library = path + ".missing"
      try Fixture.compile("spread", to: library, defines: ["ID=\"other\""])
      try Fixture.compile("spread", to: path, extra: ["-Wl,--no-as-needed", library])
      try FileManager.default.removeItem(atPath: library)
    }
    #expect(reason.contains("the loader refused it") && reason.contains("missing"), "\(reason)")
  }

  @Test("A file or folder that others may write is refused with the command that mends it")
  func writable() throws {
    let reason = try reason { path in
      try Fixture.compile("spread", to: path)
      chmod(path, 0o777)
    }
    #expect(reason.contains("written by others") && reason.contains("chmod go-w"))

    let folder = try Fixture.plugin("spread", id: "spread")
    chmod(folder, 0o770)
    let engine = try Engine.testing(option: [folder])
    let status = try #require(engine.listPlugins().first).status
    #expect(status.reason?.contains("the folder can be written by others") == true)
    #expect(throws: RothostError.self) { try engine.describe("spread") }
    do { _ = try engine.describe("spread") } catch { #expect(error.status == .refused) }
  }

  @Test("A named folder that is not there is listed; a usual one that is not there is not")
  func absent() throws {
    let engine = try Engine.testing(option: ["/nonexistent/a"], working: ["/nonexistent/b"])
    let records = engine.listPlugins()
    #expect(records.count == 1)
    #expect(records.first?.status == .refused("there is no such folder"))
  }

  @Test("A shared object cut off or overwritten anywhere is refused or loaded, never fatal")
  func mutilated() throws {
    let folder = try Fixture.plugin("spread", id: "spread")
    let sound = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/spread.so")))
    #expect(try ElfImage(sound).exports("rot_plugin_entry"))
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      var bytes = sound
      if random.next() % 2 == 0 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
      for _ in 0..<8 where !bytes.isEmpty {
        let region = random.next() % 2 == 0 ? min(1024, bytes.count) : bytes.count
        bytes[Int(random.next() % UInt64(region))] = UInt8(truncatingIfNeeded: random.next())
      }
      _ = (try? ElfImage(bytes))?.exports("rot_plugin_entry")
    }
  }

  @Test("A function is found by its address; sections that claim the same symbols cost no more")
  func functions() throws {
    let folder = try Fixture.plugin("spread", id: "spread")
    var bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/spread.so")))
    let image = try ElfImage(bytes)
    #expect((0..<UInt64(bytes.count)).contains { image.function(at: $0)?.name == "evaluate" })
    // 65,535 sections of one header that claims all bytes: seconds for each address, if believed.
    let table = bytes.count
    bytes += [0, 0, 0, 0, 2, 0, 0, 0] + [UInt8](repeating: 0, count: 24) + [255, 255, 255]
    bytes += [UInt8](repeating: 0, count: 64)
    for index in 0..<8 { bytes[40 + index] = UInt8(truncatingIfNeeded: table >> (8 * index)) }
    for offset in [58, 59] { bytes[offset] = 0 }
    for offset in [60, 61] { bytes[offset] = 255 }
    for address in 0..<UInt64(200) {
      #expect(try ElfImage(bytes).function(at: address << 40) == nil)
    }
  }

  private static func patch(_ path: String, at offset: Int, with byte: UInt8) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[offset] = byte
    try bytes.write(to: URL(fileURLWithPath: path))
    chmod(path, 0o755)
  }

  private func reason(fill: (String) throws -> Void) throws -> String {
    try reason("broken.so", fill)
  }
}

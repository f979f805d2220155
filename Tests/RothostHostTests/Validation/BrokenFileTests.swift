import Foundation
import Testing

@testable import RothostHost

@Suite("Broken files")
struct BrokenFileTests {
  /// Caught here, without running any code.
  static let checks = [
    "file.readable", "file.shared_object", "file.machine", "file.permissions", "file.libraries",
    "file.search_path", "file.stack", "file.relro",
  ]

  private func expect(_ path: String, only check: String) throws {
    if let objection = try BrokenLab.objection(path, only: check) {
      Issue.record("\(check): \(objection)")
    }
  }

  @Test("A file that is not there is unreadable")
  func missing() throws {
    try expect("\(try Fixture.folder())/nothing.so", only: "file.readable")
  }

  @Test("A truncated file is no whole shared object")
  func truncated() throws {
    let path = try BrokenLab.build(nil)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    try bytes.prefix(bytes.count * 2 / 3).write(to: URL(fileURLWithPath: path))
    try expect(path, only: "file.shared_object")
  }

  @Test("A file for another machine is told by its header")
  func otherMachine() throws {
    let path = try BrokenLab.build(nil)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[18] = 243  // RISC-V
    try bytes.write(to: URL(fileURLWithPath: path))
    try expect(path, only: "file.machine")
  }

  @Test("A file that everybody may write is refused before any code of it runs")
  func permissions() throws {
    let path = try BrokenLab.build(nil)
    chmod(path, 0o777)
    try expect(path, only: "file.permissions")
  }

  @Test("A library that is gone is named")
  func library() throws {
    let folder = try Fixture.folder()
    try "int gone(void) { return 1; }".write(
      toFile: "\(folder)/gone.c", atomically: true, encoding: .utf8)
    try Fixture.compile("\(folder)/gone.c", to: "\(folder)/libgone.so")
    let path = try BrokenLab.build(
      nil, flags: ["-Wl,--no-as-needed", "-L\(folder)", "-lgone", "-Wl,--as-needed"])
    try expect(path, only: "file.libraries")
    #expect(try BrokenLab.failures(path)["file.libraries"]?.contains("libgone.so") == true)
  }

  @Test(
    "How it was linked is told",
    arguments: [
      ("file.search_path", "-Wl,-rpath,libraries"), ("file.stack", "-Wl,-z,execstack"),
      ("file.relro", "-Wl,-z,norelro"),
    ])
  func linked(check: String, flag: String) throws {
    try expect(BrokenLab.build(nil, flags: [flag]), only: check)
  }
}

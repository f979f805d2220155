import Foundation
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Places of crashes")
struct CrashPlaceTests {
  private func compile(_ folder: String) throws -> String {
    let path = "\(folder)/crashing.so"
    try HostileLab.compile(["load.c"], to: path, ["CONSTRUCTOR", "WHAT=crash"])
    return path
  }

  @Test("The function is named from what ran, whatever lies at its path by then")
  func replaced() throws {
    let path = try compile(try Fixture.folder())
    let source = try PluginSource(path)
    try FileManager.default.removeItem(atPath: path)
    let error = try #require(failure { try WorkerPool(HostileLab.limits()).describe(source) })
    // The compiler may have put one into the other.
    #expect(error.message.contains(#/(crash|constructor)\+0x/#), "\(error)")
    #expect(error.message.contains(" in crashing.so"), "\(error)")
  }

  @Test("The function is named where the path is longer than the record of a crash")
  func longPath() throws {
    let name = String(repeating: "a", count: 200)
    let folder = "\(try Fixture.folder())/\(name)/\(name)/\(name)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let source = try PluginSource(try compile(folder))
    let error = try #require(failure { try WorkerPool(HostileLab.limits()).describe(source) })
    #expect(error.message.contains(#/(crash|constructor)\+0x/#), "\(error)")
  }
}

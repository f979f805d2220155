import Foundation
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Files that are larger than memory")
struct SparseFileTests {
  /// A file of 4 TiB that takes no room on the disk.
  private func sparse(_ path: String) throws {
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    try #require(truncate(path, 4 << 40) == 0)
    chmod(path, 0o700)
  }

  @Test("A sparse plugin, manifest or library is refused by its size, and hides no other")
  func plugins() throws {
    let folder = try Fixture.plugin("spread", id: "spread")
    try sparse("\(folder)/huge.so")
    try sparse("\(folder)/huge.toml")
    let companion = try Fixture.folder()
    try TaggedPlugin.putWithLibrary(1, in: companion)
    try sparse("\(companion)/libtag.so")
    let records = try Engine.testing(option: [folder, "\(companion)/tagged.so"]).listPlugins()
    let reasons = records.compactMap(\.status.reason)
    try #require(records.count == 4 && reasons.count == 3)
    #expect(reasons[0].contains("larger than 256 MiB; a library"), "\(reasons)")
    #expect(reasons[1].contains("larger than 4 MiB; split it"), "\(reasons)")
    #expect(reasons[2].contains("libtag.so: it is larger than 256 MiB"), "\(reasons)")
    #expect(records[0].sha256 == "")
  }

  @Test("A sparse plugins.lock is an error with its path")
  func lock() throws {
    let path = "\(try Fixture.folder())/plugins.lock"
    try sparse(path)
    let error = try #require(failure { try PinStore(path: path).lock() })
    #expect(error.status == .data && error.message.hasPrefix("\(path): it is larger than 4 MiB"))
  }

  @Test("A file of somebody else's making is refused unread: its digest is not taken")
  func unread() throws {
    let folder = try Fixture.plugin("spread", id: "spread")
    chmod("\(folder)/spread.so", 0o777)
    let record = try #require(try Engine.testing(option: [folder]).listPlugins().first)
    #expect(record.status.name == "refused" && record.sha256 == "")
    chmod("\(folder)/spread.so", 0o700)
    try Data("text".utf8).write(to: URL(fileURLWithPath: "\(folder)/text.so"))
    let text = try #require(try Engine.testing(option: [folder]).listPlugins().last)
    #expect(text.status.name == "refused" && text.sha256.count == 64)
  }
}

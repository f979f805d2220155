import Foundation
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Who may write on the way to a plugin")
struct FileTrustTests {
  private static let nobody: uid_t = 65534

  /// `ROOT/above/place/tagged.so`, changed by `change`, which gets ROOT; then the objection to it.
  private func objection(
    name: String = "above/place/tagged.so", _ change: (String) throws -> Void
  ) throws -> String? {
    let root = try Fixture.folder()
    try FileManager.default.createDirectory(
      atPath: "\(root)/above/place", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    try Data("any".utf8).write(to: URL(fileURLWithPath: "\(root)/above/place/tagged.so"))
    chmod("\(root)/above/place/tagged.so", 0o644)
    try change(root)
    return FileTrust.objection(to: "\(root)/\(name)")
  }

  @Test("What this user and root alone can write is trusted, also below a folder such as /tmp")
  func trusted() throws {
    #expect(try objection { _ in } == nil)
    #expect(try objection { chmod("\($0)/above", 0o1777) } == nil)
    #expect(
      try objection { root in
        // A second name elsewhere does not let anybody write the file.
        mkdir("\(root)/other", 0o777)
        chmod("\(root)/other", 0o777)
        link("\(root)/above/place/tagged.so", "\(root)/other/tagged.so")
      } == nil)
  }

  @Test(
    "A file, its folder or any folder above that others can write is refused",
    arguments: [
      ("above/place/tagged.so", 0o664), ("above/place/tagged.so", 0o646), ("above/place", 0o775),
      ("above/place", 0o757), ("above/place", 0o1777), ("above", 0o775), ("above", 0o777),
      ("", 0o777),
    ])
  func writable(_ name: String, _ mode: mode_t) throws {
    let objection = try objection { chmod("\($0)/\(name)", mode) }
    #expect(objection?.contains("can be written by others") == true, "\(objection ?? "none")")
    #expect(objection?.contains("chmod go-w") == true)
  }

  @Test(
    "What belongs to another user is refused, whoever may write it",
    .enabled(if: geteuid() == 0, "SKIPPED: only root can give files away"),
    arguments: ["above/place/tagged.so", "above/place", "above", ""])
  func foreign(_ name: String) throws {
    let objection = try objection { chown("\($0)/\(name)", Self.nobody, 0) }
    #expect(objection?.contains("belongs to another user (uid 65534") == true)
  }

  @Test(
    "A sticky folder of another user's is refused on the way too",
    .enabled(if: geteuid() == 0, "SKIPPED: only root can give files away"))
  func foreignSticky() throws {
    let objection = try objection { root in
      chown("\(root)/above", Self.nobody, 0)
      chmod("\(root)/above", 0o1777)
    }
    #expect(objection?.contains("belongs to another user") == true)
  }

  @Test("A link is judged by where it lies and by everything it leads through")
  func links() throws {
    let through = try objection(name: "mine/tagged.so") { root in
      mkdir("\(root)/mine", 0o755)
      symlink("../above/place/tagged.so", "\(root)/mine/tagged.so")
      chmod("\(root)/above", 0o777)
    }
    #expect(through?.contains("/above") == true, "\(through ?? "none")")
    let lying = try objection(name: "open/tagged.so") { root in
      mkdir("\(root)/open", 0o777)
      chmod("\(root)/open", 0o777)
      symlink("\(root)/above/place/tagged.so", "\(root)/open/tagged.so")
    }
    #expect(lying?.contains("/open") == true, "\(lying ?? "none")")
    let folder = try objection(name: "open/place/tagged.so") { root in
      mkdir("\(root)/open", 0o777)
      chmod("\(root)/open", 0o777)
      symlink("../above/place", "\(root)/open/place")
    }
    #expect(folder?.contains("/open") == true, "\(folder ?? "none")")
    let sound = try objection(name: "mine/tagged.so") { root in
      mkdir("\(root)/mine", 0o755)
      symlink("../above/./place/../place/tagged.so", "\(root)/mine/tagged.so")
    }
    #expect(sound == nil)
  }

  @Test(
    "Another user's link in a folder such as /tmp is refused",
    .enabled(if: geteuid() == 0, "SKIPPED: only root can give files away"))
  func foreignLink() throws {
    for name in ["shared/place", "shared/tagged.so"] {
      let isFolder = name.hasSuffix("place")
      let objection = try objection(name: isFolder ? "\(name)/tagged.so" : name) { root in
        mkdir("\(root)/shared", 0o755)
        symlink(isFolder ? "../above/place" : "../above/place/tagged.so", "\(root)/\(name)")
        lchown("\(root)/\(name)", Self.nobody, 0)
        if isFolder { chmod("\(root)/shared", 0o1777) }
      }
      #expect(objection?.contains("the link belongs to another user") == true)
    }
  }

  @Test("Links that lead in circles end")
  func circle() throws {
    _ = try objection(name: "a/tagged.so") { root in
      symlink("\(root)/b", "\(root)/a")
      symlink("\(root)/a", "\(root)/b")
    }
  }

  @Test("The host refuses what the rules refuse, by whatever way it is named")
  func engine() throws {
    let folder = try TaggedPlugin.folder(1)
    let open = try Fixture.folder()
    chmod(open, 0o777)
    symlink(folder, "\(open)/plugins")
    for named in ["\(open)/plugins", "\(open)/plugins/tagged.so"] {
      let record = try #require(Engine.testing(option: [named]).listPlugins().first)
      #expect(record.status.reason?.contains(open) == true, "\(record)")
    }
    mkfifo("\(folder)/pipe.so", 0o644)
    let records = try Engine.testing(option: [folder]).listPlugins()
    #expect(records.first?.status.reason?.contains("not a regular file") == true)
    #expect(records.last?.status == .loaded)
  }
}

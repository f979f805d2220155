import CacheWriterFixture
import Glibc
import RothostSeries
import Testing

@testable import RothostCache

/// Caches on disks that cannot be written, in mount namespaces of child processes.
@Suite struct DiskTests {
  let directory = TemporaryDirectory()

  /// A cache made by another process, so that this one has no lock on it.
  private func prepare() throws {
    var writer = try Child(["write", directory.path, "0"])
    for _ in 0..<8 { writer.readLine() }
    #expect(writer.kill().signal == SIGKILL)
  }

  private var frozen: String {
    "mount --bind \(directory.path) \(directory.path)"
      + " && mount -o remount,bind,ro \(directory.path)"
  }

  @Test("a cache on a read-only disk is read and verified, and refuses to be written with words")
  func readOnlyDisk() throws {
    try prepare()
    guard var reader = try Child(["verify", directory.path, "-"], after: frozen) else { return }
    let end = reader.wait()
    #expect(end.code == 0 && end.output == "4 intact, 0 damaged\n", "\(end)")
    guard var writer = try Child(["write", directory.path, "0"], after: frozen) else { return }
    let refusal = writer.wait()
    #expect(refusal.code == 1 && refusal.output.contains("no right to write there"), "\(refusal)")
  }

  @Test("a cache that is read-only here and open elsewhere is refused, as it may change unnoticed")
  func readOnlyHere() throws {
    try prepare()
    var other = try Child(["read", directory.path, "S0"])
    other.readLine()
    guard var reader = try Child(["verify", directory.path, "-"], after: frozen) else {
      _ = other.kill()
      return
    }
    let end = reader.wait()
    #expect(end.code == 1 && end.output.contains("another process has it open"), "\(end)")
    #expect(other.kill().signal == SIGKILL)
    guard var again = try Child(["verify", directory.path, "-"], after: frozen) else { return }
    #expect(again.wait().code == 0)
  }

  @Test("a lock file that readers may not write is named, even where no rights allow to write")
  func rights() throws {
    try prepare()
    chmod("\(directory.path)/data.mdb", 0o444)
    chmod("\(directory.path)/lock.mdb", 0o444)
    chmod(directory.path, 0o555)
    defer { chmod(directory.path, 0o755) }
    // Its owner may chmod data.mdb and write while it is read; root need not even do that.
    for rights in [0o444, 0o644] as [mode_t] {
      chmod("\(directory.path)/data.mdb", rights)
      guard var refused = try Child(powerless: ["verify", directory.path, "-"]) else { return }
      let refusal = refused.wait()
      #expect(refusal.code == 1 && refusal.output.contains("lock.mdb"), "\(refusal)")
      #expect(refusal.output.contains("chmod g+rw"), "\(refusal)")
    }
    chmod("\(directory.path)/lock.mdb", 0o666)
    guard var allowed = try Child(powerless: ["verify", directory.path, "-"]) else { return }
    #expect(allowed.wait().code == 0)
  }

  @Test("a full disk is an error with words; what was stored before stays, and can make room")
  func fullDisk() throws {
    let mount = "mount -t tmpfs -o size=2m none \(directory.path)"
    guard var writer = try Child(["disk", directory.path, "-"], after: mount) else { return }
    let end = writer.wait()
    #expect(end.code == 0 && end.output.contains("Free some space"), "\(end)")
    print("full disk: \(end.output)", terminator: "")
  }
}

@testable import RothostHost

/// The user's `plugins.lock`.
enum LockTarget {
  static func run(_ bytes: [UInt8]) throws {
    let read = try FuzzFinding.refusable { try PluginLock(bytes, file: "plugins.lock") }
    guard let lock = read else { return }
    let again = try FuzzFinding.refusable { try PluginLock(Array(lock.text.utf8), file: "again") }
    try FuzzFinding.unless(again == lock, "what was written does not read back the same")
  }
}

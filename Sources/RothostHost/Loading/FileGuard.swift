import CRothostSystem
import Glibc
import RothostSeries

/// Held while a file is replaced, by one process at a time; the system frees a dead holder's.
///
/// A file of its own, because the one it guards is replaced, and a lock belongs to the file.
final class FileGuard {
  private let descriptor: Int32

  /// Replacing takes milliseconds, of twenty processes at once too; who holds it longer has stopped.
  private static let longestWait: UInt32 = 30_000

  /// Waits until nobody else holds it.
  ///
  /// - Throws: `.inputOutput` where it cannot be made, or another process does not let go.
  init(_ path: String, milliseconds: UInt32 = longestWait) throws(RothostError) {
    // The path is a C string for the call.
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.failure(path) }
    guard rothost_lock_file(descriptor, milliseconds) == 0 else {
      let error =
        errno == EWOULDBLOCK ? Self.held(path, descriptor, milliseconds) : Self.failure(path)
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  private static func held(
    _ path: String, _ descriptor: Int32, _ milliseconds: UInt32
  ) -> RothostError {
    let holder = rothost_lock_holder(descriptor)
    let name = holder == 0 ? "another process" : "process \(holder)"
    return RothostError(
      .inputOutput,
      "\(path): \(name) has held it for more than \(milliseconds / 1000) s; nothing was changed. "
        + "Wait for that process or end it, and ask again")
  }

  private static func failure(_ path: String) -> RothostError {
    RothostError(.inputOutput, "\(path): \(systemMessage()); check the folder's rights")
  }
}

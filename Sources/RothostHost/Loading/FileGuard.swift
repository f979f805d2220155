import Glibc
import RothostSeries

/// Held while a file is replaced, by one process at a time; the system frees a dead holder's.
///
/// A file of its own, because the one it guards is replaced, and a lock belongs to the file.
final class FileGuard {
  private let descriptor: Int32

  /// Waits until nobody else holds it.
  ///
  /// - Throws: `.inputOutput` where it cannot be made.
  init(_ path: String) throws(RothostError) {
    // The path is a C string for the call.
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.failure(path) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else {
        let error = Self.failure(path)
        close(descriptor)
        throw error
      }
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  private static func failure(_ path: String) -> RothostError {
    RothostError(.inputOutput, "\(path): \(systemMessage()); check the folder's rights")
  }
}

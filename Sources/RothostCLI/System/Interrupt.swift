import Glibc
import Synchronization

/// Ctrl-C: the first asks the work to stop, the second ends the process at once.
///
/// Work that writes commits in one step, so that either way the cache is as it was before or after.
enum Interrupt {
  private static let flag = Atomic<Bool>(false)

  /// Whether Ctrl-C was pressed since `watch()`.
  static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Starts to listen; call it before the work begins.
  static func watch() {
    // Touched first, so that the handler finds the flag made: making it may take a lock.
    flag.store(false, ordering: .relaxed)
    signal(SIGINT) { _ in
      Interrupt.flag.store(true, ordering: .relaxed)
      signal(SIGINT, SIG_DFL)
    }
  }
}

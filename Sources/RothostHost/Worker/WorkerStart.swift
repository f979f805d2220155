import CRothostSystem
import Glibc
import RothostSeries

/// What a worker is started with.
enum WorkerStart {
  /// `posix_spawn` of the worker with the three files it expects; 0 or an errno.
  static func spawn(
    _ executable: String, _ memoryBytes: UInt64, channel: Int32, socket: Int32, errors: Int32,
    _ process: inout pid_t
  ) -> Int32 {
    let arguments = TextArray([executable, "\(memoryBytes)", nil])
    let environment = TextArray(Self.environment() + [nil])
    // Both tables end with NULL and live through the call.
    return unsafe rothost_spawn_worker(
      arguments.arguments, environment.arguments, channel, socket, errors, &process)
  }

  /// What a computation may depend on, and no more: no names, paths or keys of the user's.
  ///
  /// Without a backtracer: it would start another program and hide the signal.
  static func environment() -> [String] {
    // A text of the program's.
    let sanitizer = unsafe rothost_sanitizer_setting().map { unsafe [String(cString: $0)] } ?? []
    return ["SWIFT_BACKTRACE=enable=no"] + sanitizer
      + ["LANG", "LC_ALL", "LD_LIBRARY_PATH", "TZ", "OMP_NUM_THREADS"].compactMap { name in
        FileSystem.environment(name).map { "\(name)=\($0)" }
      }
  }

  /// `rothost-worker` beside this executable or library, in `libexec/rothost` of the installation,
  /// or where `$ROTHOST_WORKER` says; nil where there is none.
  static func executable() -> String? {
    if let path = FileSystem.environment("ROTHOST_WORKER") { return path }
    return besideThisImage
  }

  private static let besideThisImage: String? = {
    guard let image = FileSystem.ownImage() else { return nil }
    let folder = SearchPath.parent(of: image)
    let places = [
      "\(SearchPath.parent(of: folder))/libexec/rothost/rothost-worker", "\(folder)/rothost-worker",
    ]
    return places.first { FileSystem.status($0)?.isRegular == true }
  }()
}

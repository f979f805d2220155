import Glibc
import RothostSeries

/// Device and inode: the same for two paths of one file.
struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64
}

/// An open file descriptor; every system call of the cache is in this file.
///
/// The module's second file with unsafe code: LMDB offers no access to plain files, and spooling,
/// reading text and locking need `read`, `write` and `flock`, which take pointers.
final class SystemFile: Sendable {
  let descriptor: Int32
  let path: String

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    close(descriptor)
  }

  /// Opens a file for reading; throws `.inputOutput`.
  static func reading(_ path: String) throws -> SystemFile {
    try open(path, O_RDONLY | O_CLOEXEC)
  }

  /// The file that serialises writers of one cache; created with owner rights only.
  static func lockFile(_ path: String) throws -> SystemFile {
    try open(path, O_RDWR | O_CREAT | O_CLOEXEC)
  }

  private static func open(_ path: String, _ flags: Int32) throws -> SystemFile {
    // The path is a C string for the call.
    let descriptor = unsafe Glibc.open(path, flags, 0o600)
    guard descriptor >= 0 else { throw failure("open", path) }
    return SystemFile(descriptor: descriptor, path: path)
  }

  /// Runs `body` while no other process holds this file's lock; the system frees a dead holder's.
  func locked<Result>(_ body: () throws -> Result) throws -> Result {
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw Self.failure("lock", path) }
    }
    defer { flock(descriptor, LOCK_UN) }
    return try body()
  }

  static func identity(path: String) -> FileIdentity? {
    guard let status = status(path: path) else { return nil }
    return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  /// Bytes of the file; 0 where there is none.
  static func size(path: String) -> Int { Int(status(path: path)?.st_size ?? 0) }

  static func exists(path: String) -> Bool { status(path: path) != nil }

  /// Creates a directory and its parents with owner rights only.
  static func createDirectory(_ path: String) throws {
    if exists(path: path) { return }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try createDirectory(String(path[..<slash]))
    }
    // The path is a C string for the call.
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw LMDBError.error(errno, while: "create", path: path)
    }
  }

  /// Makes a new directory with a random name and owner rights only.
  static func createTemporaryDirectory() throws -> String {
    // Environment texts are copied at once.
    let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/rothost-XXXXXX".utf8CString)
    // The array is writable and ends with a zero byte, as mkdtemp asks.
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
    }
    guard let made else { throw failure("create a folder in", base) }
    return made
  }

  /// Deletes the named files of a directory, then the directory.
  static func remove(directory: String, files: [String]) {
    for file in files {
      // The path is a C string for the call.
      unsafe unlink("\(directory)/\(file)")
    }
    // The path is a C string for the call.
    unsafe rmdir(directory)
  }

  static func yieldProcessor() { sched_yield() }

  static func text(ofError code: Int32) -> String {
    // strerror answers a C string that lives at least until the thread's next call.
    unsafe String(cString: strerror(code))
  }

  private static func status(path: String) -> stat? {
    var status = stat()
    // The struct outlives the call, the path is a C string for the call.
    return unsafe stat(path, &status) == 0 ? status : nil
  }

  private static func failure(_ action: String, _ path: String) -> RothostError {
    let code = errno
    return RothostError(
      code == ENOENT ? .notFound : .inputOutput,
      "cannot \(action) \(path): \(text(ofError: code)). Check the path and its rights")
  }
}

import Glibc
import RothostSeries

/// Writing files that must be whole.
extension FileSystem {
  /// `mkdir(2)`: a folder and those above it, with owner rights only; what fails shows at the next use.
  static func makeFolders(_ path: String) {
    guard path != "/", status(path) == nil else { return }
    makeFolders(SearchPath.parent(of: path))
    // The path is a C string for the call.
    unsafe mkdir(path, 0o700)
  }

  /// Whether there is nothing of this name, and not merely no right to look.
  static func isAbsent(_ path: String) -> Bool {
    var status = stat()
    // The struct outlives the call.
    return unsafe lstat(path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR)
  }

  /// `clock_gettime(2)`: nanoseconds since 1970, UTC.
  static var now: Int64 {
    var time = timespec()
    // The struct outlives the call.
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return FileStatus.nanoseconds(time)
  }

  /// `open(2)`, `fsync(2)`, `rename(2)`: puts bytes in a file's place, for its owner alone; whoever
  /// reads it, also after a power failure, finds the old content or the new.
  ///
  /// Of several processes at once one wins: a file that is read first and changed needs a `FileGuard`.
  ///
  /// - Throws: `.inputOutput`; the file is then as it was.
  static func replace(_ path: String, with bytes: [UInt8]) throws(RothostError) {
    let part = "\(path).\(getpid())"
    // What a killed process of this number left is no link of somebody else's. The paths are C strings
    // for the calls; so below.
    unsafe unlink(part)
    let descriptor = unsafe open(
      part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    // EINVAL: a file system that cannot synchronise.
    guard write(bytes, toOpen: descriptor), fsync(descriptor) == 0 || errno == EINVAL,
      unsafe rename(part, path) == 0
    else {
      let error = failure(path)
      unsafe unlink(part)
      throw error
    }
    let folder = unsafe open(SearchPath.parent(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  private static func failure(_ path: String) -> RothostError {
    RothostError(
      .inputOutput, "\(path) cannot be written (\(systemMessage())); it is as it was")
  }
}

import Glibc

/// Writes whole files: readers see the old content or the new, never a part.
enum AtomicFile {
  /// Puts `bytes` at `path`, replacing what is there, through a new file beside it and a rename.
  ///
  /// - Throws: `.cannotCreate` where the folder does not take the file, `.inputOutput` where the
  ///   device fails; `path` is then as it was.
  static func write(_ bytes: Span<UInt8>, to path: String) throws {
    try write(to: path) { descriptor in
      let code = SystemCalls.write(bytes, to: descriptor)
      if code != 0 { throw failure(path, code) }
    }
  }

  static func write(_ text: String, to path: String) throws {
    try write(text.utf8Span.span, to: path)
  }

  /// As above, with content that `body` writes to a descriptor it must not close.
  ///
  /// A device or pipe (`/dev/null`, `/dev/stdout`) is written to as it stands: a rename would put a
  /// plain file in its place.
  static func write(to path: String, body: (Int32) throws -> Void) throws {
    if SystemCalls.isDevice(path) {
      guard let descriptor = SystemCalls.openExisting(path) else { throw refusal(path, errno) }
      defer { close(descriptor) }
      return try body(descriptor)
    }
    let temporary = "\(path).\(getpid()).part"
    guard let descriptor = SystemCalls.createNew(temporary, mode: 0o666) else {
      throw refusal(path, errno)
    }
    do {
      try body(descriptor)
      // EINVAL: a file system that cannot synchronise, such as some in memory.
      if fsync(descriptor) != 0 && errno != EINVAL { throw failure(path, errno) }
      let code = SystemCalls.move(temporary, to: path)
      if code != 0 { throw failure(path, code) }
      close(descriptor)
    } catch {
      close(descriptor)
      SystemCalls.remove(temporary)
      throw error
    }
  }

  private static func refusal(_ path: String, _ code: Int32) -> CommandFailure {
    CommandFailure(
      .cannotCreate,
      "\(path) cannot be written (\(SystemCalls.describe(code))); "
        + "name a file in a folder that exists and is yours")
  }

  private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
    CommandFailure(
      .inputOutput,
      "\(path) cannot be written (\(SystemCalls.describe(code))); it is as it was")
  }
}

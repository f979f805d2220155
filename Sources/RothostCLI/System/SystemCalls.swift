import Glibc
import Synchronization

/// Every foreign call of the command line, wrapped so that the rest of it needs nothing unsafe.
enum SystemCalls {
  /// The value of an environment variable; nil where it is not set. Wraps `getenv`.
  static func environment(_ name: String) -> String? {
    // The pointer is read at once; the process changes its environment nowhere.
    guard let value = unsafe getenv(name) else { return nil }
    // getenv answers text that ends with NUL.
    return unsafe String(cString: value)
  }

  /// Columns of the terminal behind a descriptor, nil where there is none. Wraps `ioctl`.
  static func terminalWidth(_ descriptor: Int32) -> Int? {
    var size = winsize()
    // TIOCGWINSZ fills exactly the one winsize it is given.
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// Writes all bytes, however many calls it takes; answers 0 or the error number. Wraps `write`.
  static func write(_ bytes: Span<UInt8>, to descriptor: Int32) -> Int32 {
    // The buffer is the span's own storage and write reads no more than its count.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var done = 0
      while done < buffer.count {
        // done < count, so the slice lies inside the buffer.
        let written = unsafe Glibc.write(
          descriptor, buffer.baseAddress! + done, buffer.count - done)
        if written < 0 && errno == EINTR { continue }
        if written < 0 { return errno }
        done += written
      }
      return 0
    }
  }

  /// Creates a file that must not exist yet; answers its descriptor, or nil with `errno` set.
  static func createNew(_ path: String, mode: mode_t) -> Int32? {
    // The text lives for the duration of the call.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    return descriptor < 0 ? nil : descriptor
  }

  /// Wraps `rename`; answers 0 or the error number.
  static func move(_ source: String, to destination: String) -> Int32 {
    // Both texts live for the duration of the call.
    unsafe rename(source, destination) == 0 ? 0 : errno
  }

  /// Wraps `unlink`, for clearing up: an absent file is as good as a removed one.
  static func remove(_ path: String) {
    // The text lives for the duration of the call.
    _ = unsafe unlink(path)
  }

  /// Wraps `mkdir`; answers 0 or the error number, 0 also where the folder is there already.
  static func makeFolder(_ path: String) -> Int32 {
    // The text lives for the duration of the call.
    unsafe mkdir(path, 0o777) == 0 || errno == EEXIST ? 0 : errno
  }

  /// Opens what is there already, to write; answers its descriptor, or nil with `errno` set.
  static func openExisting(_ path: String) -> Int32? {
    // The text lives for the duration of the call.
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
    return descriptor < 0 ? nil : descriptor
  }

  /// What a path leads to: the file type bits of `st_mode`, nil where there is nothing. Wraps `stat`.
  private static func type(_ path: String) -> mode_t? {
    var status = stat()
    // stat fills exactly the one struct it is given; the text lives for the duration of the call.
    return unsafe stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  /// Whether a path leads to a folder.
  static func isFolder(_ path: String) -> Bool { type(path) == S_IFDIR }

  /// Whether a path leads to a device, pipe or socket, which is written to and never replaced.
  static func isDevice(_ path: String) -> Bool {
    guard let type = type(path) else { return false }
    return type != S_IFREG && type != S_IFDIR
  }

  /// What an error number means, in words. Wraps `strerror`.
  static func describe(_ number: Int32) -> String {
    // strerror answers text that ends with NUL and is copied before any other call.
    unsafe String(cString: strerror(number))
  }
}

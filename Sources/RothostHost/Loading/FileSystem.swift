import CRothostSystem
import Glibc

/// What `stat` says of a file, as far as discovery asks.
struct FileStatus: Sendable, Equatable {
  var isRegular: Bool
  var isFolder: Bool
  var permissions: UInt32
  var owner: UInt32
  var device: UInt64
  var inode: UInt64
  var size: Int
}

/// The system calls of discovery, each with the C call it wraps; nothing here decides anything.
enum FileSystem {
  /// `stat(2)`: follows links; nil where there is no such file.
  static func status(_ path: String) -> FileStatus? {
    var status = stat()
    // The struct outlives the call; the path is a C string for the call.
    guard unsafe stat(path, &status) == 0 else { return nil }
    return FileStatus(
      isRegular: status.st_mode & S_IFMT == S_IFREG, isFolder: status.st_mode & S_IFMT == S_IFDIR,
      permissions: status.st_mode & 0o7777, owner: status.st_uid, device: UInt64(status.st_dev),
      inode: UInt64(status.st_ino), size: Int(status.st_size))
  }

  /// `readdir(3)`: the names in a folder, sorted; nil where it cannot be read.
  static func names(inFolder path: String) -> [String]? {
    // The path is a C string for the call; the stream is closed below, on every way out.
    guard let folder = unsafe opendir(path) else { return nil }
    defer {
      // Opened above and closed once.
      unsafe closedir(folder)
    }
    var names: [String] = []
    // The stream is open; the entry lives until the next readdir of it.
    while let entry = unsafe readdir(folder) {
      // d_name is an array in the entry that ends with NUL.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        // The tuple's elements are contiguous characters.
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// `open(2)`, `read(2)`: the bytes of a regular file, at most `limit`; nil where it cannot be read.
  static func contents(_ path: String, limit: Int) -> [UInt8]? {
    guard let status = status(path), status.isRegular else { return nil }
    // The path is a C string for the call. Not blocking: it may have become a pipe meanwhile.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var filled = 0
    let wanted = min(status.size, limit)
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      while filled < wanted {
        // The rest of the buffer is `wanted - filled` bytes long.
        let got = unsafe read(descriptor, buffer.baseAddress! + filled, wanted - filled)
        if got < 0 && errno == EINTR { continue }
        if got <= 0 { break }
        filled += got
      }
      count = filled
    }
    return bytes
  }

  /// `realpath(3)`: absolute and without links; nil where there is no such file.
  static func realPath(_ path: String) -> String? {
    // The path is a C string for the call; with NULL the answer is allocated and freed below.
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer {
      // Allocated by realpath and freed once.
      unsafe free(resolved)
    }
    // realpath answers a C string.
    return unsafe String(cString: resolved)
  }

  /// `getenv(3)`: nil where it is not set or empty.
  static func environment(_ name: String) -> String? {
    // The text is copied at once; the host itself never changes the environment.
    guard let value = unsafe getenv(name) else { return nil }
    // getenv answers a C string.
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// `dladdr(3)`: the file this code was loaded from, an executable or `librothost`.
  static func ownImage() -> String? {
    // The handle is an address in this image; the answer lives as long as the image.
    guard let name = unsafe rothost_image_path(#dsohandle) else {
      return realPath("/proc/self/exe")
    }
    // dladdr answers a C string.
    let path = unsafe String(cString: name)
    // An executable may be known by the word it was called by; a library always has its path.
    return path.contains("/") ? realPath(path) : realPath("/proc/self/exe")
  }

  /// SHA-256 of a regular file as 64 hexadecimal digits; nil where it cannot be read.
  static func sha256(_ path: String) -> String? {
    guard let bytes = contents(path, limit: .max) else { return nil }
    var hash = rothost_sha256()
    var digest = [UInt8](repeating: 0, count: 32)
    // The struct is filled by start; both buffers live through the calls with their true lengths.
    unsafe rothost_sha256_start(&hash)
    unsafe rothost_sha256_add(&hash, bytes, bytes.count)
    unsafe rothost_sha256_finish(&hash, &digest)
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// `geteuid(2)`.
  static var effectiveUser: UInt32 { geteuid() }
}

import CRothostSystem
import Glibc

/// What `stat` says of a file, as far as discovery asks.
struct FileStatus: Sendable, Equatable {
  var isRegular: Bool
  var isFolder: Bool
  /// Only where links are not followed.
  var isLink: Bool
  var permissions: UInt32
  var owner: UInt32
  var device: UInt64
  var inode: UInt64
  var size: Int
  /// Nanoseconds since 1970 of the last change of its content.
  var modified: Int64
  /// Nanoseconds since 1970 of the last change of anything, which no program can set.
  var changed: Int64

  init(_ status: stat) {
    let type = status.st_mode & S_IFMT
    isRegular = type == S_IFREG
    isFolder = type == S_IFDIR
    isLink = type == S_IFLNK
    permissions = status.st_mode & 0o7777
    owner = status.st_uid
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int(status.st_size)
    modified = Self.nanoseconds(status.st_mtim)
    changed = Self.nanoseconds(status.st_ctim)
  }

  /// Whether so much time has passed since the last change that a further one has another stamp.
  ///
  /// Stamps are those of the system's clock tick, 10 ms at most before Linux 6.13; clocks of
  /// servers are not this one's, so a stamp far off says nothing.
  func isSettled(at now: Int64) -> Bool { !(changed - 50_000_000...changed + 50_000_000 ~= now) }

  static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

/// The system calls of discovery, each with the C call it wraps; nothing here decides anything.
enum FileSystem {
  /// `stat(2)`: follows links; nil where there is no such file.
  static func status(_ path: String) -> FileStatus? {
    var status = stat()
    // The struct outlives the call; the path is a C string for the call.
    return unsafe stat(path, &status) == 0 ? FileStatus(status) : nil
  }

  /// `lstat(2)`: of a link itself; nil where there is no such file.
  static func linkStatus(_ path: String) -> FileStatus? {
    var status = stat()
    // As above.
    return unsafe lstat(path, &status) == 0 ? FileStatus(status) : nil
  }

  /// `fstat(2)`: of what an open descriptor leads to; nil where it leads nowhere.
  static func status(ofOpen descriptor: Int32) -> FileStatus? {
    var status = stat()
    // The struct outlives the call.
    return unsafe fstat(descriptor, &status) == 0 ? FileStatus(status) : nil
  }

  /// `fstat(2)`: whether an open file was deleted or replaced by renaming.
  static func isNameless(_ descriptor: Int32) -> Bool {
    var status = stat()
    // The struct outlives the call.
    return unsafe fstat(descriptor, &status) == 0 && status.st_nlink == 0
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

  /// More is read of no file: a sparse one takes no room on the disk, but in memory.
  static let largestFile = 256 << 20

  /// `open(2)`, `read(2)`: the bytes of a regular file, at most `limit` and `largestFile`; nil where it
  /// cannot be read.
  static func contents(_ path: String, limit: Int) -> [UInt8]? {
    guard let status = status(path), status.isRegular else { return nil }
    // The path is a C string for the call. Not blocking: it may have become a pipe meanwhile.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return contents(ofOpen: descriptor, count: min(status.size, limit, largestFile))
  }

  /// `pread(2)`: the first bytes of an open file, `wanted` or as many as there are.
  static func contents(ofOpen descriptor: Int32, count wanted: Int) -> [UInt8] {
    var filled = 0
    return unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      while filled < wanted {
        // The rest of the buffer is `wanted - filled` bytes long.
        let got = unsafe pread(
          descriptor, buffer.baseAddress! + filled, wanted - filled, off_t(filled))
        if got < 0 && errno == EINTR { continue }
        if got <= 0 { break }
        filled += got
      }
      count = filled
    }
  }

  /// What an open descriptor leads to; 0 where it leads nowhere.
  static func inode(ofOpen descriptor: Int32) -> UInt64 { status(ofOpen: descriptor)?.inode ?? 0 }

  /// The bytes of an open file; 0 where it cannot tell.
  static func size(ofOpen descriptor: Int32) -> Int { status(ofOpen: descriptor)?.size ?? 0 }

  /// `mkdir(2)`, `open(2)`, `write(2)`: adds bytes to the end of a file with owner rights only, made
  /// with its folder where it is not there; from the beginning again beyond `limit`.
  ///
  /// What fails is left undone: this is for what can be worked out again.
  static func append(_ bytes: [UInt8], to path: String, in folder: String, limit: Int) {
    // The paths are C strings for the calls.
    unsafe mkdir(SearchPath.parent(of: folder), 0o700)
    unsafe mkdir(folder, 0o700)
    let isFull = (status(path)?.size ?? 0) > limit - bytes.count
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | (isFull ? O_TRUNC : 0)
    // As above.
    let descriptor = unsafe Glibc.open(path, flags, 0o600)
    guard descriptor >= 0 else { return }
    // In one piece, so that records of two processes do not mix; the array lives for the call.
    _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
    close(descriptor)
  }

  /// `open(2)`: a descriptor for reading a file that is no link; `errno` where there is none.
  static func openPlain(_ path: String) -> Int32? {
    // The path is a C string for the call. Not blocking: it may have become a pipe meanwhile.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    return descriptor >= 0 ? descriptor : nil
  }

  /// `write(2)`: all bytes at the file's position; false with `errno` where one does not go.
  static func write(_ bytes: [UInt8], toOpen descriptor: Int32) -> Bool {
    // The array lives through the calls, which read within it.
    unsafe bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = unsafe Glibc.write(
          descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if count < 0 && errno != EINTR { return false }
        done += max(count, 0)
      }
      return true
    }
  }

  /// `readlink(2)`: where a link leads, as it is written; nil where it is none.
  static func target(ofLink path: String) -> String? {
    let capacity = Int(PATH_MAX)
    let bytes = unsafe [CChar](unsafeUninitializedCapacity: capacity) { buffer, count in
      // The buffer is `capacity` long and not empty; the path is a C string for the call.
      count = unsafe max(readlink(path, buffer.baseAddress!, capacity), 0)
    }
    return bytes.isEmpty
      ? nil : String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// `getcwd(3)`: an absolute path; nil where the working folder is gone.
  static var workingFolder: String? { realPath(".") }

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

  /// SHA-256 of a regular file as 64 hexadecimal digits; nil where it cannot be read or is larger than
  /// `largestFile`.
  static func sha256(_ path: String) -> String? {
    guard let bytes = contents(path, limit: .max), status(path)?.size == bytes.count else {
      return nil
    }
    return sha256(of: bytes)
  }

  /// SHA-256 of bytes as 64 hexadecimal digits.
  static func sha256(of bytes: [UInt8]) -> String {
    var hash = rothost_sha256()
    var digest = [UInt8](repeating: 0, count: 32)
    // The struct is filled by start; both buffers live through the calls with their true lengths.
    unsafe rothost_sha256_start(&hash)
    unsafe rothost_sha256_add(&hash, bytes, bytes.count)
    unsafe rothost_sha256_finish(&hash, &digest)
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// `$HOME`, else the user's folder in the system's list of users; nil where neither is absolute.
  static var home: String? {
    [environment("HOME"), listedHome].lazy.compactMap(\.self).first { $0.hasPrefix("/") }
  }

  /// `getpwuid_r(3)`: nil where the system does not list the user.
  static var listedHome: String? {
    // The struct and the buffer, with its true length, live through the call and the copy.
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var texts = [CChar](repeating: 0, count: 1 << 14)
    guard unsafe getpwuid_r(effectiveUser, &entry, &texts, texts.count, &found) == 0,
      unsafe found != nil, let folder = unsafe entry.pw_dir
    else { return nil }
    // A C string within the buffer.
    return unsafe String(cString: folder)
  }

  /// `geteuid(2)`.
  static var effectiveUser: UInt32 { geteuid() }
}

import CRothostSystem
import Glibc
import RothostSeries

/// Device and inode: the same for two paths of one file.
struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64
}

/// What changes whenever a file is replaced or written.
struct FileStamp: Hashable, Sendable {
  let identity: FileIdentity
  let size: Int
  let modified: Int
  let modifiedNanoseconds: Int
}

/// An open file descriptor; every system call of the cache is in this file.
///
/// This folder holds all unsafe code of the module. Beside LMDB it needs plain files: spooling,
/// reading text, locking and hashing take pointers, and the core may not link Foundation.
final class SystemFile: Sendable {
  let descriptor: Int32
  let path: String

  private let isOwned: Bool

  private init(descriptor: Int32, path: String, isOwned: Bool = true) {
    self.descriptor = descriptor
    self.path = path
    self.isOwned = isOwned
  }

  deinit {
    if isOwned { close(descriptor) }
  }

  /// A descriptor of the caller's, which stays open; `name` stands for it in messages.
  static func borrowing(_ descriptor: Int32, name: String) -> SystemFile {
    SystemFile(descriptor: descriptor, path: name, isOwned: false)
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

  /// A second descriptor of an open file, for reading alone; the caller closes it.
  static func reopen(_ descriptor: Int32, name: String) throws -> Int32 {
    // The path is a C string for the call.
    let second = unsafe Glibc.open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
    guard second >= 0 else { throw failure("open", name) }
    return second
  }

  /// A file without a name, gone when it is closed; for what does not fit into memory.
  static func unlinked(in directory: String) throws -> SystemFile {
    var template = Array("\(directory)/spool-\(randomPart)".utf8CString)
    // The array is writable and ends with a zero byte, as mkostemp asks; the name lives as long.
    let descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let name = buffer.baseAddress else { return Int32(-1) }
      let descriptor = unsafe mkstemp(name)
      if descriptor >= 0 { unsafe unlink(name) }
      return descriptor
    }
    guard descriptor >= 0 else { throw failure("create a temporary file in", directory) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return SystemFile(descriptor: descriptor, path: directory)
  }

  /// Reads on into `destination`; answers how many bytes, 0 at the end of the file.
  func read(into destination: inout MutableSpan<UInt8>) throws -> Int {
    while true {
      // The span is exclusively ours for the call, which writes at most its length.
      let count = unsafe destination.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw Self.failure("read", path) }
    }
  }

  /// Reads elements from index `start` on until `destination` is full.
  func read<Element: BitwiseCopyable>(
    at start: Int, into destination: inout MutableSpan<Element>
  ) throws {
    // The span is exclusively ours for the calls, which write within it; any bytes are an element.
    try unsafe destination.withUnsafeMutableBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = unsafe pread(
          descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done,
          start * MemoryLayout<Element>.stride + done)
        if count == 0 { throw RothostError(.inputOutput, "\(path): a spool file ended early") }
        if count < 0 && errno != EINTR { throw Self.failure("read", path) }
        done += max(count, 0)
      }
    }
  }

  /// Writes all elements at the end of the file, or as far as a pipe has come.
  func append<Element: BitwiseCopyable>(_ elements: Span<Element>) throws {
    // The span outlives the calls, which read within it.
    try unsafe elements.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = unsafe write(
          descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if count < 0 && errno != EINTR { throw Self.failure("write to", path) }
        done += max(count, 0)
      }
    }
  }

  /// Waits for this file's lock, which the system takes from a dead holder; false where somebody
  /// holds it for longer than that.
  func lock(milliseconds: UInt32) throws -> Bool {
    if rothost_lock_file(descriptor, milliseconds) == 0 { return true }
    guard errno == EWOULDBLOCK else { throw Self.failure("lock", path) }
    return false
  }

  func unlock() { flock(descriptor, LOCK_UN) }

  /// The process that holds this file's lock; nil where the system does not tell.
  var lockHolder: Int32? {
    let holder = rothost_lock_holder(descriptor)
    return holder == 0 ? nil : holder
  }

  static func identity(path: String) -> FileIdentity? { stamp(path: path)?.identity }

  static func stamp(path: String) -> FileStamp? {
    guard let status = status(path: path) else { return nil }
    return FileStamp(
      identity: FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)),
      size: Int(status.st_size), modified: status.st_mtim.tv_sec,
      modifiedNanoseconds: status.st_mtim.tv_nsec)
  }

  /// Bytes of the file; 0 where there is none.
  static func size(path: String) -> Int { Int(status(path: path)?.st_size ?? 0) }

  static func exists(path: String) -> Bool { status(path: path) != nil }

  /// Whether nobody writes the file by this path: its disk is read-only. Rights say less: an owner
  /// changes them, and root needs none.
  static func isFrozen(path: String) -> Bool {
    var disk = statvfs()
    // The struct outlives the call, the path is a C string for the call.
    return unsafe statvfs(path, &disk) == 0 && disk.f_flag & UInt(ST_RDONLY) != 0
  }

  static func isWritable(path: String) -> Bool {
    // The path is a C string for the call.
    unsafe access(path, W_OK) == 0
  }

  /// Whether another process holds the lock by which LMDB knows that an environment is open.
  static func isLockedElsewhere(path: String) -> Bool {
    guard let file = try? reading(path) else { return false }
    // The first byte, for as long as the environment is open (`mdb.c`, mdb_env_excl_lock).
    var lock = Glibc.flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_len = 1
    // The struct outlives the call, which writes to it.
    return unsafe fcntl(file.descriptor, F_GETLK, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
  }

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
    var template = Array("\(base)/rothost-\(randomPart)".utf8CString)
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

  /// What mkstemp and mkdtemp replace: six times this letter.
  private static let randomPart = String(repeating: "X", count: 6)

  static func yieldProcessor() { sched_yield() }

  /// Bytes of a page of memory, which LMDB takes for its own.
  static var pageSize: Int { Int(getpagesize()) }

  /// This process, which a fork changes.
  static var process: Int32 { getpid() }

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
    let advice =
      [ENOSPC, EDQUOT, EFBIG].contains(code)
      ? "Free some space, or choose another place" : "Check the path and its rights"
    return RothostError(
      code == ENOENT ? .notFound : .inputOutput,
      "cannot \(action) \(path): \(text(ofError: code)). \(advice)")
  }
}

/// A running SHA-256 (FIPS 180-4), computed by the C code that the host uses too.
final class SHA256 {
  private var state = rothost_sha256()

  init() {
    // Fills the whole struct.
    unsafe rothost_sha256_start(&state)
  }

  /// Takes in more bytes; whole blocks by the processor's own instructions where it has them.
  func add(_ bytes: Span<UInt8>) {
    // The span outlives the calls, which read within it; `state` is eight words, as both ask.
    unsafe bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      // Up to the end of the block that was begun, whole blocks, the rest.
      var done = min(bytes.count, (64 - Int(state.length % 64)) % 64)
      unsafe rothost_sha256_add(&state, start, done)
      let blocks = (bytes.count - done) / 64
      let isTaken = unsafe withUnsafeMutableBytes(of: &state.state) { words in
        unsafe rothost_sha256_blocks(
          words.assumingMemoryBound(to: UInt32.self).baseAddress,
          (start + done).assumingMemoryBound(to: UInt8.self), blocks) == 1
      }
      if isTaken {
        done += blocks * 64
        state.length += UInt64(blocks * 64)
      }
      unsafe rothost_sha256_add(&state, start + done, bytes.count - done)
    }
  }

  /// 64 hexadecimal digits; the hash cannot be used afterwards.
  func finish() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    // The array has the 32 bytes that are written.
    unsafe rothost_sha256_finish(&state, &digest)
    return digest.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}

extension Span<UInt8> {
  /// Eight bytes as a little-endian word; traps unless all lie within the span.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    // Any eight bytes are a word, and the load checks its bounds.
    unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

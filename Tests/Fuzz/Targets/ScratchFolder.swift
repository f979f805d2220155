import Glibc

@testable import RothostHost

/// A folder for this process's files, in memory where the system has such a place.
enum ScratchFolder {
  static let path: String = {
    let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    let path = "\(base)/rothost-fuzz-\(getpid())"
    mkdir(path, 0o700)
    atexit { ScratchFolder.remove() }
    return path
  }()

  static func write(_ bytes: [UInt8], to name: String) -> String {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(descriptor >= 0 && Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
    return file
  }

  private static func remove() {
    for name in ["fuzz.csv", "data.mdb", "lock.mdb", "writer.lock", DescriptorCache.fileName] {
      unlink("\(path)/\(name)")
    }
    rmdir(path)
  }
}

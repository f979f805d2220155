import RothostSeries
import RothostLock

/// One environment per cache directory and process.
///
/// LMDB keeps POSIX locks, which a process loses when it closes any descriptor of the file; so two
/// environments on one directory must not exist, not even while one of them is being closed.
enum EnvironmentRegistry {
  private struct Entry {
    weak var environment: LMDBEnvironment?
  }

  private static let entries = Mutex<[FileIdentity: Entry]>([:])

  /// The open environment of `path`, or a new one made by `open` while nobody else opens any.
  static func environment(
    path: String, open: () throws -> LMDBEnvironment
  ) throws -> LMDBEnvironment {
    while true {
      let found: LMDBEnvironment? = try entries.withLock { entries in
        if let identity = SystemFile.identity(path: "\(path)/data.mdb"),
          let entry = entries[identity]
        {
          // Empty: its last user is gone and it waits for this lock to close.
          return entry.environment
        }
        let opened = try open()
        if let identity = opened.identity { entries[identity] = Entry(environment: opened) }
        return opened
      }
      if let found { return found }
      SystemFile.yieldProcessor()
    }
  }

  /// Runs `close` while nobody can open the same directory.
  static func close(_ identity: FileIdentity?, _ close: () -> Void) {
    entries.withLock { entries in
      close()
      if let identity { entries[identity] = nil }
    }
  }
}

import RothostSeries
import RothostLock

/// One environment per cache directory and process.
///
/// LMDB keeps POSIX locks, which a process loses when it closes any descriptor of the file; so two
/// environments on one directory must not exist, not even while one of them is being closed.
///
/// The environment that was read last rests here when its last store goes, so that a process that
/// opens and closes one cache again and again maps it once. It is given up for another cache, and
/// whenever its file is no longer what it was.
enum EnvironmentRegistry {
  private struct Entry {
    let id: ObjectIdentifier
    weak var environment: LMDBEnvironment?
    /// The file before it was opened; nil where it was made.
    let stamp: FileStamp?

    init(_ environment: LMDBEnvironment, _ stamp: FileStamp?) {
      id = ObjectIdentifier(environment)
      self.environment = environment
      self.stamp = stamp
    }
  }

  private struct Rest {
    let environment: LMDBEnvironment
    let stamp: FileStamp
  }

  private struct State {
    var process = SystemFile.process
    var entries: [FileIdentity: Entry] = [:]
    var resting: Rest?

    /// LMDB's locks do not pass to a forked child, which opens its own environments.
    mutating func leaveParent() -> Rest? {
      guard process != SystemFile.process else { return nil }
      let inherited = resting
      self = State()
      return inherited
    }
  }

  private static let state = Mutex(State())

  /// The open environment of `path` that `fits`, or a new one made by `open` while nobody else
  /// opens any, which is told whether the cache is there.
  static func environment(
    path: String, fits: (LMDBEnvironment) -> Bool, open: (Bool) throws -> LMDBEnvironment
  ) throws -> LMDBEnvironment {
    while true {
      // Given up only outside the lock, which closing takes.
      var givenUp: [LMDBEnvironment] = []
      let found: LMDBEnvironment? = try state.withLock { state in
        if let inherited = state.leaveParent() { givenUp.append(inherited.environment) }
        let stamp = SystemFile.stamp(path: "\(path)/data.mdb")
        if let rest = state.resting {
          if rest.stamp == stamp, fits(rest.environment) { return rest.environment }
          givenUp.append(rest.environment)
          state.resting = nil
          return nil
        }
        if let stamp, let entry = state.entries[stamp.identity] {
          // Empty: its last user is gone and it waits for this lock to close.
          return entry.environment
        }
        let opened = try open(stamp != nil)
        if let identity = opened.identity {
          state.entries[identity] = Entry(opened, stamp)
        }
        return opened
      }
      givenUp.removeAll()
      if let found { return found }
      SystemFile.yieldProcessor()
    }
  }

  /// Lets `environment` rest for the next store of its directory, unless it was written through:
  /// only a file that nobody changed since can be told from one that somebody put in its place.
  static func rest(_ environment: LMDBEnvironment) {
    // Given up only outside the lock, which closing takes.
    var givenUp: LMDBEnvironment?
    state.withLock { state in
      let inherited = state.leaveParent()
      guard inherited != nil || environment.hasWritten || state.resting?.environment !== environment
      else { return }
      givenUp = (inherited ?? state.resting)?.environment
      state.resting = nil
      if !environment.hasWritten, let identity = environment.identity,
        let entry = state.entries[identity], entry.id == ObjectIdentifier(environment),
        let stamp = entry.stamp, stamp.identity == identity
      {
        state.resting = Rest(environment: environment, stamp: stamp)
      }
    }
    withExtendedLifetime(givenUp) {}
  }

  /// Runs `close` for the environment `id` while nobody can open the same directory.
  static func close(_ id: ObjectIdentifier, of identity: FileIdentity?, _ close: () -> Void) {
    state.withLock { state in
      close()
      // In a forked child the entry may be of its own environment on the same file.
      if let identity, state.entries[identity]?.id == id { state.entries[identity] = nil }
    }
  }
}

import RothostLock
import RothostSeries

/// The user's `plugins.lock`: read again whenever it changed, written whole or not at all.
///
/// Safe from any thread, and beside other processes. A file that cannot be read or believed is an
/// error for whoever asks, so that no pin is forgotten in silence.
final class PinStore: Sendable {
  private struct Reading: Sendable {
    var status: FileStatus?
    var outcome: Result<PluginLock, RothostError>
  }

  /// nil: nothing is pinned, and nothing can be.
  let path: String?
  /// Whether pins are asked for, so that a missing folder for them is an error.
  private let isNeeded: Bool
  private let last = Mutex<Reading?>(nil)

  /// As large as TOML text may be.
  private static let longest = 4 << 20

  init(path: String?, isNeeded: Bool = false) {
    self.path = path
    self.isNeeded = isNeeded
  }

  /// Changes with the file; nil while there is none.
  var status: FileStatus? { path.flatMap(FileSystem.status) }

  /// What the file says now; nothing where there is none.
  ///
  /// - Throws: `.refused` where others may write it, `.data` where it is broken, `.inputOutput` where
  ///   it cannot be read; each with the file and what to do. `.unsupported` where nobody can say where
  ///   it lies.
  func lock() throws(RothostError) -> PluginLock {
    guard let path else {
      if isNeeded { throw Self.homeless }
      return PluginLock()
    }
    let outcome: Result<PluginLock, RothostError> = last.withLock { last in
      let status = FileSystem.status(path)
      if let last, last.status == status { return last.outcome }
      let outcome = Result { () throws(RothostError) in try Self.read(path) }
      // What could not be read is looked at again: rights may change without the file.
      if case .success = outcome { last = Reading(status: status, outcome: outcome) }
      return outcome
    }
    return try outcome.get()
  }

  /// Whether the user vouched for a file with this id; no, where the lock cannot be read.
  func names(_ id: String) -> Bool {
    (try? lock())?.pins.contains { $0.ids.contains(id) } ?? false
  }

  /// Changes the file: one process at a time, and in one step for whoever reads it.
  ///
  /// - Throws: what `lock` or `change` throws; `.inputOutput` where it cannot be written. The file is
  ///   then as it was.
  func change<Answer: Sendable>(
    _ change: (inout PluginLock) throws(RothostError) -> Answer
  ) throws(RothostError) -> Answer {
    guard let path else { throw Self.homeless }
    FileSystem.makeFolders(SearchPath.parent(of: path))
    let guarding = try FileGuard("\(path).guard")
    defer { withExtendedLifetime(guarding) {} }
    let before = try Self.read(path)
    var lock = before
    let answer = try change(&lock)
    if lock != before || FileSystem.linkStatus(path) == nil {
      // Behind a link of the user's, the file it leads to is replaced.
      try FileSystem.replace(FileSystem.realPath(path) ?? path, with: Array(lock.text.utf8))
    }
    return answer
  }

  private static let homeless = RothostError(
    .unsupported, "there is no folder for plugins.lock: set HOME or XDG_DATA_HOME")

  private static func read(_ path: String) throws(RothostError) -> PluginLock {
    guard FileSystem.linkStatus(path) != nil else {
      if FileSystem.isAbsent(path) { return PluginLock() }
      throw RothostError(.inputOutput, "\(path) cannot be looked at: check its folder's rights")
    }
    if let objection = FileTrust.objection(to: path) {
      throw RothostError(.refused, "\(path) is not believed: \(objection)")
    }
    do throws(RothostError) {
      let place = FileSystem.realPath(path) ?? path
      let copy = try FileCopy(place, limit: longest, remedy: "no word of pins is as long")
      return try PluginLock(copy.bytes, file: path)
    } catch {
      guard error.status != .data else {
        throw RothostError(
          .data,
          "\(error.message.contains(path) ? "" : "\(path): ")\(error.message); mend the file, or move "
            + "it away and pin again")
      }
      throw RothostError(error.status, "\(path): \(error.message)")
    }
  }
}

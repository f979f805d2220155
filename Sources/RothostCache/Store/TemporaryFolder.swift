/// A folder for one cache, deleted with its files when the last reference goes.
///
/// Views that outlive it stay readable: the system keeps the pages of an unlinked file that is mapped.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = try SystemFile.createTemporaryDirectory()
  }

  deinit {
    SystemFile.remove(directory: path, files: ["data.mdb", "lock.mdb", "writer.lock"])
  }
}

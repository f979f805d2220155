/// Lets one thread of one process at a time write to a cache, over several transactions if need be.
///
/// LMDB's own lock covers a single transaction; a large series is written in several, and what a
/// dead writer left behind may be swept only while no other writer is at work. The lock belongs to
/// the open file, so that opening it anew keeps threads apart as well as processes.
struct WriterLock: Sendable {
  let directory: String

  func hold<Result>(_ body: () throws -> Result) throws -> Result {
    try SystemFile.lockFile("\(directory)/writer.lock").locked(body)
  }
}

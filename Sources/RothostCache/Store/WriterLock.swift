import RothostSeries

/// Lets one thread of one process at a time write to a cache, over several transactions if need be.
///
/// LMDB's own lock covers a single transaction; a large series is written in several, and what a
/// dead writer left behind may be swept only while no other writer is at work. The lock belongs to
/// the open file, so that opening it anew keeps threads apart as well as processes.
struct WriterLock: Sendable {
  let directory: String
  /// Long enough for the largest series on a slow disk; who holds the lock longer has stopped.
  var longestWait: Duration = .seconds(600)

  /// How often a waiting thread asks whether it is cancelled.
  private static let slice: UInt32 = 50

  /// Runs `body` once nobody else writes.
  ///
  /// - Throws: `.cancelled`; `.cache` where another process does not let go; what `body` throws.
  func hold<Result>(
    _ isCancelled: () -> Bool = { false }, _ body: () throws -> Result
  ) throws -> Result {
    let file = try SystemFile.lockFile("\(directory)/writer.lock")
    let end = ContinuousClock.now + longestWait
    while try !file.lock(milliseconds: Self.slice) {
      if isCancelled() {
        throw RothostError(
          .cancelled, "cancelled while \(holder(of: file)) wrote to the cache; nothing was stored")
      }
      if ContinuousClock.now >= end {
        throw RothostError(
          .cache,
          "the cache \(directory) was not written to: \(holder(of: file)) has held \(file.path) for "
            + "\(longestWait.components.seconds) s. Wait for that process or end it, and try again")
      }
    }
    defer { file.unlock() }
    return try body()
  }

  private func holder(of file: SystemFile) -> String {
    file.lockHolder.map { "process \($0)" } ?? "another process"
  }
}

import RothostLock
import RothostSeries

/// Look-backs that workers answered, so that each is asked for once.
///
/// A look-back is a function of the code and the parameters alone: it gets no host, no inputs and no
/// seed. Safe from any thread.
final class LookBackMemory: Sendable {
  private struct Question: Hashable {
    var files: [FileDigest]
    /// The request as a worker would read it: the indicator and its parameters, bit for bit.
    var request: [UInt8]
  }

  /// Beyond this all are forgotten: a sweep over parameters asks for each combination once.
  private static let most = 1024
  private let answers = Mutex<[Question: Int64]>([:])

  /// What is known, or what `ask` answers; an error is not kept.
  func rows(
    _ files: [FileDigest], _ request: WorkerRequest, _ ask: () throws(RothostError) -> Int64
  ) throws(RothostError) -> Int64 {
    let question = Question(files: files, request: request.bytes())
    if let known = answers.withLock({ $0[question] }) { return known }
    let rows = try ask()
    answers.withLock { answers in
      if answers.count >= Self.most { answers.removeAll(keepingCapacity: true) }
      answers[question] = rows
    }
    return rows
  }
}

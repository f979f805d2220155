import RothostSeries
import Synchronization

/// What the host keeps for one call of a plugin: where its messages, warnings and answers go.
///
/// The tables a plugin receives point here. All of it belongs to the calling thread, but for the
/// stop signal, which any thread may read.
final class CallContext: @unchecked Sendable {
  let indicator: String
  let log: (@Sendable (Int32, String) -> Void)?
  let scratch = ScratchArena()
  /// Where the call's answers go; nil where it may not answer.
  private(set) var outputs: OutputStore?
  private(set) var warnings: [String] = []
  /// What the plugin said with `fail`.
  private(set) var failure: String?
  /// Why the last statistic failed, for a plugin that passes its status on without a word.
  private(set) var hint: RothostError?
  /// The first output call that was refused.
  private(set) var refusal: RothostError?

  private var progress: (@Sendable (Double) -> Bool)?
  private let stop = Atomic<Stop>(.none)
  /// Nanoseconds on the monotonic clock after which the call is asked to stop; `Int64.max` = never.
  private let deadline = Atomic<Int64>(.max)

  /// Why the call was asked to stop.
  enum Stop: UInt8, AtomicRepresentable {
    case none
    case cancelled
    case timedOut
  }

  init(indicator: String, log: (@Sendable (Int32, String) -> Void)?) {
    self.indicator = indicator
    self.log = log
  }

  /// Makes the context ready for another call; keeps what memory it can. O(1).
  func begin(outputs: OutputStore?, monitor: Monitor? = nil, timeoutMilliseconds: UInt32 = 0) {
    self.outputs = outputs
    progress = monitor?.progress
    failure = nil
    hint = nil
    refusal = nil
    if !warnings.isEmpty { warnings = [] }
    stop.store(.none, ordering: .relaxed)
    deadline.store(
      timeoutMilliseconds == 0 ? .max : Self.now() + Int64(timeoutMilliseconds) * 1_000_000,
      ordering: .relaxed)
  }

  /// Lets go of what the call was lent.
  func end() {
    outputs = nil
    progress = nil
    scratch.reset()
  }

  func recordFailure(_ message: String) { failure = message }

  func recordHint(_ error: RothostError) { hint = error }

  func recordRefusal(_ error: RothostError) {
    if refusal == nil { refusal = error }
  }

  func warn(_ message: String) { warnings.append(message) }

  /// Why the call should stop; callable from any thread.
  var stopReason: Stop {
    let reason = stop.load(ordering: .relaxed)
    if reason != .none { return reason }
    let limit = deadline.load(ordering: .relaxed)
    guard limit != .max, Self.now() >= limit else { return .none }
    stop.store(.timedOut, ordering: .relaxed)
    return .timedOut
  }

  var shouldStop: Bool { stopReason != .none }

  /// Passes progress on and answers whether to stop.
  func report(_ fraction: Double) -> Bool {
    if shouldStop { return true }
    guard let progress else { return false }
    let shown = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    guard progress(shown) else { return false }
    stop.store(.cancelled, ordering: .relaxed)
    return true
  }

  private static func now() -> Int64 {
    let elapsed = start.duration(to: .now).components
    return elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000
  }

  private static let start = ContinuousClock.now
}

import RothostSeries

/// What a host waits for, and until when: one for all the phases of a request.
struct WorkerWatch: Sendable {
  /// nil = as long as it takes.
  private var deadline: ContinuousClock.Instant?
  let monitor: Monitor
  let log: (@Sendable (Int32, String) -> Void)?

  /// How long a worker that was told to stop may still answer by itself.
  static let grace: Int64 = 40_000_000

  /// - Parameter milliseconds: from now on; 0 = as long as it takes.
  init(
    milliseconds: UInt32 = 0, monitor: Monitor = .silent,
    log: (@Sendable (Int32, String) -> Void)? = nil
  ) {
    deadline = milliseconds == 0 ? nil : .now + .milliseconds(Int(milliseconds))
    self.monitor = monitor
    self.log = log
  }

  /// The same, but for so many milliseconds from now at most.
  func limited(to milliseconds: UInt32) -> WorkerWatch {
    let own = ContinuousClock.now + .milliseconds(Int(milliseconds))
    var watch = self
    watch.deadline = min(deadline ?? own, own)
    return watch
  }

  /// Whether the time limit passed.
  var isOver: Bool { deadline.map { .now >= $0 } ?? false }

  /// What is left for a call that keeps to its limit by itself: 0 = as long as it takes.
  var millisecondsLeft: UInt32 {
    guard let deadline else { return 0 }
    let left = (ContinuousClock.now.duration(to: deadline) / .milliseconds(1)).rounded(.up)
    return UInt32(min(max(left, 1), Double(UInt32.max)))
  }

  /// Asks who watches and the clock; nil = go on.
  func fault(at progress: Double = 0) -> WorkerFault? {
    if monitor.progress(progress) { return .cancelled }
    return isOver ? .timedOut : nil
  }
}

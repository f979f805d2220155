import CRothostSystem

/// A stretch of time as the calling thread had it: running, sleeping, waiting for others.
///
/// What it waited for a processor that was busy with other threads does not count, so that a verdict
/// does not depend on what else the machine does. Where the system does not say, it counts.
struct OwnTime {
  private let start = ContinuousClock.now
  private let waited = rothost_waited_nanoseconds()

  /// Since it was made, on the same thread.
  var milliseconds: Double {
    let passed = (ContinuousClock.now - start).inMilliseconds
    return max(0, passed - Double(rothost_waited_nanoseconds() - waited) / 1e6)
  }
}

import Glibc
import Synchronization

/// Something that one task finishes and later tasks of the same queue need.
///
/// Tasks are taken in order, so that what a task waits for was taken before it and is being worked on.
public final class Milestone: Sendable {
  private let isReached = Atomic(false)

  public init() {}

  /// What the task has written is there for those that wait.
  public func reach() { isReached.store(true, ordering: .releasing) }

  /// Returns once the other task has reached it; gives the processor away meanwhile.
  public func wait() {
    while !isReached.load(ordering: .acquiring) { sched_yield() }
  }
}

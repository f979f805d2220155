import Glibc
import Synchronization

/// Numbered tasks that several threads take one after the other.
///
/// Which thread takes which is chance: tasks must write to places of their own and read none of another's,
/// so that the answer has the same bits on any number of threads.
public final class TaskQueue: Sendable {
  private let count: Int
  private let next = Atomic(0)
  private let workers = Atomic(0)
  private let body: @Sendable (_ worker: Int, _ task: Int) -> Void

  private init(_ count: Int, _ body: @escaping @Sendable (_ worker: Int, _ task: Int) -> Void) {
    self.count = count
    self.body = body
  }

  /// Runs tasks 0 ..< count on up to `threads` threads, the calling one among them; returns when all ended.
  public static func run(
    _ count: Int, threads: Int, _ body: @escaping @Sendable (_ worker: Int, _ task: Int) -> Void
  ) {
    let queue = TaskQueue(count, body)
    var started: [pthread_t] = []
    for _ in 1..<max(1, min(threads, count)) {
      if let thread = queue.start() { started.append(thread) }
    }
    queue.work()
    for thread in started { pthread_join(thread, nil) }
  }

  /// Nil where the system gives no more threads: the others take its share.
  private func start() -> pthread_t? {
    var thread = pthread_t()
    // Balanced by takeRetainedValue in the thread, or by release() where there is none.
    let retained = unsafe Unmanaged.passRetained(self)
    // The entry reads nothing but the queue, which it then owns.
    let status = unsafe pthread_create(
      &thread, nil,
      { queue in
        guard let queue = unsafe queue else { return nil }
        unsafe Unmanaged<TaskQueue>.fromOpaque(queue).takeRetainedValue().work()
        return nil
      }, retained.toOpaque())
    if status == 0 { return thread }
    unsafe retained.release()
    return nil
  }

  private func work() {
    let worker = workers.add(1, ordering: .relaxed).oldValue
    while true {
      let task = next.add(1, ordering: .relaxed).oldValue
      if task >= count { return }
      body(worker, task)
    }
  }
}

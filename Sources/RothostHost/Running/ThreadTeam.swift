import Glibc
import Synchronization

/// Threads that run one function each, for a while, beside the thread that waits for them.
///
/// The core may not link Foundation, and Swift's own tasks must not be blocked by long calls.
@safe final class ThreadTeam {
  private final class Job: Sendable {
    let body: @Sendable () -> Void
    let left: Atomic<Int>

    init(_ count: Int, _ body: @escaping @Sendable () -> Void) {
      self.body = body
      left = Atomic(count)
    }

    func run() {
      body()
      left.subtract(1, ordering: .releasing)
    }
  }

  private let job: Job
  private var threads: [pthread_t] = []

  /// Starts `count` threads in `body`; where the system gives none, runs it here and now.
  init(count: Int, body: @escaping @Sendable () -> Void) {
    job = Job(count, body)
    for _ in 0..<count {
      var thread = pthread_t()
      // Given to the thread, or back again below.
      let box = unsafe Unmanaged.passRetained(job)
      // The new thread takes over the retained job; the function captures nothing.
      let code = unsafe pthread_create(
        &thread, nil,
        { argument in
          // Retained for this thread just above.
          unsafe Unmanaged<Job>.fromOpaque(argument!).takeRetainedValue().run()
          return nil
        }, box.toOpaque())
      if code == 0 {
        threads.append(thread)
      } else {
        // No thread took it over.
        unsafe box.release()
        job.left.subtract(1, ordering: .relaxed)
      }
    }
    if threads.isEmpty { body() }
  }

  /// Whether a thread is still in `body`.
  var isWorking: Bool { job.left.load(ordering: .acquiring) > 0 }

  /// Waits for all threads to end; call it once.
  func join() {
    for thread in threads {
      pthread_join(thread, nil)
    }
    threads = []
  }

  /// Processors this system has online, at least 1.
  static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

// The standard library's mutex, except where the thread sanitizer watches: that one sees pthread
// locks but not Synchronization's, whose code is not instrumented, and would call every guarded
// access a race. `make sanitize` builds with the flag.
#if !THREAD_SANITIZER

  @_exported public import struct Synchronization.Mutex

#else

  import Glibc

  /// `Synchronization.Mutex` on a lock that the thread sanitizer understands.
  @safe public struct Mutex<Value: ~Copyable>: ~Copyable, @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let value: UnsafeMutablePointer<Value>

    public init(_ value: consuming sending Value) {
      // Both are freed in deinit.
      unsafe lock = .allocate(capacity: 1)
      // A fresh lock with the default attributes.
      unsafe pthread_mutex_init(lock, nil)
      // As above.
      unsafe self.value = .allocate(capacity: 1)
      // As above.
      unsafe self.value.initialize(to: value)
    }

    deinit {
      // Nobody holds the lock: that would borrow this value.
      unsafe value.deinitialize(count: 1)
      // As above.
      unsafe value.deallocate()
      // As above.
      unsafe pthread_mutex_destroy(lock)
      // As above.
      unsafe lock.deallocate()
    }

    public borrowing func withLock<Result: ~Copyable, Failure: Error>(
      _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
      // Initialised above, alive while this value is.
      unsafe pthread_mutex_lock(lock)
      // As above.
      defer { unsafe pthread_mutex_unlock(lock) }
      // Reached under the lock only.
      return try unsafe body(&value.pointee)
    }
  }

#endif

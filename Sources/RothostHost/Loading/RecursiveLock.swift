import Glibc

/// A lock its holder may take again: an indicator may ask the host for another evaluation.
@safe final class RecursiveLock: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>

  init() {
    var attributes = pthread_mutexattr_t()
    // The attributes live through the initialisation and are destroyed after it.
    unsafe pthread_mutexattr_init(&attributes)
    unsafe pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
    // A mutex must not move, so it has an address of its own until deinit.
    unsafe mutex = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, &attributes)
    unsafe pthread_mutexattr_destroy(&attributes)
  }

  deinit {
    // Nobody holds it: a holder would keep this object alive.
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  func holding<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Initialised until deinit; locked and unlocked by this thread.
    unsafe pthread_mutex_lock(mutex)
    defer {
      // Locked by this thread above.
      unsafe pthread_mutex_unlock(mutex)
    }
    return try body()
  }
}

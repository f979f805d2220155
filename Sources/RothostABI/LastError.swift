import CRothost
import Glibc
import RothostSeries

/// The calling thread's last error, behind `rot_get_last_error`.
///
/// One box per thread, made on its first failure and freed when the thread ends. The C strings
/// live until the thread's next failure, as the header promises.
final class LastError {
  private(set) var status: rot_status = ROT_OK
  private(set) var message: CText?
  private(set) var plugin: CText?
  private(set) var phase: CText?

  func record(_ error: RothostError) {
    status = error.status.rawValue
    message = CText(error.message)
    plugin = error.plugin.map { CText($0) }
    phase = error.phase.map { CText($0) }
  }

  /// One pthread key for the process; its destructor releases the box of a thread that ends.
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    // The destructor receives what `current` stored: a retained LastError.
    _ = unsafe pthread_key_create(&key) { box in
      // As above; pthreads never passes nil here.
      if let box = unsafe box { unsafe Unmanaged<LastError>.fromOpaque(box).release() }
    }
    return key
  }()

  /// The calling thread's box, if it has failed before.
  static var existing: LastError? {
    // Only `current` stores under this key, always a retained LastError.
    guard let box = unsafe pthread_getspecific(key) else { return nil }
    // As above.
    return unsafe Unmanaged<LastError>.fromOpaque(box).takeUnretainedValue()
  }

  static var current: LastError {
    if let existing { return existing }
    let box = LastError()
    // The retain is given back by the key's destructor.
    _ = unsafe pthread_setspecific(key, Unmanaged.passRetained(box).toOpaque())
    return box
  }
}

/// A C string that lives as long as this object.
@safe final class CText: @unchecked Sendable {
  let pointer: UnsafePointer<CChar>

  init(_ text: String) {
    // strdup answers a fresh copy, freed in deinit; it fails only when memory is gone.
    unsafe pointer = UnsafePointer(strdup(text)!)
  }

  deinit {
    // Owned by this object alone.
    unsafe free(UnsafeMutablePointer(mutating: pointer))
  }
}

/// Runs one ABI call: success is `ROT_OK`; a thrown error is recorded and answered by its status.
func guarded(_ body: () throws -> Void) -> rot_status {
  do {
    try body()
    return ROT_OK
  } catch {
    let error = error as? RothostError ?? RothostError(.failed, "\(error)")
    LastError.current.record(error)
    return error.status.rawValue
  }
}

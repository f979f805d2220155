import CRothost
import RothostSeries

/// The `rot_host` a plugin receives: each function finds its call's context and asks it.
enum HostTable {
  /// A table for the calls of one context, which must outlive it.
  static func make(for context: CallContext) -> rot_host {
    // Function pointers without state, and a context the caller keeps alive.
    unsafe rot_host(
      struct_size: UInt32(MemoryLayout<rot_host>.size), abi_version: ROT_ABI_VERSION,
      context: Unmanaged.passUnretained(context).toOpaque(),
      extension: { _, id in unsafe HostTable.table(id) },
      fail: { host, status, message in unsafe HostTable.fail(host, status, message) },
      warn: { host, message in unsafe HostTable.context(host)?.warn(HostTable.text(message)) },
      log: { host, level, message in unsafe HostTable.log(host, level, message) },
      progress: { host, fraction in
        unsafe HostTable.context(host)?.report(fraction) == true ? 1 : 0
      },
      is_cancelled: { host in
        unsafe HostTable.context(host)?.shouldStop == true ? 1 : 0
      },
      scratch: { host, bytes in
        // Swift sees size_t as Int; a size beyond Int.max is negative, which is refused.
        unsafe HostTable.context(host)?.scratch.take(bytes)
      })
  }

  /// The context behind a table a plugin hands back; nil for NULL.
  static func context(_ host: UnsafePointer<rot_host>?) -> CallContext? {
    // A table from `make` points to a context that lives at least as long as the call.
    guard let raw = unsafe host?.pointee.context else { return nil }
    return unsafe Unmanaged<CallContext>.fromOpaque(raw).takeUnretainedValue()
  }

  private static func table(_ id: UnsafePointer<CChar>?) -> UnsafeRawPointer? {
    // By contract a C string.
    guard let id = unsafe id, unsafe String(validatingCString: id) == ROT_STATISTICS_ID else {
      return nil
    }
    return unsafe UnsafeRawPointer(StatisticsTable.shared)
  }

  private static func fail(
    _ host: UnsafePointer<rot_host>?, _ status: rot_status, _ message: UnsafePointer<CChar>?
  ) -> rot_status {
    // By contract a C string.
    unsafe context(host)?.recordFailure(text(message))
    return status == ROT_OK ? ROT_ERR_FAILED : status
  }

  private static func log(
    _ host: UnsafePointer<rot_host>?, _ level: Int32, _ message: UnsafePointer<CChar>?
  ) {
    // By contract a C string, and a table from `make`.
    guard let context = unsafe context(host), let log = context.log else { return }
    log(level, "\(context.indicator): \(unsafe text(message))")
  }

  /// A plugin's message; bytes that are no UTF-8 are replaced.
  private static func text(_ message: UnsafePointer<CChar>?) -> String {
    guard let message = unsafe message else { return "(no message)" }
    // By contract a C string.
    return unsafe String(cString: message)
  }
}

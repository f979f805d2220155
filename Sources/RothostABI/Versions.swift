// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CRothost
import Glibc
import RothostHost
import RothostSeries

// rothost.h, "Version and errors"; the names are the header's.

/// Texts that are handed out for ever.
private let versionText = CText(RothostVersion.current)
private let emptyText = CText("")
private let unknownStatusText = CText("ROT_ERR_UNKNOWN")
private let statusNames: [CText] = [
  "ROT_OK", "ROT_ERR_PARAMETER", "ROT_ERR_INPUT", "ROT_ERR_TOO_FEW", "ROT_ERR_CANCELLED",
  "ROT_ERR_MEMORY", "ROT_ERR_UNSUPPORTED", "ROT_ERR_OUTPUT", "ROT_ERR_FAILED",
  "ROT_ERR_NOT_FOUND", "ROT_ERR_ARGUMENT", "ROT_ERR_PLUGIN", "ROT_ERR_TIMEOUT",
  "ROT_ERR_CRASHED", "ROT_ERR_REFUSED", "ROT_ERR_CACHE", "ROT_ERR_IO", "ROT_ERR_DATA",
  "ROT_ERR_CLOSED",
].map { CText($0) }

@c @implementation
public func rot_abi_version() -> UInt32 { RothostVersion.abi }

@c @implementation
public func rot_version() -> UnsafePointer<CChar>! {
  // Lives as long as the library.
  unsafe versionText.pointer
}

@c @implementation
public func rot_status_name(_ status: rot_status) -> UnsafePointer<CChar>! {
  let known = status >= 0 && Int(status) < statusNames.count
  // Lives as long as the library.
  return unsafe (known ? statusNames[Int(status)] : unknownStatusText).pointer
}

@c @implementation
public func rot_get_last_error(_ error: UnsafeMutablePointer<rot_error>!) -> rot_status {
  guarded {
    let last = LastError.existing
    // The texts live until the thread's next failure, as the header says.
    let answer = unsafe rot_error(
      struct_size: 0, status: last?.status ?? ROT_OK, message: last?.message?.pointer,
      plugin: last?.plugin?.pointer, phase: last?.phase?.pointer)
    try unsafe writeGrowing(answer, to: error, minimum: MemoryLayout<rot_error>.size, "error")
  }
}

@c @implementation
public func rot_last_error_message() -> UnsafePointer<CChar>! {
  // Lives until the thread's next failure.
  unsafe (LastError.existing?.message ?? emptyText).pointer
}

@c @implementation
public func rot_free_text(_ text: UnsafeMutablePointer<CChar>!) {
  // The caller's from `giveText`, or NULL, which free accepts.
  unsafe free(text)
}

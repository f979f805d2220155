import Glibc

/// What the system says of a failed call, the last one where no code is given.
func systemMessage(_ code: Int32 = errno) -> String {
  // strerror answers a NUL-terminated text that lives until the thread's next call.
  unsafe String(cString: strerror(code))
}

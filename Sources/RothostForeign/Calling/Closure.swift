import CFFI
import RothostSeries

/// A C function pointer with data of its own: `ffi_closure_alloc`, `ffi_prep_closure_loc`.
///
/// Never freed: descriptors and libraries keep the address for as long as the process lives.
enum Closure {
  typealias Handler =
    @convention(c) (
      UnsafeMutablePointer<ffi_cif>?, UnsafeMutableRawPointer?,
      UnsafeMutablePointer<UnsafeMutableRawPointer?>?, UnsafeMutableRawPointer?
    ) -> Void

  /// The address of a function that runs `handler` with `data`.
  ///
  /// - Throws: `.memory` where no executable memory can be had.
  static func make(
    _ interface: CallInterface, data: UnsafeMutableRawPointer, _ handler: Handler
  ) throws(RothostError) -> UnsafeMutableRawPointer {
    var code: UnsafeMutableRawPointer?
    // Filled by libffi; the interface and the data outlive the closure, since neither is freed.
    guard
      let closure = unsafe ffi_closure_alloc(MemoryLayout<ffi_closure>.size, &code),
      let code = unsafe code,
      unsafe ffi_prep_closure_loc(
        closure.assumingMemoryBound(to: ffi_closure.self), interface.cif, handler, data, code)
        == FFI_OK
    else {
      throw RothostError(
        .memory, "no executable memory can be had for a callback; the system's policy forbids it")
    }
    return unsafe code
  }
}

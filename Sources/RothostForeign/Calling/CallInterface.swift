import CFFI
import RothostSeries

/// A prepared `ffi_cif`: the signature of a function, for calls and for closures.
///
/// Lives as long as the process: closures point to it.
@safe final class CallInterface: @unchecked Sendable {
  let cif: UnsafeMutablePointer<ffi_cif>

  /// `ffi_prep_cif`.
  ///
  /// - Throws: `.plugin` where libffi does not take the signature.
  init(returns: CType, arguments: [CType], name: String) throws(RothostError) {
    // Never freed, as said above; one element per argument, at least one so that it is not NULL.
    let types = UnsafeMutablePointer<UnsafeMutablePointer<ffi_type>?>.allocate(
      capacity: max(arguments.count, 1))
    unsafe types.initialize(repeating: nil, count: max(arguments.count, 1))
    for (index, type) in arguments.enumerated() { unsafe types[index] = type.ffi }
    // As above.
    unsafe cif = .allocate(capacity: 1)
    unsafe cif.initialize(to: ffi_cif())
    let status = unsafe ffi_prep_cif(
      cif, cffi_default_abi(), UInt32(arguments.count), returns.ffi, types)
    guard status == FFI_OK else {
      throw RothostError(.plugin, "libffi does not take the signature of \(name)")
    }
  }
}

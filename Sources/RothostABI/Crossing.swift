import CRothost
import Glibc
import RothostSeries

// What crosses the C boundary goes through here: each helper checks NULL, size and alignment and
// then trusts the header's promise that a non-NULL pointer is valid. They are `@safe` in that sense.

private func argument(_ message: String) -> RothostError {
  RothostError(.argument, message)
}

/// A required text argument, copied.
@safe func text(_ pointer: UnsafePointer<CChar>?, _ name: String) throws(RothostError) -> String {
  guard let text = try optionalText(pointer, name) else {
    throw argument("`\(name)` is NULL; pass a text.")
  }
  return text
}

/// A text argument that may be NULL, copied.
@safe func optionalText(
  _ pointer: UnsafePointer<CChar>?, _ name: String
) throws(RothostError) -> String? {
  // The header asks for NUL-terminated UTF-8.
  guard let pointer = unsafe pointer else { return nil }
  // As above; ill-formed UTF-8 is answered, not repaired.
  guard let text = unsafe String(validatingCString: pointer) else {
    throw argument("`\(name)` is not valid UTF-8.")
  }
  return text
}

/// Stores a value through an out-pointer.
@safe func give<T>(
  _ value: T, to out: UnsafeMutablePointer<T>?, _ name: String
) throws(RothostError) {
  // The caller's out-pointer is valid or NULL.
  guard let out = unsafe out else { throw argument("`\(name)` is NULL; pass where to store it.") }
  // As above.
  unsafe out.pointee = value
}

/// Gives the caller a copy of a text, to be returned to `rot_free_text`.
@safe func giveText(
  _ value: String, to out: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) throws(RothostError) {
  // The caller's out-pointer is valid or NULL.
  guard let out = unsafe out else { throw argument("`text` is NULL; pass where to store it.") }
  // strdup's copy is the caller's from here on.
  unsafe out.pointee = strdup(value)
}

/// The object behind a handle.
@safe func borrow<T: AnyObject>(
  _ handle: OpaquePointer?, as type: T.Type, _ name: String
) throws(RothostError) -> T {
  // Handles are NULL or came from `own`.
  guard let handle = unsafe handle else {
    throw argument("`\(name)` is NULL; it was not created, or creation failed.")
  }
  // As above.
  return unsafe Unmanaged<T>.fromOpaque(UnsafeRawPointer(handle)).takeUnretainedValue()
}

/// Gives an object to the caller as a handle; `disown` takes it back.
@safe func own(
  _ object: AnyObject, as out: UnsafeMutablePointer<OpaquePointer?>
) {
  // The caller's slot was checked by `emptied`; the retain is given back by `disown`.
  unsafe out.pointee = OpaquePointer(Unmanaged.passRetained(object).toOpaque())
}

/// An out-handle that was checked and set to NULL, as failure must leave it.
@safe func emptied(
  _ out: UnsafeMutablePointer<OpaquePointer?>?, _ name: String
) throws(RothostError) -> UnsafeMutablePointer<OpaquePointer?> {
  // The caller's out-pointer is valid or NULL.
  guard let out = unsafe out else { throw argument("`\(name)` is NULL; pass where to store it.") }
  // As above.
  unsafe out.pointee = nil
  return unsafe out
}

/// Ends the caller's ownership of a handle; NULL is fine.
@safe func disown<T: AnyObject>(_ handle: OpaquePointer?, as type: T.Type) {
  // Handles are NULL or came from `own`, and are given back once.
  guard let handle = unsafe handle else { return }
  // As above.
  unsafe Unmanaged<T>.fromOpaque(UnsafeRawPointer(handle)).release()
}

/// A struct that begins with `struct_size`, as its writer knew it: later fields are zero.
@safe func readGrowing<T>(
  _ pointer: UnsafePointer<T>?, blank: T, minimum: Int, _ name: String
) throws(RothostError) -> T {
  // Arguments are NULL or point to at least struct_size bytes.
  guard let pointer = unsafe pointer else { throw argument("`\(name)` is NULL.") }
  // Every growing struct begins with uint32_t struct_size.
  let given = Int(unsafe UnsafeRawPointer(pointer).load(as: UInt32.self))
  guard given >= minimum else {
    throw argument(
      "`\(name)`.struct_size is \(given), below version 1 (\(minimum)): set it to sizeof the struct."
    )
  }
  var value = blank
  // Copies what both sides know; T is a plain C struct.
  unsafe withUnsafeMutableBytes(of: &value) { bytes in
    // As above.
    unsafe bytes.baseAddress!.copyMemory(
      from: UnsafeRawPointer(pointer), byteCount: min(given, MemoryLayout<T>.size))
  }
  return value
}

/// Fills a caller's struct up to the size the caller knows; its own `struct_size` stays.
@safe func writeGrowing<T>(
  _ value: T, to out: UnsafeMutablePointer<T>?, minimum: Int, _ name: String
) throws(RothostError) {
  // Arguments are NULL or point to at least struct_size bytes.
  guard let out = unsafe out else { throw argument("`\(name)` is NULL; pass where to store it.") }
  let raw = UnsafeMutableRawPointer(out)
  // Every growing struct begins with uint32_t struct_size.
  let given = Int(unsafe raw.load(as: UInt32.self))
  guard given >= minimum else {
    throw argument(
      "`\(name)`.struct_size is \(given), below version 1 (\(minimum)): set it before the call.")
  }
  // Copies what both sides know, after the size itself; T is a plain C struct.
  unsafe withUnsafeBytes(of: value) { bytes in
    // As above.
    unsafe (raw + 4).copyMemory(
      from: bytes.baseAddress! + 4, byteCount: min(given, MemoryLayout<T>.size) - 4)
  }
}

/// Reads an array of pointers to growing structs, element by element; none may be NULL.
@safe func readEach<T, Element>(
  _ array: UnsafePointer<UnsafePointer<T>?>?, count: UInt32, _ name: String,
  _ read: (UnsafePointer<T>) throws(RothostError) -> Element
) throws(RothostError) -> [Element] {
  guard count > 0 else { return [] }
  guard count <= 65_536 else {
    throw argument("`\(name)` claims \(count) elements; 65536 is the limit.")
  }
  // `count` elements are promised where the pointer is not NULL.
  guard let array = unsafe array else {
    throw argument("`\(name)` is NULL, but its count is \(count).")
  }
  var result: [Element] = []
  result.reserveCapacity(Int(count))
  for index in 0..<Int(count) {
    // As above.
    guard let element = unsafe array[index] else { throw argument("`\(name)[\(index)]` is NULL.") }
    // As above.
    result.append(try unsafe read(element))
  }
  return result
}

/// A borrowed array of `count` elements, aligned for its type; NULL only where count is 0.
@safe func buffer<T>(
  _ pointer: UnsafePointer<T>?, count: Int64, _ name: String
) throws(RothostError) -> UnsafeBufferPointer<T> {
  guard count >= 0, count <= Int64.max / 16 else {
    throw argument("`\(name)` has the impossible count \(count).")
  }
  guard let pointer = unsafe pointer else {
    guard count == 0 else { throw argument("`\(name)` is NULL, but its count is \(count).") }
    return unsafe UnsafeBufferPointer(start: nil, count: 0)
  }
  try requireAligned(pointer, name)
  // `count` elements are promised.
  return unsafe UnsafeBufferPointer(start: pointer, count: Int(count))
}

/// Refuses an array that does not begin where its elements may.
@safe func requireAligned<T>(
  _ pointer: UnsafePointer<T>?, _ name: @autoclosure () -> String
) throws(RothostError) {
  guard UInt(bitPattern: pointer) % UInt(MemoryLayout<T>.alignment) == 0 else {
    throw argument(
      "`\(name())` is not aligned to \(MemoryLayout<T>.alignment) bytes; copy it first.")
  }
}

/// A copy of a caller's array.
@safe func copied<T>(
  _ pointer: UnsafePointer<T>?, count: Int64, _ name: String
) throws(RothostError) -> [T] {
  // `buffer` checked it; the elements are read during the call only.
  unsafe Array(try buffer(pointer, count: count, name))
}

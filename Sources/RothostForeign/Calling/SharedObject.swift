import CRothostSystem
import Glibc
import RothostLock
import RothostSeries

/// An open shared library: `dlopen`, `dlsym`. Never closed, since its functions stay in descriptors.
@safe final class SharedObject: @unchecked Sendable {
  private let handle: UnsafeMutableRawPointer
  /// For people.
  let path: String

  /// - Parameters:
  ///   - opened: as the loader takes it.
  ///   - path: for people, where that is another.
  /// - Throws: `.notFound` with the loader's sentence where it cannot be opened.
  init(_ opened: String, path: String? = nil) throws(RothostError) {
    let path = path ?? opened
    // The path is a C string for the call. All symbols are bound now, and seen by nobody else.
    guard let handle = unsafe dlopen(opened, RTLD_NOW | RTLD_LOCAL) else {
      // dlerror answers a C string that lives until this thread's next call.
      let words = unsafe dlerror().map { unsafe String(cString: $0) } ?? "unknown reason"
      throw RothostError(.notFound, words.replacing(opened, with: path))
    }
    unsafe self.handle = handle
    self.path = path
  }

  /// The address of a function; nil where the library has none of that name.
  func symbol(_ name: String) -> UnsafeMutableRawPointer? {
    // The handle is open; the name is a C string for the call.
    unsafe dlsym(handle, name)
  }

  /// The file that holds a function: this library's, or that of one it brought along.
  func file(of name: String) -> String? {
    guard let address = unsafe symbol(name) else { return nil }
    // The answer is a C string of the loader's, which lives as long as the file is open.
    return unsafe rothost_image_path(address).flatMap { unsafe String(validatingCString: $0) }
  }
}

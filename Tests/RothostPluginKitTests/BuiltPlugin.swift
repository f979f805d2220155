import CRothost
import Glibc

/// A bundled plugin as it was built, opened the way a host opens it.
enum BuiltPlugin {
  static func open(_ id: String) -> UnsafePointer<rot_plugin>? {
    let path = folder + "/lib\(id).so"
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      print("cannot open \(path): \(String(cString: dlerror()))")
      return nil
    }
    guard let symbol = dlsym(library, "rot_plugin_entry") else { return nil }
    let entry = unsafeBitCast(
      symbol, to: (@convention(c) () -> UnsafePointer<rot_plugin>?).self)
    return entry()
  }

  /// Where the test program lies: SwiftPM builds plugins beside it.
  private static var folder: String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let path = String(decoding: buffer.prefix(max(0, length)).map(UInt8.init), as: UTF8.self)
    return path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
  }
}

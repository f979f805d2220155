import CRothost
import Foundation
import RothostTestSupport

/// Plugins compiled while the tests run, each into a folder of its own.
enum Fixture {
  static let root: String = {
    var path = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { path.deleteLastPathComponent() }
    return path.path
  }()

  /// A new folder with owner rights only.
  static func folder() throws -> String {
    let path = NSTemporaryDirectory() + "rothost-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return path
  }

  /// Compiles C to `path` with the given macros; `source` is a path, or a name in `Tests/Fixtures`.
  static func compile(
    _ source: String, to path: String, defines: [String] = [], extra: [String] = []
  ) throws {
    let file = source.contains("/") ? source : "\(root)/Tests/Fixtures/\(source).c"
    try Compiler.run(
      "cc",
      ["-std=gnu99", "-O1", "-ffp-contract=off", "-shared", "-fPIC", "-I", "\(root)/include"]
        + defines.map { "-D\($0)" } + [file, "-lm"] + extra, to: path)
  }

  /// The descriptor a plugin's entry function answers, as an embedding program would hand it in.
  static func descriptor(of path: String) throws -> UnsafePointer<rot_plugin> {
    typealias Entry = @convention(c) () -> UnsafePointer<rot_plugin>?
    guard let handle = unsafe dlopen(path, RTLD_NOW),
      let symbol = unsafe dlsym(handle, "rot_plugin_entry"),
      let plugin = unsafe unsafeBitCast(symbol, to: Entry.self)()
    else { throw NoPlugin(path: path) }
    return unsafe plugin
  }

  struct NoPlugin: Error {
    var path: String
  }

  /// A folder with one plugin `ID.so` made of `source`.
  static func plugin(_ source: String, id: String, defines: [String] = []) throws -> String {
    let folder = try folder()
    try compile(source, to: "\(folder)/\(id).so", defines: defines)
    return folder
  }
}

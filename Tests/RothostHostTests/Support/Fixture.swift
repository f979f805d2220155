import CRothost
import Foundation

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

  /// Compiles `Tests/Fixtures/SOURCE.c` to `path` with the given macros.
  static func compile(
    _ source: String, to path: String, defines: [String] = [], extra: [String] = []
  ) throws {
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/cc")
    compiler.arguments =
      ["-std=gnu99", "-O1", "-ffp-contract=off", "-shared", "-fPIC", "-I", "\(root)/include"]
      + defines.map { "-D\($0)" }
      + ["\(root)/Tests/Fixtures/\(source).c", "-o", path, "-lm"] + extra
    try compiler.run()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0 else { throw CompilerFailed(source: source) }
    chmod(path, 0o755)
  }

  /// The descriptor a plugin's entry function answers, as an embedding program would hand it in.
  static func descriptor(of path: String) throws -> UnsafePointer<rot_plugin> {
    typealias Entry = @convention(c) () -> UnsafePointer<rot_plugin>?
    guard let handle = unsafe dlopen(path, RTLD_NOW),
      let symbol = unsafe dlsym(handle, "rot_plugin_entry"),
      let plugin = unsafe unsafeBitCast(symbol, to: Entry.self)()
    else { throw CompilerFailed(source: path) }
    return unsafe plugin
  }

  struct CompilerFailed: Error {
    var source: String
  }

  /// A folder with one plugin `ID.so` made of `source`.
  static func plugin(_ source: String, id: String, defines: [String] = []) throws -> String {
    let folder = try folder()
    try compile(source, to: "\(folder)/\(id).so", defines: defines)
    return folder
  }
}

import Foundation
import RothostSeries

@testable import RothostHost

/// Builds of `tagged.c`, each known by the number it answers.
enum TaggedPlugin {
  /// Makes `path` the build that answers `tag`, in one step.
  static func put(
    _ tag: Int, at path: String, version: String = "1.0.0", id: String = "tagged"
  ) throws {
    try compile(tag, to: "\(path).new", version: version, id: id)
    rename("\(path).new", path)
  }

  static func compile(
    _ tag: Int, to path: String, version: String = "1.0.0", id: String = "tagged"
  ) throws {
    try Fixture.compile(
      "tagged", to: path, defines: ["TAG=\(tag)", "VERSION=\"\(version)\"", "ID=\"\(id)\""])
  }

  /// A folder with one build, `tagged.so`.
  static func folder(_ tag: Int) throws -> String {
    let folder = try Fixture.folder()
    try put(tag, at: "\(folder)/tagged.so")
    return folder
  }

  /// `libtag.so` answering `tag` in a folder, and a plugin that finds it by `$ORIGIN`.
  static func putWithLibrary(_ tag: Int, in folder: String) throws {
    try putLibrary(tag, in: folder)
    try Fixture.compile(
      "tagged", to: "\(folder)/tagged.so", defines: ["NEEDS_LIBRARY"],
      extra: ["-L\(folder)", "-ltag", "-Wl,-rpath,$ORIGIN"])
  }

  static func putLibrary(_ tag: Int, in folder: String, soname: String? = "libtag.so") throws {
    try Fixture.compile(
      "tagged", to: "\(folder)/libtag.so.new", defines: ["LIBRARY", "TAG=\(tag)"],
      extra: soname.map { ["-Wl,-soname,\($0)"] } ?? [])
    rename("\(folder)/libtag.so.new", "\(folder)/libtag.so")
  }

  /// What the build that runs answers.
  static func answer(
    _ engine: Engine, _ isolation: Request.Isolation = .standard, id: String = "tagged"
  ) throws -> Int64? {
    var request = Request(indicator: id)
    request.isolation = isolation
    guard case .integer(let tag)? = try engine.evaluate(request).scalar("tag")?.storage else {
      return nil
    }
    return tag
  }
}

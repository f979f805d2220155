import CRothost
import RothostForeign
import RothostLock
import RothostSeries

/// A manifest as a plugin: its library opened, its functions behind ordinary descriptors.
enum ManifestPlugin {
  /// Every manifest this process has read, by path and content, with what came of it: descriptors
  /// live as long as the process, so that none is made twice.
  private static let loaded = Mutex<[String: Result<LoadedPlugin, RothostError>]>([:])

  /// As large as TOML text may be.
  private static let longest = 4 << 20

  /// Reads a manifest and opens its library.
  ///
  /// - Throws: `.data` with file, line, key and remedy; `.refused` where others may write the library;
  ///   `.plugin` where the loader refuses it or a function is missing.
  static func load(_ path: String) throws(RothostError) -> LoadedPlugin {
    guard let text = FileSystem.contents(path, limit: longest + 1),
      let digest = FileSystem.sha256(path)
    else { throw RothostError(.inputOutput, "it cannot be read: check its rights") }
    guard text.count <= longest else {
      throw RothostError(.data, "it is larger than 4 MiB; split it into several manifests")
    }
    let answer: Result<LoadedPlugin, RothostError> = loaded.withLock { loaded in
      let key = "\(digest) \(path)"
      if let known = loaded[key] { return known }
      let result = Result { () throws(RothostError) in try read(text, path, digest) }
      // A library that was not there may come later: only what was read is kept.
      if case .success = result { loaded[key] = result }
      return result
    }
    return try answer.get()
  }

  /// What a manifest says, without opening its library.
  static func library(_ path: String) throws(RothostError) -> ForeignLibrary {
    guard let text = FileSystem.contents(path, limit: longest) else {
      throw RothostError(.inputOutput, "\(path) cannot be read: check its rights")
    }
    return try ManifestReader.read(text, file: path)
  }

  private static func read(
    _ text: [UInt8], _ path: String, _ digest: String
  ) throws(RothostError) -> LoadedPlugin {
    let library = try ManifestReader.read(text, file: path)
    let file = try locate(library, beside: SearchPath.parent(of: path))
    let descriptor: UnsafePointer<rot_plugin>
    do {
      // Made for ever, as every descriptor.
      unsafe descriptor = try ForeignDescriptor.make(library, path: file)
    } catch {
      throw RothostError(
        error.status == .notFound ? .plugin : error.status,
        "\(path): library \(file): \(error.message)")
    }
    do {
      // The reader checks it like any other.
      return try unsafe LoadedPlugin(descriptor, path: path, digest: digest)
    } catch {
      throw RothostError(error.status, "\(path): \(error.message)")
    }
  }

  /// The file of a library: a path as it stands, a name beside the manifest, else the loader's own.
  private static func locate(
    _ library: ForeignLibrary, beside folder: String
  ) throws(RothostError) -> String {
    switch library.location {
    case .path(let path):
      let whole = path.hasPrefix("/") ? path : "\(folder)/\(path)"
      guard let file = FileSystem.realPath(whole) else {
        throw RothostError(
          .plugin, "\(library.origin): there is no library \(whole); correct the key library")
      }
      return try trusted(file)
    case .soname(let name):
      guard let file = FileSystem.realPath("\(folder)/\(name)") else { return name }
      return try trusted(file)
    }
  }

  private static func trusted(_ path: String) throws(RothostError) -> String {
    let folder = SearchPath.parent(of: path)
    guard let status = FileSystem.status(path), let place = FileSystem.status(folder) else {
      throw RothostError(.plugin, "\(path) is gone")
    }
    guard status.isRegular else { throw RothostError(.plugin, "\(path) is not a regular file") }
    if let objection = FileTrust.objection(file: status, path: path, folder: place, at: folder) {
      throw RothostError(.refused, "library \(path): \(objection)")
    }
    return path
  }
}

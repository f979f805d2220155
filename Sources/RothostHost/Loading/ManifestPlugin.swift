import CRothost
import RothostForeign
import RothostLock
import RothostSeries

/// A manifest as a plugin: its library opened, its functions behind ordinary descriptors.
enum ManifestPlugin {
  /// Every manifest this process has read, by the content of its files: descriptors live as long as
  /// the process, so that none is made twice.
  private static let loaded = Mutex<[[FileDigest]: Result<LoadedPlugin, RothostError>]>([:])

  /// Reads a manifest and opens its library.
  ///
  /// - Throws: `.data` with file, line, key and remedy; `.plugin` where the loader refuses the library
  ///   or a function is missing.
  static func load(_ files: SealedPlugin) throws(RothostError) -> LoadedPlugin {
    let answer: Result<LoadedPlugin, RothostError> = loaded.withLock { loaded in
      if let known = loaded[files.digests] { return known }
      let result = Result { () throws(RothostError) in try read(files) }
      // A library that was not there may come later: only what was read is kept.
      if case .success = result { loaded[files.digests] = result }
      return result
    }
    return try answer.get()
  }

  /// What a manifest says, without opening its library.
  static func library(_ path: String) throws(RothostError) -> ForeignLibrary {
    guard let text = FileSystem.contents(path, limit: PluginSource.longestManifest) else {
      throw RothostError(.inputOutput, "\(path) cannot be read: check its rights")
    }
    return try ManifestReader.read(text, file: path)
  }

  private static func read(_ files: SealedPlugin) throws(RothostError) -> LoadedPlugin {
    let path = files.main.path
    let library = try ManifestReader.read(files.main.contents(), file: path)
    var readable: [String: String] = [:]
    for file in files.needed.dropLast() { readable[try OpenedLibraries.need(file)] = file.name }
    let file = try libraryFile(library, files.needed.last, besides: readable)
    let descriptor: UnsafePointer<rot_plugin>
    do {
      // Made for ever, as every descriptor.
      unsafe descriptor = try ForeignDescriptor.make(
        library, file, services: OutputsTable.foreign)
    } catch {
      throw RothostError(
        error.status == .notFound ? .plugin : error.status,
        "\(path): library \(file.path): \(error.message)")
    }
    do {
      // The reader checks it like any other.
      return try unsafe LoadedPlugin(
        descriptor, path: path, digest: files.main.sha256,
        arithmetic: Set(library.indicators.filter(\.isArithmetic).map(\.id)))
    } catch {
      throw RothostError(error.status, "\(path): \(error.message)")
    }
  }

  /// The library, opened where it is a file; otherwise the loader finds it by its name.
  private static func libraryFile(
    _ library: ForeignLibrary, _ file: SealedFile?, besides companions: [String: String]
  ) throws(RothostError) -> ForeignLibrary.File {
    if let file {
      do {
        let opened = try OpenedLibraries.open(file)
        var readable = companions
        readable[opened] = file.name
        return ForeignLibrary.File(path: file.path, opened: opened, readable: readable)
      } catch {
        throw RothostError(
          .plugin, "\(library.origin): library \(file.path): \(error.message)")
      }
    }
    switch library.location {
    case .path(let name), .soname(let name): return ForeignLibrary.File(path: name)
    }
  }
}

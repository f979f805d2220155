import RothostForeign
import RothostSeries

/// Manifests for libraries that describe themselves: what `rothost plugin adopt` writes.
public struct LibraryAdoption: Sendable {
  public enum Library: String, CaseIterable, Sendable {
    case talib = "ta-lib"
  }

  /// What the manifest is called where nothing else is said.
  public let fileName: String
  /// The library's version, as it says itself.
  public let version: String
  public let ids: [String]
  public let text: String

  /// Opens the library, asks what it can, and reads the manifest made of that as the host will.
  ///
  /// - Parameter path: the shared library, or a folder that holds exactly one.
  /// - Throws: `.notFound` where there is none; `.refused` where others may write it; `.plugin`
  ///   where it does not describe itself or a function it describes is missing.
  public init(_ library: Library, path: String) throws(RothostError) {
    let file = try Self.file(path, library)
    var opened = ForeignLibrary.File(path: file, opened: file, readable: [:])
    // The files live until the prototypes were compared with what they hold.
    var files: [SealedFile] = []
    defer { withExtendedLifetime(files) {} }
    for copy in try PluginSource.library(file) {
      let sealed = try SealedFile(copy)
      files.append(sealed)
      let isItself = copy.path == file
      let name = isItself ? try Self.open(sealed) : try OpenedLibraries.need(sealed)
      opened.readable[name] = sealed.name
      if isItself { opened.opened = name }
    }
    let manifest = try TALibManifest(opened)
    fileName = "ta_lib.toml"
    version = manifest.version
    ids = manifest.ids
    text = manifest.text
    _ = try unsafe ForeignDescriptor.make(
      ManifestReader.read(Array(manifest.text.utf8), file: fileName), opened,
      services: OutputsTable.foreign)
  }

  private static func open(_ file: SealedFile) throws(RothostError) -> String {
    do {
      return try OpenedLibraries.open(file)
    } catch {
      throw RothostError(.plugin, "the loader refused it: \(error.message)")
    }
  }

  private static func file(_ path: String, _ library: Library) throws(RothostError) -> String {
    guard let resolved = FileSystem.realPath(path) else {
      throw RothostError(.notFound, "there is no file \(path); give the path of the shared library")
    }
    guard FileSystem.status(resolved)?.isFolder == true else { return resolved }
    let names = (FileSystem.names(inFolder: resolved) ?? []).filter { name in
      name.hasPrefix("lib") && name.contains("ta") && name.contains(".so")
    }
    guard names.count == 1, let file = FileSystem.realPath("\(resolved)/\(names[0])") else {
      throw RothostError(
        .notFound,
        "\(path) holds \(names.count) libraries that could be \(library.rawValue); give the file itself"
      )
    }
    return file
  }
}

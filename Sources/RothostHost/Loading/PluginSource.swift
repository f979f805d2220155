import RothostForeign
import RothostSeries

/// All files of one plugin, each read once.
///
/// A shared object may bring libraries along, which it finds beside itself by `$ORIGIN`; a manifest
/// names the library it binds. They are as much the plugin as its own file.
struct PluginSource: Sendable {
  let main: FileCopy
  /// What it brings along, each after what it needs itself; a manifest's library is the last.
  let needed: [FileCopy]

  var files: [FileCopy] { [main] + needed }
  var digests: [FileDigest] { files.map(\.digest) }

  /// As large as TOML text may be.
  static let longestManifest = 4 << 20

  /// - Parameters:
  ///   - path: absolute and without links.
  ///   - isBundled: whether its files are as trusted as the program beside them.
  /// - Throws: `.refused` where others may write a file it brings along; `.data` where a manifest
  ///   cannot be read; `.plugin`, `.notFound` or `.inputOutput` where a file is not what it should be.
  init(_ path: String, isBundled: Bool = false) throws(RothostError) {
    if Self.isManifest(path) {
      main = try FileCopy(
        path, limit: Self.longestManifest, remedy: "split it into several manifests")
      let library = try ManifestReader.read(main.bytes, file: path)
      needed = try Self.libraries(of: library, beside: SearchPath.parent(of: path), isBundled)
    } else {
      main = try FileCopy(path)
      var gathering = Gathering(isBundled: isBundled)
      try gathering.addNeeds(of: main)
      needed = gathering.copies
    }
  }

  /// Whether the file binds a foreign library's functions instead of holding code itself.
  static func isManifest(_ path: String) -> Bool { path.hasSuffix(".toml") }

  /// A library with what it brings along, the library last.
  ///
  /// - Throws: as `init`.
  static func library(_ path: String, isBundled: Bool = false) throws(RothostError) -> [FileCopy] {
    var gathering = Gathering(isBundled: isBundled)
    try gathering.add(path)
    return gathering.copies
  }

  /// The file of a library: a path as it stands or a name beside the manifest, with what it needs;
  /// nothing where the loader is to find it by its name.
  private static func libraries(
    of library: ForeignLibrary, beside folder: String, _ isBundled: Bool
  ) throws(RothostError) -> [FileCopy] {
    switch library.location {
    case .path(let path):
      let whole = path.hasPrefix("/") ? path : "\(folder)/\(path)"
      guard FileSystem.realPath(whole) != nil else {
        throw RothostError(
          .plugin, "\(library.origin): there is no library \(whole); correct the key library")
      }
      return try Self.library(whole, isBundled: isBundled)
    case .soname(let name):
      guard FileSystem.realPath("\(folder)/\(name)") != nil else { return [] }
      return try Self.library("\(folder)/\(name)", isBundled: isBundled)
    }
  }
}

/// The libraries that files bring along, in the order in which they must be opened.
private struct Gathering {
  let isBundled: Bool
  var copies: [FileCopy] = []
  private var seen: Set<String> = []

  /// A worker has 64 open files, of which each library takes one.
  private static let most = 32

  init(isBundled: Bool) {
    self.isBundled = isBundled
  }

  /// Adds a library after what it needs itself.
  mutating func add(_ name: String, soname: String? = nil) throws(RothostError) {
    guard let path = FileSystem.realPath(name) else {
      throw RothostError(.plugin, "library \(name) is gone")
    }
    guard seen.insert(path).inserted else { return }
    guard seen.count <= Self.most else {
      throw RothostError(
        .unsupported, "it brings more than \(Self.most) libraries along; link some of them into it")
    }
    do throws(RothostError) {
      if !isBundled, let objection = FileTrust.objection(to: name) {
        throw RothostError(.refused, objection)
      }
      let copy = try FileCopy(path)
      if let soname, (try? ElfImage(copy.bytes))?.soname != soname {
        throw RothostError(
          .plugin,
          "it must say its own name to be found: link it with -Wl,-soname,\(soname), or link it into "
            + "the plugin")
      }
      try addNeeds(of: copy)
      copies.append(copy)
    } catch {
      throw RothostError(error.status, "library \(path): \(error.message)")
    }
  }

  /// Adds what a shared object finds beside itself; what is no ELF file needs nothing.
  mutating func addNeeds(of copy: FileCopy) throws(RothostError) {
    guard let image = try? ElfImage(copy.bytes) else { return }
    for need in image.needsBeside(SearchPath.parent(of: copy.path)) {
      try add(need.path, soname: need.name)
    }
  }
}

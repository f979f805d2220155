/// Listing the candidates.
extension SearchPath {
  /// Every candidate in search order, each file once; loads nothing.
  func files() -> [PluginFile] {
    var seen: Set<FileKey> = []
    var files: [PluginFile] = []
    for place in places {
      for file in Self.files(in: place) {
        if let status = FileSystem.status(file.path), !status.isFolder,
          !seen.insert(FileKey(device: status.device, inode: status.inode)).inserted
        {
          continue
        }
        files.append(file)
      }
    }
    return files
  }

  private struct FileKey: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  private static func files(in place: Place) -> [PluginFile] {
    guard let status = FileSystem.status(place.path), let path = FileSystem.realPath(place.path)
    else {
      guard place.isNamed else { return [] }
      return [refused(place, "there is no such folder")]
    }
    // As it was named: every link and folder on the way is judged.
    let whole =
      place.path.hasPrefix("/")
      ? place.path : "\(FileSystem.workingFolder ?? "")/\(place.path)"
    guard status.isFolder else {
      return [PluginFile(path: path, origin: place.origin, name: whole)]
    }
    guard let names = FileSystem.names(inFolder: path) else {
      return [refused(place, "the folder cannot be read: check its rights")]
    }
    // A build folder's manifests are those of other programs.
    let endings = place.isMixed ? [".so"] : [".so", ".toml"]
    let files = names.filter { name in
      !name.hasPrefix(".") && endings.contains { name.hasSuffix($0) }
    }
    .map { name in
      PluginFile(path: resolved("\(path)/\(name)"), origin: place.origin, name: "\(whole)/\(name)")
    }
    return place.isMixed ? files.filter(\.exportsEntry) : files
  }

  private static func resolved(_ path: String) -> String { FileSystem.realPath(path) ?? path }

  private static func refused(_ place: Place, _ why: String) -> PluginFile {
    PluginFile(path: place.path, origin: place.origin, objection: why)
  }
}

/// Where plugins are looked for, in order.
struct SearchPath: Sendable {
  /// A folder with plugins in it, or one plugin's file.
  struct Place: Sendable, Equatable {
    var path: String
    var origin: PluginRecord.Origin
    /// A build folder, which holds other shared objects too: they are passed over in silence.
    var isMixed = false
    /// Named by the user, so that its absence is worth a line; the usual folders may be absent.
    var isNamed = false
  }

  var places: [Place]

  init(places: [Place]) {
    self.places = places
  }

  /// The bundled plugins, `--plugins`, `$ROTHOST_PLUGIN_PATH`, `plugins/` beside the working
  /// directory, and `$XDG_DATA_HOME/rothost/plugins`.
  init(pluginPaths: [String]) {
    places = Self.bundled()
    for path in pluginPaths {
      places.append(Place(path: path, origin: .option, isNamed: true))
    }
    let listed = FileSystem.environment("ROTHOST_PLUGIN_PATH") ?? ""
    for path in listed.split(separator: ":") {
      places.append(Place(path: String(path), origin: .environment, isNamed: true))
    }
    places.append(Place(path: "plugins", origin: .workingFolder))
    if let folder = Self.dataFolder {
      places.append(Place(path: "\(folder)/rothost/plugins", origin: .userFolder))
    }
  }

  var bundledFolders: [Place] { places.filter { $0.origin == .bundled } }

  /// `$XDG_DATA_HOME`, else `~/.local/share` (XDG Base Directory Specification 0.8).
  static var dataFolder: String? {
    if let folder = FileSystem.environment("XDG_DATA_HOME"), folder.hasPrefix("/") { return folder }
    return FileSystem.home.map { "\($0)/.local/share" }
  }

  /// Beside this executable or library, unless `$ROTHOST_BUNDLED_PLUGINS` names a folder, for tests.
  private static func bundled() -> [Place] {
    if let folder = FileSystem.environment("ROTHOST_BUNDLED_PLUGINS") {
      return [Place(path: folder, origin: .bundled, isMixed: true)]
    }
    return besideThisImage
  }

  /// `lib/rothost/plugins` where installed, SwiftPM's folder where built. Looked for once: a loaded
  /// image stays where it is, and a program may open engines by the thousand.
  private static let besideThisImage: [Place] = {
    guard let image = FileSystem.ownImage() else { return [] }
    let folder = parent(of: image)
    // PREFIX/bin/rothost, PREFIX/lib/librothost.so.1, and a Python package with both in one folder.
    for path in ["\(parent(of: folder))/lib/rothost/plugins", "\(folder)/rothost/plugins"]
    where FileSystem.status(path)?.isFolder == true {
      return [Place(path: path, origin: .bundled)]
    }
    // SwiftPM writes this file into every build folder; nothing else is searched for plugins.
    if FileSystem.status("\(folder)/description.json") != nil {
      return [Place(path: folder, origin: .bundled, isMixed: true)]
    }
    return []
  }()

  /// A path's last part.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The folder of an absolute path.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }
}

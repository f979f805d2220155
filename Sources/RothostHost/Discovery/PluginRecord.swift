/// One candidate file (or registered plugin): where it came from and what became of it.
public struct PluginRecord: Sendable, Equatable {
  /// Where the host found it, in search order.
  public enum Origin: String, Sendable, CaseIterable {
    case bundled
    /// `--plugins`, or `plugin_paths` of the embedding API.
    case option = "--plugins"
    case environment = "$ROTHOST_PLUGIN_PATH"
    case workingFolder = "plugins/"
    case userFolder = "user folder"
    /// Implemented by the embedding program.
    case registered
  }

  public enum Status: Sendable, Equatable {
    /// At least one of its indicators can be used.
    case loaded
    /// Every indicator in it is hidden; says by what.
    case shadowed(String)
    /// It shares an id with another third-party file, and neither is picked; says with which.
    case ambiguous(String)
    /// It was not loaded; says why.
    case refused(String)

    /// `loaded`, `shadowed`, `ambiguous` or `refused`.
    public var name: String {
      switch self {
      case .loaded: "loaded"
      case .shadowed: "shadowed"
      case .ambiguous: "ambiguous"
      case .refused: "refused"
      }
    }

    /// Why the plugin is not simply loaded; nil where it is.
    public var reason: String? {
      switch self {
      case .loaded: nil
      case .shadowed(let text), .ambiguous(let text), .refused(let text): text
      }
    }
  }

  /// One indicator of the file, with a status of its own.
  public struct Indicator: Sendable, Equatable {
    public var id: String
    public var version: String
    public var summary: String
    public var status: Status
  }

  /// Absolute path; "" for registered plugins.
  public var path: String
  public var origin: Origin
  public var status: Status
  /// Lower-case hexadecimal digest of the file; "" for registered plugins, and for files that cannot be
  /// read or are refused unread.
  public var sha256: String
  /// The plugin's own name and version; "" where it was refused before it could say.
  public var name: String
  public var version: String
  public var indicators: [Indicator]
  /// The user's word for it: as it is where it was loaded, as it was where it changed since.
  public var pin: Pin?
}

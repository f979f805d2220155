import RothostSeries

/// A manifest as the host understands it: one library and the indicators made of its functions.
public struct ForeignLibrary: Sendable {
  /// Where it is: an absolute path, a path below the manifest's folder, or a SONAME.
  public enum Location: Sendable, Equatable {
    case path(String)
    case soname(String)
  }

  /// Its shared object.
  public struct File: Sendable, Equatable {
    /// For people.
    public var path: String
    /// As the loader takes it.
    public var opened: String
    /// Where its bytes can be read, and those of the libraries it brought along, by the name that the loader
    /// knows each by: debugging information is in them.
    public var readable: [String: String]

    public init(path: String, opened: String, readable: [String: String]) {
      self.path = path
      self.opened = opened
      self.readable = readable
    }

    /// One that the loader and people know by the same name.
    public init(path: String) {
      self.init(path: path, opened: path, readable: [path: path])
    }
  }

  public var name: String
  public var version: String
  public var location: Location
  /// Called once in a process before the first call.
  public var initialise: ForeignCall?
  /// What `initialise` answers when all is well; nil = its answer does not matter.
  public var initialised: Int64?
  /// Called once when the process ends, where `initialise` was.
  public var finalise: ForeignCall?
  public var indicators: [ForeignIndicator]
  /// For messages: the manifest's file.
  public var origin: String
}

import RothostSeries

/// A manifest as the host understands it: one library and the indicators made of its functions.
public struct ForeignLibrary: Sendable {
  /// Where it is: an absolute path, a path below the manifest's folder, or a SONAME.
  public enum Location: Sendable, Equatable {
    case path(String)
    case soname(String)
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

/// A plugin that the user vouched for, by the content of its files.
public struct Pin: Sendable, Equatable {
  /// A file as it was when it was pinned.
  public struct File: Sendable, Equatable {
    /// Absolute, without links.
    public var path: String
    /// Lower-case hexadecimal.
    public var sha256: String
    public var size: Int
    /// Nanoseconds since 1970, UTC; whole seconds.
    public var modified: Int64
  }

  /// The plugin's own file.
  public var file: File
  /// The libraries it brings along: those it finds by `$ORIGIN`, or the one its manifest names.
  public var needed: [File]
  /// Where it came from: the place of the search path, or the user's own words.
  public var origin: String
  /// The plugin's own name and version.
  public var name: String
  public var version: String
  /// Its indicators.
  public var ids: [String]
  /// When it was pinned, in nanoseconds since 1970, UTC; whole seconds.
  public var date: Int64

  public var path: String { file.path }
}

extension Pin.File {
  init(_ copy: FileCopy) {
    path = copy.path
    sha256 = copy.sha256
    size = copy.bytes.count
    modified = Pin.wholeSeconds(copy.status.modified)
  }
}

extension Pin {
  /// What `plugins.lock` keeps of a stamp.
  static func wholeSeconds(_ time: Int64) -> Int64 { time - time % 1_000_000_000 }

  init(
    _ source: PluginSource, _ description: PluginDescription, origin: String, date: Int64
  ) {
    file = File(source.main)
    needed = source.needed.map(File.init)
    self.origin = origin
    name = description.name
    version = description.version
    ids = description.indicators.map(\.description.id)
    self.date = Self.wholeSeconds(date)
  }

  /// Whether these are the bytes that were pinned, wherever they lie now.
  func vouches(for source: PluginSource) -> Bool {
    source.main.sha256 == file.sha256 && source.needed.map(\.sha256) == needed.map(\.sha256)
  }
}

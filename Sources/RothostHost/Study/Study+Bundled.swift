import RothostSeries

extension Study {
  /// Names of the studies that come with rothost.
  public static let bundledNames = ["rotation"]

  /// The TOML text of a bundled study, to copy and change.
  ///
  /// - Throws: `.notFound` with the names there are.
  public static func bundledText(_ name: String) throws(RothostError) -> String {
    guard name == "rotation" else {
      throw RothostError(
        .notFound,
        "no study is called \"\(name)\"\(Nearest.hint(name, among: bundledNames)); bundled is "
          + "\(bundledNames.joined(separator: ", ")), and a file of your own is named by its path")
    }
    return String(decoding: PackageResources.rotation_toml, as: UTF8.self)
  }

  /// The study of that name, or of the file at that path (anything with `/` or ending in `.toml`).
  ///
  /// - Throws: `.notFound` where there is none; `.data` where the file is wrong.
  public init(named name: String) throws(RothostError) {
    guard name.contains("/") || name.hasSuffix(".toml") else {
      let text = try Self.bundledText(name)
      try self.init(Array(text.utf8), name: name, file: "\(name).toml")
      return
    }
    // One byte more than the reader takes, so that a larger file is refused and not cut.
    guard let text = FileSystem.contents(name, limit: (4 << 20) + 1) else {
      throw RothostError(
        .notFound,
        "the study \(name) cannot be read; give the path of a TOML file, or one of "
          + Self.bundledNames.joined(separator: ", "))
    }
    try self.init(text, name: name, file: name)
  }
}

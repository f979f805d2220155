import RothostSeries

/// What became of pinned files, in words.
extension Pin {
  /// What differs from the files as they are now; empty where nothing does.
  func changes(to source: PluginSource) -> [String] {
    var words = Self.changes(file, source.main)
    for copy in source.needed {
      let name = SearchPath.name(of: copy.path)
      guard let before = needed.first(where: { SearchPath.name(of: $0.path) == name }) else {
        words.append("it brings \(name) along, which it did not")
        continue
      }
      words += Self.changes(before, copy).map { "\(name): \($0)" }
    }
    let names = Set(source.needed.map { SearchPath.name(of: $0.path) })
    for before in needed where !names.contains(SearchPath.name(of: before.path)) {
      words.append("it no longer brings \(SearchPath.name(of: before.path)) along")
    }
    return words
  }

  /// What differs from a later pin of the same file.
  func changes(to later: Pin) -> [String] {
    var words: [String] = []
    func note(_ what: String, _ before: String, _ after: String) {
      if before != after { words.append("\(what) \(before) → \(after)") }
    }
    note("sha256", Self.short(file.sha256), Self.short(later.file.sha256))
    note("bytes", "\(file.size)", "\(later.file.size)")
    note("version", version, later.version)
    note("indicators", ids.joined(separator: ", "), later.ids.joined(separator: ", "))
    note("libraries", Self.libraries(needed), Self.libraries(later.needed))
    note("origin", origin, later.origin)
    return words
  }

  /// What a descriptor says that the pin does not.
  func changes(to description: PluginDescription) -> [String] {
    let ids = description.indicators.map(\.description.id)
    return (version == description.version ? [] : ["version \(version) → \(description.version)"])
      + (self.ids == ids
        ? [] : ["indicators \(self.ids.joined(separator: ", ")) → \(ids.joined(separator: ", "))"])
  }

  private static func changes(_ before: File, _ now: FileCopy) -> [String] {
    guard before.sha256 != now.sha256 else { return [] }
    let modified = wholeSeconds(now.status.modified)
    return ["sha256 \(short(before.sha256)) → \(short(now.sha256))"]
      + (before.size == now.bytes.count ? [] : ["\(before.size) → \(now.bytes.count) bytes"])
      + (before.modified == modified
        ? ["its time was set back to \(ISO8601.instant(modified))"]
        : ["written \(ISO8601.instant(before.modified)) → \(ISO8601.instant(modified))"])
  }

  private static func libraries(_ files: [File]) -> String {
    files.isEmpty
      ? "none"
      : files.map { "\(SearchPath.name(of: $0.path)) \(short($0.sha256))" }.joined(separator: ", ")
  }

  private static func short(_ sha256: String) -> String { "\(sha256.prefix(12))…" }
}

import RothostSeries

/// A plugin the host knows of, whose code may or may not be loaded.
final class FoundPlugin: Sendable {
  let identity: PluginIdentity
  let name: String
  let version: String
  let indicators: [FoundIndicator]

  /// The pin that vouches for it.
  var pin: Pin? { indicators.first?.pin }

  /// One that is loaded already: bundled, or registered by the embedding program.
  init(_ plugin: LoadedPlugin, _ origin: PluginRecord.Origin) {
    identity = plugin.identity
    name = plugin.name
    version = plugin.version
    indicators = plugin.indicators.enumerated().map { index, indicator in
      FoundIndicator(
        indicator.description, indicator.hasLookBack, indicator.plugin, origin, index: index,
        loaded: indicator)
    }
  }

  /// One that was read elsewhere.
  init(
    _ description: PluginDescription, _ source: PluginSource, _ origin: PluginRecord.Origin,
    _ standing: Standing, foundAs way: String?
  ) {
    let identity = PluginIdentity(path: source.main.path, sha256: source.main.sha256)
    var files = source.files.map { FoundFile(digest: $0.digest, status: $0.status) }
    files[0].name = way == source.main.path ? nil : way
    self.identity = identity
    name = description.name
    version = description.version
    indicators = description.indicators.enumerated().map { [files] index, indicator in
      FoundIndicator(
        indicator.description, indicator.hasLookBack, identity, origin, index: index,
        files: files, standing: standing)
    }
  }
}

import RothostSeries

/// A plugin the host knows of, whose code may or may not be loaded.
final class FoundPlugin: Sendable {
  let identity: PluginIdentity
  let name: String
  let version: String
  let indicators: [FoundIndicator]

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
    _ description: PluginDescription, _ identity: PluginIdentity, _ origin: PluginRecord.Origin,
    status: FileStatus
  ) {
    self.identity = identity
    name = description.name
    version = description.version
    indicators = description.indicators.enumerated().map { index, indicator in
      FoundIndicator(
        indicator.description, indicator.hasLookBack, identity, origin, index: index,
        status: status)
    }
  }
}

import RothostForeign
import RothostSeries

extension Engine {
  /// Every candidate file and registered plugin, in search order, each with what became of it.
  ///
  /// Reads and loads them all anew, so that a file dropped in meanwhile is there.
  ///
  /// - Parameter monitor: asked while a file is read; where it cancels, that file and the rest are left
  ///   out.
  public func listPlugins(monitor: Monitor = .silent) -> [PluginRecord] {
    catalogue.scan(WorkerWatch(monitor: monitor)).records
  }

  /// What an indicator declares.
  ///
  /// - Throws: `.notFound` with the nearest ids; `.refused` or `.plugin` where its file was refused.
  public func describe(_ indicator: String) throws(RothostError) -> IndicatorDescription {
    try catalogue.indicator(indicator).description
  }

  /// The C prototypes that an indicator's manifest stands for, by the manifest's keys.
  ///
  /// - Throws: `.notFound` with the nearest ids; `.unsupported` where the indicator is code of its
  ///   own.
  public func prototypes(of indicator: String) throws(RothostError) -> [(key: String, text: String)]
  {
    let path = try catalogue.indicator(indicator).plugin.path
    if path.hasSuffix(".toml"),
      let foreign = try ManifestPlugin.library(path).indicators.first(where: { $0.id == indicator })
    {
      return foreign.calls.map { ($0.key, $0.call.prototype.declaration) }
    }
    throw RothostError(
      .unsupported,
      "\(indicator) is a plugin of its own and no manifest's, so no prototype stands for it")
  }

  /// The record of the plugin that answers to an id; nil where none does.
  public func record(of indicator: String) -> PluginRecord? {
    listPlugins().first { record in
      record.indicators.contains { $0.id == indicator && $0.status == .loaded }
    }
  }
}

import RothostSeries

extension Engine {
  /// Every candidate file and registered plugin, in search order, each with what became of it.
  ///
  /// Reads and loads them all anew, so that a file dropped in meanwhile is there.
  public func listPlugins() -> [PluginRecord] { catalogue.scan().records }

  /// What an indicator declares.
  ///
  /// - Throws: `.notFound` with the nearest ids; `.refused` or `.plugin` where its file was refused.
  public func describe(_ indicator: String) throws(RothostError) -> IndicatorDescription {
    try catalogue.indicator(indicator).description
  }

  /// The record of the plugin that answers to an id; nil where none does.
  public func record(of indicator: String) -> PluginRecord? {
    listPlugins().first { record in
      record.indicators.contains { $0.id == indicator && $0.status == .loaded }
    }
  }
}

public import CRothost
import RothostSeries

extension Engine {
  public func listPlugins() -> [PluginRecord] { [] }

  public func describe(_ indicator: String) throws(RothostError) -> IndicatorDescription {
    throw RothostError(.notFound, "no indicator is called \"\(indicator)\"")
  }

  public func record(of indicator: String) -> PluginRecord? { nil }

  public func register(_ plugin: UnsafePointer<rot_plugin>) throws(RothostError) {
    throw RothostError(.unsupported, "this build cannot register plugins yet")
  }
}

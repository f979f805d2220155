public import CRothost
import RothostSeries

extension Engine {
  /// Adds indicators implemented by the caller, for this engine only; they run in process.
  ///
  /// `plugin` and all it points to must outlive the engine. Its ids win over files' but never over
  /// bundled ones.
  /// - Throws: `.plugin` where a descriptor is bad; `.refused` where an id is taken.
  public func register(_ plugin: UnsafePointer<rot_plugin>) throws(RothostError) {
    // The reader checks the descriptor before it believes it.
    try catalogue.register(unsafe LoadedPlugin(plugin, path: ""))
  }
}

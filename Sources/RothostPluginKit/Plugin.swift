import CRothost

/// What the entry of a plugin answers: a `const rot_plugin *`.
public typealias PluginDescriptor = UnsafePointer<rot_plugin>

/// Makes a plugin of one to eight indicators: the body of the one function a plugin exports.
///
///     @c(rot_plugin_entry) public func entry() -> PluginDescriptor? { plugin("spread", Spread.self) }
///
/// What it answers lives as long as the process. Called again for the same name it answers the
/// same plugin.
@safe public func plugin(
  _ name: String, version: String = "1.0.0", _ indicators: any Indicator.Type...
) -> PluginDescriptor? {
  Registry.plugin(name, version: version, indicators)
}

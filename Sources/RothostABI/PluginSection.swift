// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CRothost
import RothostHost
import RothostSeries

// rothost.h, "Plugins" and "Statistics"; the names are the header's.

@c @implementation
public func rot_register_plugin(
  _ engine: OpaquePointer!, _ plugin: UnsafePointer<rot_plugin>!
) -> rot_status {
  guarded {
    let engine = try borrow(engine, as: Engine.self, "engine")
    guard let plugin = unsafe plugin else {
      throw RothostError(.argument, "`plugin` is NULL; pass a descriptor that outlives the engine.")
    }
    // The header asks that it outlives the engine.
    try unsafe engine.register(plugin)
  }
}

@c @implementation
public func rot_list_plugins(
  _ engine: OpaquePointer!, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    let engine = try borrow(engine, as: Engine.self, "engine")
    try giveText(PluginRecord.json(engine.listPlugins()), to: text)
  }
}

@c @implementation
public func rot_describe_indicator(
  _ engine: OpaquePointer!, _ indicator: UnsafePointer<CChar>!,
  _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    let engine = try borrow(engine, as: Engine.self, "engine")
    let id = try RothostABI.text(indicator, "indicator")
    try giveText(try engine.describe(id).json(), to: text)
  }
}

@c @implementation
public func rot_get_statistics() -> UnsafePointer<rot_statistics>! {
  // Lives as long as the process.
  unsafe StatisticsTable.shared
}

import CRothost
import Synchronization

/// The plugins this image has made, so that a second call of its entry gives the first's answer.
enum Registry {
  private static let plugins = Mutex<[(name: String, address: UInt)]>([])

  @safe static func plugin(
    _ name: String, version: String, _ indicators: [any Indicator.Type]
  ) -> PluginDescriptor? {
    // The result points to memory that is never freed.
    unsafe plugins.withLock { plugins in
      if let known = plugins.first(where: { $0.name == name }) {
        // The address of a descriptor that is never freed.
        return unsafe PluginDescriptor(bitPattern: known.address)
      }
      let implementations = indicators.map { $0.implementation }
      guard let slots = Slots.take(implementations) else { return nil }
      // Never freed.
      let descriptors = unsafe zip(implementations, slots).map { implementation, slot in
        unsafe Optional(Descriptors.indicator(implementation.specification, slot: slot))
      }
      // Never freed.
      let plugin = unsafe Descriptors.plugin(name, version: version, indicators: descriptors)
      plugins.append((name, UInt(bitPattern: plugin)))
      return unsafe plugin
    }
  }
}

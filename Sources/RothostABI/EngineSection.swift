// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CRothost
import RothostHost
import RothostSeries

// rothost.h, "The engine"; the names are the header's.

@c @implementation
public func rot_create_engine(
  _ options: UnsafePointer<rot_engine_options>!, _ engine: UnsafeMutablePointer<OpaquePointer?>!
) -> rot_status {
  guarded {
    let out = try emptied(engine, "engine")
    own(try Engine(readEngineOptions(options)), as: out)
  }
}

@c @implementation
public func rot_destroy_engine(_ engine: OpaquePointer!) {
  disown(engine, as: Engine.self)
}

@safe private func readEngineOptions(
  _ pointer: UnsafePointer<rot_engine_options>?
) throws(RothostError) -> EngineOptions {
  var options = EngineOptions()
  guard unsafe pointer != nil else { return options }
  // Zero is each field's "not given".
  let raw = unsafe try readGrowing(
    pointer, blank: rot_engine_options(), minimum: MemoryLayout<rot_engine_options>.size, "options")
  // The struct's texts are the caller's and valid during the call.
  options.cachePath = try unsafe optionalText(raw.cache_path, "options.cache_path")
  // As above.
  options.pluginPaths = try unsafe readEach(
    raw.plugin_paths, count: raw.plugin_path_count, "options.plugin_paths"
  ) { (path: UnsafePointer<CChar>) throws(RothostError) in
    try text(path, "options.plugin_paths")
  }
  // Plain numbers.
  let flags = unsafe raw.flags
  options.readOnly = flags & UInt32(ROT_ENGINE_READ_ONLY) != 0
  options.inMemory = flags & UInt32(ROT_ENGINE_IN_MEMORY) != 0
  // A C function with its context, callable from any thread as the header says.
  if let log = unsafe raw.log {
    let context = unsafe CallerContext(pointer: raw.log_context)
    options.log = { level, message in
      // As above; the text lives during the call.
      unsafe message.withCString { unsafe log(context.pointer, level, $0) }
    }
  }
  return options
}

/// A caller's `void *context`, handed back to the caller's own functions and never looked into.
@safe struct CallerContext: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer?
}

@c @implementation
public func rot_get_engine_counters(
  _ engine: OpaquePointer!, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    try giveText(try borrow(engine, as: Engine.self, "engine").counters.json(), to: text)
  }
}

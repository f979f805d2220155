// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CRothost
import RothostCache
import RothostHost
import RothostSeries

// rothost.h, "The cache"; the names are the header's.

@c @implementation
public func rot_put_series(
  _ engine: OpaquePointer!, _ name: UnsafePointer<CChar>!, _ data: UnsafePointer<rot_series_data>!,
  _ mode: UInt32
) -> rot_status {
  guarded {
    let store = try borrow(engine, as: Engine.self, "engine").store()
    let series = try CallerSeries.read(data)
    try store.put(
      try text(name, "name"), rows: series, metadata: series.metadata, mode: try putMode(mode))
  }
}

func putMode(_ mode: UInt32) throws(RothostError) -> PutMode {
  switch mode {
  case UInt32(ROT_PUT_REPLACE): return .replace
  case UInt32(ROT_PUT_APPEND): return .append
  case UInt32(ROT_PUT_RANGE): return .replaceRange(nil)
  default: throw RothostError(.argument, "mode is \(mode); use one of ROT_PUT_*.")
  }
}

@c @implementation
public func rot_remove_series(
  _ engine: OpaquePointer!, _ name: UnsafePointer<CChar>!
) -> rot_status {
  guarded {
    try borrow(engine, as: Engine.self, "engine").store().remove(try text(name, "name"))
  }
}

@c @implementation
public func rot_list_series(
  _ engine: OpaquePointer!, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    let store = try borrow(engine, as: Engine.self, "engine").store()
    try giveText(SeriesInfo.json(try store.list()), to: text)
  }
}

@c @implementation
public func rot_describe_series(
  _ engine: OpaquePointer!, _ name: UnsafePointer<CChar>!,
  _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    let store = try borrow(engine, as: Engine.self, "engine").store()
    try giveText(try store.info(try RothostABI.text(name, "name")).json(), to: text)
  }
}

@c @implementation
public func rot_verify_cache(
  _ engine: OpaquePointer!, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    try giveText(try borrow(engine, as: Engine.self, "engine").store().verify().json(), to: text)
  }
}

@c @implementation
public func rot_import_file(
  _ engine: OpaquePointer!, _ path: UnsafePointer<CChar>!,
  _ options: UnsafePointer<rot_import_options>!,
  _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    let store = try borrow(engine, as: Engine.self, "engine").store()
    let report = try store.importFile(
      try RothostABI.text(path, "path"), options: try readImportOptions(options))
    try giveText(report.json(), to: text)
  }
}

@safe private func readImportOptions(
  _ pointer: UnsafePointer<rot_import_options>?
) throws(RothostError) -> ImportOptions {
  var options = ImportOptions()
  guard unsafe pointer != nil else { return options }
  // Zero is each field's "not given".
  let raw = unsafe try readGrowing(
    pointer, blank: rot_import_options(), minimum: MemoryLayout<rot_import_options>.size, "options")
  // The texts are the caller's and valid during the call.
  options.name = try unsafe optionalText(raw.name, "options.name")
  options.mode = try unsafe putMode(raw.mode)
  // As above.
  if let layout = try unsafe optionalText(raw.layout, "options.layout") {
    guard let known = ImportLayout(rawValue: layout) else {
      throw unknown("layout", layout, ImportLayout.allCases.map(\.rawValue))
    }
    options.layout = known
  }
  // As above.
  if let policy = try unsafe optionalText(raw.on_duplicate, "options.on_duplicate") {
    guard let known = DuplicatePolicy(rawValue: policy) else {
      throw unknown("on_duplicate", policy, DuplicatePolicy.allCases.map(\.rawValue))
    }
    options.onDuplicate = known
  }
  return options
}

private func unknown(_ option: String, _ given: String, _ known: [String]) -> RothostError {
  RothostError(
    .argument, "options.\(option) is \"\(given)\"; use one of \(known.joined(separator: ", "))")
}

// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CRothost
import RothostCache
import RothostHost
import RothostSeries

// rothost.h, views of the cache; the names are the header's.

/// A view and the C texts that describe it, which live as long as the view.
final class ViewHandle {
  let view: SeriesView
  let name: CText
  let columns: [CText]
  let units: [CText]

  init(_ view: SeriesView) {
    self.view = view
    name = CText(view.info.name)
    columns = view.info.columns.map { CText($0.name) }
    units = view.info.columns.map { CText($0.unit) }
  }
}

@c @implementation
public func rot_open_view(
  _ engine: OpaquePointer!, _ name: UnsafePointer<CChar>!,
  _ view: UnsafeMutablePointer<OpaquePointer?>!
) -> rot_status {
  guarded {
    let out = try emptied(view, "view")
    let engine = try borrow(engine, as: Engine.self, "engine")
    own(ViewHandle(try engine.store().view(try text(name, "name"))), as: out)
  }
}

@c @implementation
public func rot_get_view(
  _ view: OpaquePointer!, _ column: UnsafePointer<CChar>!,
  _ series: UnsafeMutablePointer<rot_series>!
) -> rot_status {
  guarded {
    let handle = try borrow(view, as: ViewHandle.self, "view")
    let info = handle.view.info
    let index = try info.columnIndex(try optionalText(column, "column"))
    // Pointers into the memory map: valid until the caller closes the view.
    let answer = unsafe rot_series(
      struct_size: 0, flags: seriesFlags(info.metadata), count: Int64(info.rowCount),
      time_ns: handle.view.timesPointer, values: handle.view.columnPointer(index),
      name: handle.name.pointer, unit: handle.units[index].pointer,
      column: handle.columns[index].pointer,
      close_offset_ns: info.metadata.closingTime?.nanoseconds ?? rotMissing)
    try unsafe writeGrowing(answer, to: series, minimum: MemoryLayout<rot_series>.size, "series")
  }
}

private func seriesFlags(_ metadata: SeriesMetadata) -> UInt32 {
  var flags = metadata.timeKind == .dates ? UInt32(ROT_SERIES_DATES) : 0
  switch metadata.calendar {
  case .sevenDay: flags |= UInt32(ROT_SERIES_EVERY_DAY)
  case .weekdays: flags |= UInt32(ROT_SERIES_WEEKDAYS)
  default: break
  }
  return flags
}

@c @implementation
public func rot_describe_view(
  _ view: OpaquePointer!, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    try giveText(try borrow(view, as: ViewHandle.self, "view").view.info.json(), to: text)
  }
}

@c @implementation
public func rot_close_view(_ view: OpaquePointer!) {
  disown(view, as: ViewHandle.self)
}

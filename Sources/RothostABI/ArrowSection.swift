// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CRothost
import RothostCache
import RothostHost
import RothostSeries

// rothost.h, what crosses by the Arrow C data interface; the names are the header's.

@c @implementation
public func rot_export_view_arrow(
  _ view: OpaquePointer!, _ schema: UnsafeMutablePointer<ArrowSchema>!,
  _ array: UnsafeMutablePointer<ArrowArray>!
) -> rot_status {
  guarded {
    let handle = try borrow(view, as: ViewHandle.self, "view")
    // Out-structs of the Arrow C data interface; their release callbacks keep the view alive.
    guard let schema = unsafe schema, let array = unsafe array else {
      throw RothostError(.argument, "`schema` or `array` is NULL; pass where to export to.")
    }
    // As above.
    unsafe handle.view.exportArrow(schema: schema, array: array)
  }
}

@c @implementation
public func rot_put_series_arrow(
  _ engine: OpaquePointer!, _ name: UnsafePointer<CChar>!,
  _ schema: UnsafeMutablePointer<ArrowSchema>!, _ array: UnsafeMutablePointer<ArrowArray>!,
  _ mode: UInt32
) -> rot_status {
  guarded {
    // The caller's structs, taken over here whatever happens next, as the header says.
    guard let schema = unsafe schema, let array = unsafe array else {
      throw RothostError(.argument, "`schema` or `array` is NULL; pass an exported structure.")
    }
    // As above.
    let series = try unsafe ArrowSeries(taking: schema, array)
    let store = try borrow(engine, as: Engine.self, "engine").store()
    let calendar = series.times.withSpan {
      SeriesCalendar.inferred(from: $0, kind: series.timeKind)
    }
    try store.put(
      try text(name, "name"), rows: series,
      metadata: SeriesMetadata(timeKind: series.timeKind, calendar: calendar, source: "arrow"),
      mode: try putMode(mode))
  }
}

@c @implementation
public func rot_export_result_arrow(
  _ result: OpaquePointer!, _ name: UnsafePointer<CChar>!,
  _ schema: UnsafeMutablePointer<ArrowSchema>!, _ array: UnsafeMutablePointer<ArrowArray>!
) -> rot_status {
  guarded {
    let handle = try borrow(result, as: ResultHandle.self, "result")
    // Out-structs of the Arrow C data interface; their release callbacks keep the result alive.
    guard let schema = unsafe schema, let array = unsafe array else {
      throw RothostError(.argument, "`schema` or `array` is NULL; pass where to export to.")
    }
    // As above.
    try unsafe handle.result.exportArrow(
      output: try optionalText(name, "name"), schema: schema, array: array)
  }
}

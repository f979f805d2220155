// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CRothost
import RothostHost
import RothostSeries

// rothost.h, "Streams"; the names are the header's.

@c @implementation
public func rot_open_stream(
  _ engine: OpaquePointer!, _ request: UnsafePointer<rot_request>!,
  _ stream: UnsafeMutablePointer<OpaquePointer?>!
) -> rot_status {
  guarded {
    let out = try emptied(stream, "stream")
    let engine = try borrow(engine, as: Engine.self, "engine")
    own(try engine.openStream(try readRequest(request)), as: out)
  }
}

@c @implementation
public func rot_describe_stream(
  _ stream: OpaquePointer!, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    try giveText(
      try borrow(stream, as: IndicatorStream.self, "stream").describeJSON(), to: text)
  }
}

@c @implementation
public func rot_push_stream(
  _ stream: OpaquePointer!, _ input: UInt32, _ time_ns: Int64, _ value: Double
) -> rot_status {
  guarded {
    try borrow(stream, as: IndicatorStream.self, "stream").push(
      input: Int(input), time: time_ns, value: value)
  }
}

@c @implementation
public func rot_advance_stream(
  _ stream: OpaquePointer!, _ time_ns: Int64, _ row_count: UnsafeMutablePointer<Int64>!
) -> rot_status {
  guarded {
    let stream = try borrow(stream, as: IndicatorStream.self, "stream")
    try give(Int64(try stream.advance(to: time_ns)), to: row_count, "row_count")
  }
}

@c @implementation
public func rot_get_stream_rows(
  _ stream: OpaquePointer!, _ series_output: UInt32, _ rows: UnsafeMutablePointer<rot_series>!
) -> rot_status {
  guarded {
    let stream = try borrow(stream, as: IndicatorStream.self, "stream")
    // Valid until the next advance, as the header says.
    let found = try unsafe stream.rows(seriesOutput: Int(series_output))
    // As above.
    let answer = unsafe rot_series(
      struct_size: 0, flags: 0, count: Int64(found.count), time_ns: found.times,
      values: found.values, name: nil, unit: nil, column: nil, close_offset_ns: rotMissing)
    try unsafe writeGrowing(answer, to: rows, minimum: MemoryLayout<rot_series>.size, "rows")
  }
}

@c @implementation
public func rot_snapshot_stream(
  _ stream: OpaquePointer!, _ result: UnsafeMutablePointer<OpaquePointer?>!
) -> rot_status {
  guarded {
    let out = try emptied(result, "result")
    let answer = try borrow(stream, as: IndicatorStream.self, "stream").snapshot()
    own(ResultHandle(answer, texts: OutputTexts(answer.description)), as: out)
  }
}

@c @implementation
public func rot_close_stream(_ stream: OpaquePointer!) {
  guard let open = try? borrow(stream, as: IndicatorStream.self, "stream") else { return }
  open.close()
  disown(stream, as: IndicatorStream.self)
}

@c @implementation
public func rot_update_stream(
  _ stream: OpaquePointer!, _ time_ns: Int64, _ row: UnsafePointer<Double>!, _ count: UInt32,
  _ series: UnsafeMutablePointer<Double>!
) -> rot_status {
  guarded {
    let stream = try borrow(stream, as: IndicatorStream.self, "stream")
    // The caller's row and room for one value per series output, valid during the call.
    try unsafe stream.update(time: time_ns, row: row, count: Int(count), series: series)
  }
}

@c @implementation
public func rot_peek_stream(
  _ stream: OpaquePointer!, _ time_ns: Int64, _ row: UnsafePointer<Double>!, _ count: UInt32,
  _ series: UnsafeMutablePointer<Double>!
) -> rot_status {
  guarded {
    let stream = try borrow(stream, as: IndicatorStream.self, "stream")
    // The caller's row and room for one value per series output, valid during the call.
    try unsafe stream.peek(time: time_ns, row: row, count: Int(count), series: series)
  }
}

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
    let opened = try engine.openStream(try readRequest(request))
    // Allocated here, given back by rot_close_stream; the stream is retained meanwhile.
    let cell = UnsafeMutablePointer<StreamCell>.allocate(capacity: 1)
    // As above.
    unsafe cell.initialize(
      to: StreamCell(lane: opened.lane, stream: Unmanaged.passRetained(opened)))
    // Checked by `emptied`.
    unsafe out.pointee = OpaquePointer(cell)
  }
}

@c @implementation
public func rot_describe_stream(
  _ stream: OpaquePointer!, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    try giveText(
      try borrowStream(stream).describeJSON(), to: text)
  }
}

@c @implementation
public func rot_push_stream(
  _ stream: OpaquePointer!, _ input: UInt32, _ time_ns: Int64, _ value: Double
) -> rot_status {
  guarded {
    try borrowStream(stream).push(
      input: Int(input), time: time_ns, value: value)
  }
}

@c @implementation
public func rot_advance_stream(
  _ stream: OpaquePointer!, _ time_ns: Int64, _ row_count: UnsafeMutablePointer<Int64>!
) -> rot_status {
  guarded {
    let stream = try borrowStream(stream)
    try give(Int64(try stream.advance(to: time_ns)), to: row_count, "row_count")
  }
}

@c @implementation
public func rot_get_stream_rows(
  _ stream: OpaquePointer!, _ series_output: UInt32, _ rows: UnsafeMutablePointer<rot_series>!
) -> rot_status {
  guarded {
    let stream = try borrowStream(stream)
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
    let answer = try borrowStream(stream).snapshot()
    own(ResultHandle(answer, texts: OutputTexts(answer.description)), as: out)
  }
}

@c @implementation
public func rot_update_stream(
  _ stream: OpaquePointer!, _ time_ns: Int64, _ row: UnsafePointer<Double>!, _ count: UInt32,
  _ series: UnsafeMutablePointer<Double>!
) -> rot_status {
  guard let cell = unsafe streamCell(stream) else { return noStream() }
  // The caller's row and room for one value per series output, valid during the call.
  let status = unsafe updateStream(
    cell.pointee.lane, time_ns, row, Int(count), series)
  return status == ROT_OK ? ROT_OK : unsafe explain(status, cell)
}

@c @implementation
public func rot_peek_stream(
  _ stream: OpaquePointer!, _ time_ns: Int64, _ row: UnsafePointer<Double>!, _ count: UInt32,
  _ series: UnsafeMutablePointer<Double>!
) -> rot_status {
  guarded {
    let stream = try borrowStream(stream)
    guard let row = unsafe row, let series = unsafe series else {
      throw RothostError(.argument, "`row` or `series` is NULL; pass one value per input and room")
    }
    // The caller's row and room for one value per series output, valid during the call.
    try unsafe stream.peek(time: time_ns, row: row, count: Int(count), series: series)
  }
}

@c @implementation
public func rot_close_stream(_ stream: OpaquePointer!) {
  guard let cell = unsafe streamCell(stream) else { return }
  // Retained and allocated by rot_open_stream; given back once.
  let open = unsafe cell.pointee.stream.takeRetainedValue()
  // As above.
  unsafe cell.deallocate()
  open.close()
}

/// What a `rot_stream` points to: an update touches no object, so it costs no reference count.
@safe private struct StreamCell {
  let lane: UnsafeMutablePointer<StreamLane>
  let stream: Unmanaged<IndicatorStream>
}

private func streamCell(_ handle: OpaquePointer?) -> UnsafeMutablePointer<StreamCell>? {
  // Handles are NULL or came from rot_open_stream.
  guard let handle = unsafe handle else { return nil }
  // As above.
  return unsafe UnsafeMutablePointer<StreamCell>(handle)
}

@safe private func borrowStream(_ handle: OpaquePointer?) throws(RothostError) -> IndicatorStream {
  guard let cell = unsafe streamCell(handle) else {
    throw RothostError(.argument, "`stream` is NULL; it was not opened, or opening failed.")
  }
  // Retained by the handle.
  return unsafe cell.pointee.stream.takeUnretainedValue()
}

@inline(never) private func noStream() -> rot_status {
  guarded { _ = try borrowStream(nil) }
}

/// Puts a failed update into words; the status stays the one answered.
@inline(never) private func explain(
  _ status: rot_status, _ cell: UnsafeMutablePointer<StreamCell>
) -> rot_status {
  guarded {
    // Retained by the handle.
    throw unsafe cell.pointee.stream.takeUnretainedValue().failure(status, phase: "update")
  }
}

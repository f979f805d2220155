// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CRothost
import RothostHost
import RothostSeries

// rothost.h, "Results": evaluating, preparing and running; the names are the header's.

@c @implementation
public func rot_evaluate(
  _ engine: OpaquePointer!, _ request: UnsafePointer<rot_request>!,
  _ monitor: UnsafePointer<rot_monitor>!, _ result: UnsafeMutablePointer<OpaquePointer?>!
) -> rot_status {
  guarded {
    let out = try emptied(result, "result")
    let engine = try borrow(engine, as: Engine.self, "engine")
    let answer = try engine.evaluate(try readRequest(request), monitor: try readMonitor(monitor))
    own(ResultHandle(answer, texts: OutputTexts(answer.description)), as: out)
  }
}

@safe func readMonitor(
  _ pointer: UnsafePointer<rot_monitor>?
) throws(RothostError) -> Monitor {
  guard unsafe pointer != nil else { return .silent }
  // Zero is each field's "not given".
  let raw = unsafe try readGrowing(
    pointer, blank: rot_monitor(), minimum: MemoryLayout<rot_monitor>.size, "monitor")
  guard let progress = unsafe raw.progress else { return .silent }
  let context = unsafe CallerContext(pointer: raw.context)
  // A C function with its context, called from the calling thread as the header says.
  return Monitor { fraction in unsafe progress(context.pointer, fraction) != 0 }
}

@c @implementation
public func rot_destroy_result(_ result: OpaquePointer!) {
  disown(result, as: ResultHandle.self)
}

/// A prepared request, the texts its results share, and room for the columns of a run.
private final class PreparedHandle {
  let run: PreparedRun
  let texts: OutputTexts

  init(_ run: PreparedRun) {
    self.run = run
    texts = OutputTexts(run.description)
  }
}

@c @implementation
public func rot_prepare(
  _ engine: OpaquePointer!, _ request: UnsafePointer<rot_request>!,
  _ prepared: UnsafeMutablePointer<OpaquePointer?>!
) -> rot_status {
  guarded {
    let out = try emptied(prepared, "prepared")
    let engine = try borrow(engine, as: Engine.self, "engine")
    own(PreparedHandle(try engine.prepare(try readRequest(request))), as: out)
  }
}

@c @implementation
public func rot_run(
  _ prepared: OpaquePointer!, _ columns: UnsafePointer<UnsafePointer<Double>?>!,
  _ time_ns: UnsafePointer<Int64>!, _ count: Int64, _ result: UnsafeMutablePointer<OpaquePointer?>!
) -> rot_status {
  guarded {
    let out = try emptied(result, "result")
    let handle = try borrow(prepared, as: PreparedHandle.self, "prepared")
    guard let columns = unsafe columns else {
      throw RothostError(.argument, "`columns` is NULL; pass one array per input.")
    }
    // As many pointers as inputs are promised; only their addresses are looked at.
    for index in 0..<handle.run.inputCount {
      // As above.
      try unsafe requireAligned(columns[index], "columns[\(index)]")
    }
    try requireAligned(time_ns, "time_ns")
    // The caller's arrays, one per input, read in place during the call.
    let answer = try unsafe handle.run.run(inPlace: columns, times: time_ns, count: Int(count))
    own(ResultHandle(answer, texts: handle.texts), as: out)
  }
}

@c @implementation
public func rot_destroy_prepared(_ prepared: OpaquePointer!) {
  disown(prepared, as: PreparedHandle.self)
}

// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CRothost
import RothostHost
import RothostSeries

// rothost.h, "Results": reading what was answered; the names are the header's.

@c @implementation
public func rot_get_scalar(
  _ result: OpaquePointer!, _ name: UnsafePointer<CChar>!,
  _ value: UnsafeMutablePointer<rot_value>!
) -> rot_status {
  guarded {
    let handle = try borrow(result, as: ResultHandle.self, "result")
    let output = try handle.output(try text(name, "name"), .scalar)
    let type = handle.result.description.outputs[output].type
    var answer = unsafe rot_value(type: type.rawValue, count: 1, as: .init(integer: rotMissing))
    switch handle.result.scalar(at: output)?.storage {
    // Only the member that the type names is set.
    case .real(let real): unsafe answer.as.real = real
    // As above.
    case .integer(let integer): unsafe answer.as.integer = integer
    // The text lives as long as the result.
    case .text(let text): unsafe answer.as.text = handle.scalarText(output, text).pointer
    // A scalar that was never set: NaN, ROT_MISSING or NULL.
    case nil where type == .real: unsafe answer.as.real = .nan
    // As above.
    case nil where type == .text: unsafe answer.as.text = nil
    default: break
    }
    try give(answer, to: value, "value")
  }
}

@c @implementation
public func rot_get_series(
  _ result: OpaquePointer!, _ name: UnsafePointer<CChar>!,
  _ series: UnsafeMutablePointer<rot_series>!
) -> rot_status {
  guarded {
    let handle = try borrow(result, as: ResultHandle.self, "result")
    try fill(series, handle, output: try handle.output(try text(name, "name"), .series))
  }
}

@c @implementation
public func rot_get_series_at(
  _ result: OpaquePointer!, _ output: UInt32, _ series: UnsafeMutablePointer<rot_series>!
) -> rot_status {
  guarded {
    let handle = try borrow(result, as: ResultHandle.self, "result")
    let outputs = handle.result.description.outputs
    guard output < outputs.count, outputs[Int(output)].kind == .series else {
      throw RothostError(
        .notFound, "output \(output) of \(handle.result.description.id) is not a series.")
    }
    try fill(series, handle, output: Int(output))
  }
}

@safe private func fill(
  _ series: UnsafeMutablePointer<rot_series>?, _ handle: ResultHandle, output: Int
) throws(RothostError) {
  let found = handle.result.series(at: output)
  // The buffers and texts live as long as the result; a series never set has no rows.
  let answer = unsafe rot_series(
    struct_size: 0, flags: found?.timeKind == .dates ? UInt32(ROT_SERIES_DATES) : 0,
    count: Int64(found?.count ?? 0), time_ns: found?.times.pointer, values: found?.values.pointer,
    name: handle.texts.names[output].pointer, unit: handle.texts.units[output].pointer,
    column: nil, close_offset_ns: rotMissing)
  try unsafe writeGrowing(answer, to: series, minimum: MemoryLayout<rot_series>.size, "series")
}

@c @implementation
public func rot_get_table_shape(
  _ result: OpaquePointer!, _ name: UnsafePointer<CChar>!,
  _ row_count: UnsafeMutablePointer<Int64>!, _ column_count: UnsafeMutablePointer<UInt32>!
) -> rot_status {
  guarded {
    let handle = try borrow(result, as: ResultHandle.self, "result")
    let output = try handle.output(try text(name, "name"), .table)
    let table = handle.result.table(at: output)
    try give(Int64(table?.rowCount ?? 0), to: row_count, "row_count")
    try give(UInt32(table?.columns.count ?? 0), to: column_count, "column_count")
  }
}

@c @implementation
public func rot_get_table_column(
  _ result: OpaquePointer!, _ name: UnsafePointer<CChar>!, _ index: UInt32,
  _ column: UnsafeMutablePointer<rot_table_column>!
) -> rot_status {
  guarded {
    let handle = try borrow(result, as: ResultHandle.self, "result")
    let output = try handle.output(try text(name, "name"), .table)
    guard let table = handle.result.table(at: output), index < table.columns.count else {
      throw RothostError(.notFound, "the table has no column \(index).")
    }
    let found = table.columns[Int(index)]
    let data: UnsafeRawPointer?
    switch found.storage {
    // The buffers live as long as the result.
    case .reals(let values): unsafe data = UnsafeRawPointer(values.pointer)
    // As above.
    case .integers(let values): unsafe data = UnsafeRawPointer(values.pointer)
    // As above.
    case .texts(let values): unsafe data = UnsafeRawPointer(values.pointers)
    }
    // As above.
    let answer = unsafe rot_table_column(
      struct_size: 0, type: found.type.rawValue, count: Int64(table.rowCount), data: data,
      name: handle.texts.columnNames[output][Int(index)].pointer,
      unit: handle.texts.columnUnits[output][Int(index)].pointer)
    try unsafe writeGrowing(
      answer, to: column, minimum: MemoryLayout<rot_table_column>.size, "column")
  }
}

@c @implementation
public func rot_get_result_json(
  _ result: OpaquePointer!, _ text: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>!
) -> rot_status {
  guarded {
    try giveText(try borrow(result, as: ResultHandle.self, "result").result.json(), to: text)
  }
}

@c @implementation
public func rot_save_result_series(
  _ engine: OpaquePointer!, _ result: OpaquePointer!, _ output: UnsafePointer<CChar>!,
  _ name: UnsafePointer<CChar>!
) -> rot_status {
  guarded {
    try borrow(engine, as: Engine.self, "engine").save(
      try borrow(result, as: ResultHandle.self, "result").result,
      output: try text(output, "output"), as: try text(name, "name"))
  }
}

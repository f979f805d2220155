import CRothost
import RothostForeign
import RothostSeries

/// The `rot_outputs` a plugin receives: converts, and hands each call to the call's `OutputStore`.
///
/// A refused call is remembered, so that a plugin that ignores the status does not pass.
enum OutputsTable {
  /// A table for the calls of one context, which must outlive it.
  static func make(for context: CallContext) -> rot_outputs {
    // Function pointers without state, and a context the caller keeps alive.
    unsafe rot_outputs(
      struct_size: UInt32(MemoryLayout<rot_outputs>.size), reserved: 0,
      context: Unmanaged.passUnretained(context).toOpaque(),
      set_real: { table, output, value in
        unsafe OutputsTable.answer(table) { store throws(RothostError) in
          try store.setReal(output, value)
        }
      },
      set_integer: { table, output, value in
        unsafe OutputsTable.answer(table) { store throws(RothostError) in
          try store.setInteger(output, value)
        }
      },
      set_text: { table, output, value in
        unsafe OutputsTable.answer(table) { store throws(RothostError) in
          try store.setText(output, unsafe OutputsTable.text(value))
        }
      },
      new_series: { table, output, count, times in
        unsafe OutputsTable.newSeries(table, output, count, times)
      },
      new_table: { table, output, rowCount, columns in
        unsafe OutputsTable.answer(table) { store throws(RothostError) in
          unsafe try OutputsTable.newTable(store, output, rowCount, columns)
        }
      },
      add_row: { table, output, cells, count in
        unsafe OutputsTable.answer(table) { store throws(RothostError) in
          try store.addRow(output, unsafe OutputsTable.cells(cells, count))
        }
      })
  }

  /// What only foreign functions are lent, whose outcome the host's own code has in hand.
  // Functions without state, called with the tables that `make` made.
  static let foreign = unsafe ForeignServices(
    newSeries: { table, output, count in
      var values: UnsafeMutablePointer<Double>?
      // As in `newSeries`.
      _ = unsafe OutputsTable.answer(table) { store throws(RothostError) in
        unsafe values = try store.newSeries(output, count: count, isFilled: false).doubles
      }
      return unsafe values
    },
    vouchFinite: { table in
      _ = unsafe OutputsTable.answer(table) { store throws(RothostError) in store.vouchFinite() }
    })

  private static func answer(
    _ table: UnsafePointer<rot_outputs>?, _ body: (OutputStore) throws(RothostError) -> Void
  ) -> rot_status {
    // A table from `make` points to a context that lives at least as long as the call.
    guard let raw = unsafe table?.pointee.context else { return ROT_ERR_ARGUMENT }
    let context = unsafe Unmanaged<CallContext>.fromOpaque(raw).takeUnretainedValue()
    do throws(RothostError) {
      guard let store = context.outputs else {
        throw RothostError(.output, "an output was set in a call that may not answer")
      }
      try body(store)
      return ROT_OK
    } catch {
      context.recordRefusal(error)
      return error.status.rawValue
    }
  }

  private static func newSeries(
    _ table: UnsafePointer<rot_outputs>?, _ output: UInt32, _ count: Int64,
    _ times: UnsafePointer<Int64>?
  ) -> UnsafeMutablePointer<Double>? {
    var values: UnsafeMutablePointer<Double>?
    // The store keeps the buffer alive until the result is dropped.
    _ = unsafe answer(table) { store throws(RothostError) in
      guard let times = unsafe times else {
        unsafe values = try store.newSeries(output, count: count).doubles
        return
      }
      guard count >= 0 else {
        throw RothostError(.output, "new_series got \(count) rows: a series has 0 or more")
      }
      // By contract `count` stamps; copied during the call.
      let stamps = unsafe UnsafeBufferPointer(start: times, count: Int(count))
      unsafe values = try store.newSeries(output, times: stamps.span).doubles
    }
    return unsafe values
  }

  private static func newTable(
    _ store: OutputStore, _ output: UInt32, _ rowCount: Int64,
    _ columns: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) throws(RothostError) {
    guard let columns = unsafe columns else {
      throw RothostError(.output, "new_table got NULL for its columns")
    }
    for (index, buffer) in try store.newTable(output, rowCount: rowCount).enumerated() {
      // By contract one element per declared column; the store keeps the buffers alive.
      unsafe columns[index] = UnsafeMutableRawPointer(buffer.doubles)
    }
  }

  private static func cells(
    _ cells: UnsafePointer<rot_value>?, _ count: UInt32
  ) throws(RothostError) -> [Cell] {
    guard let cells = unsafe cells else {
      throw RothostError(.output, "add_row got NULL for its cells")
    }
    guard count <= DescriptorReader.largestCount else {
      throw RothostError(.output, "add_row got \(count) cells")
    }
    var converted: [Cell] = []
    converted.reserveCapacity(Int(count))
    for index in 0..<Int(count) {
      // By contract `count` cells.
      let value = unsafe cells[index]
      let code = unsafe value.type
      guard let type = ValueType(rawValue: code) else {
        throw RothostError(.output, "add_row got a cell of the unknown type \(code)")
      }
      // The type says which member of the union was written.
      switch type {
      case .real: converted.append(unsafe .real(value.as.real))
      case .text: converted.append(unsafe .text(try optionalText(value.as.text)))
      default: converted.append(unsafe .integer(type, value.as.integer))
      }
    }
    return converted
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) throws(RothostError) -> String {
    // `optionalText` checks the pointer.
    guard let text = unsafe try optionalText(pointer) else {
      throw RothostError(.output, "a text output got NULL")
    }
    return text
  }

  private static func optionalText(
    _ pointer: UnsafePointer<CChar>?
  ) throws(RothostError) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    // By contract a C string.
    guard let text = unsafe String(validatingCString: pointer) else {
      throw RothostError(.output, "a text is not UTF-8")
    }
    return text
  }
}

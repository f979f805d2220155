import CRothost

/// A `rot_outputs`.
@safe @usableFromInline struct OutputsPointer {
  let pointer: UnsafePointer<rot_outputs>
  @usableFromInline let refusal: Refusal

  @usableFromInline func set(_ output: Int, _ cell: Cell) {
    // A text is copied before the setter returns.
    let position = UInt32(output)
    let status =
      switch cell {
      case .real(let value): unsafe pointer.pointee.set_real(pointer, position, value)
      case .integer(let value): unsafe pointer.pointee.set_integer(pointer, position, value)
      case .text(let value?): unsafe pointer.pointee.set_text(pointer, position, value)
      case .text(nil): ROT_OK
      }
    if status != ROT_OK { refusal.status = status }
  }

  @usableFromInline func add(_ output: Int, _ cells: [Cell], types: [UInt32]) {
    // Texts are copied by add_row, so copies of ours may be freed after it.
    var copies: [UnsafeMutablePointer<CChar>] = unsafe []
    var values = unsafe [rot_value]()
    for (cell, type) in zip(cells, types) {
      var value = unsafe rot_value()
      unsafe value.type = type
      unsafe value.count = 1
      switch cell {
      case .real(let real):
        unsafe value.as.real = real
      case .integer(let integer):
        unsafe value.as.integer = integer
      case .text(let text):
        let copy = unsafe text.map { unsafe CText.copy($0) }
        if let copy = unsafe copy { unsafe copies.append(copy) }
        unsafe value.as.text = unsafe copy.map { unsafe UnsafePointer($0) }
      }
      unsafe values.append(value)
    }
    let status = unsafe pointer.pointee.add_row(
      pointer, UInt32(output), values, UInt32(values.count))
    unsafe copies.forEach { unsafe $0.deallocate() }
    if status != ROT_OK { refusal.status = status }
  }
}

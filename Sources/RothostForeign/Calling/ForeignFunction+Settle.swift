import CRothost
import RothostSeries

/// Bringing what a function wrote to where the host wants it.
extension ForeignFunction {
  /// Moves the elements of a series to their rows and marks all others as without an answer.
  ///
  /// - Parameters:
  ///   - written: rows with an answer, counted from the first one the function saw.
  ///   - expected: the row that the target's first element was laid out for.
  ///   - shift: what to add to such a row for its index in the buffer.
  ///   - count: the buffer's length.
  func settle(
    _ index: Int, _ place: Destination, written: Range<Int>, expected: Int, shift: Int, count: Int
  ) {
    // The buffer has `count` values; the target as many elements as the rows laid out for.
    guard let base = unsafe place.base, let target = unsafe place.target else { return }
    let output = indicator.outputs[index]
    let lower = min(max(written.lowerBound + shift, 0), count)
    let upper = min(max(written.upperBound + shift, lower), count)
    if unsafe !place.isDirect {
      let element = elements[index] ?? .double
      let offset = output.isRowIndex ? Double(shift) : 0
      for slot in lower..<upper {
        let source = unsafe target + (slot - shift - written.lowerBound) * element.size
        unsafe base[slot] = CNumber.real(at: source, element) + offset
      }
    } else if written.lowerBound != expected, lower < upper {
      let source =
        unsafe target.assumingMemoryBound(to: Double.self)
        + (lower - shift - written.lowerBound)
      unsafe (base + lower).update(from: source, count: upper - lower)
    }
    let isMoved = unsafe place.isDirect && (written.lowerBound != expected || written.isEmpty)
    if unsafe place.isFilled, output.missing.isNaN, !isMoved { return }
    for slot in 0..<lower { unsafe base[slot] = output.missing }
    for slot in upper..<count { unsafe base[slot] = output.missing }
  }

  /// Hands a scalar to the host: from its cell, or from the returned value.
  func setScalar(
    _ index: Int, _ outputs: UnsafePointer<rot_outputs>?, _ cell: UnsafeMutablePointer<Int64>,
    _ register: UInt64
  ) -> RothostError? {
    guard let outputs = unsafe outputs else { return nil }
    let slot = UInt32(index)
    let isReturned = indicator.answer == .output(index)
    let number =
      isReturned ? call.call.prototype.returns.number ?? .double : elements[index] ?? .double
    let status: rot_status
    if indicator.outputs[index].kind == .integer {
      // The cell holds a number of the type that the function wrote.
      let value =
        isReturned
        ? number.integer(ofRegister: register) : unsafe CNumber.integer(at: cell, number)
      status = unsafe outputs.pointee.set_integer(outputs, slot, value ?? .min)
    } else {
      // As above.
      let value =
        isReturned ? number.real(ofRegister: register) : unsafe CNumber.real(at: cell, number)
      status = unsafe outputs.pointee.set_real(outputs, slot, value)
    }
    return status == ROT_OK
      ? nil : RothostError(.output, "output \(indicator.outputs[index].name) was refused")
  }
}

extension ForeignIndicator {
  /// Whether an output's first element belongs to a row after the look-back.
  var isPacked: Bool {
    if case .rows = written { return false }
    return true
  }

  /// Whether the function says which rows it wrote, so that nothing else needs marking.
  var tellsRows: Bool {
    if case .outs = written { return true }
    return false
  }
}

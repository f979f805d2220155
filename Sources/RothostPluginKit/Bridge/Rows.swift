import CRothost

extension Run {
  /// Gives every row of the frame to `body`, warm-up first, and keeps what it writes. O(rows).
  @inlinable func forEachRow(_ body: (inout Row) throws(Failure) -> Void) throws(Failure) {
    // Buffers of the host's, used within this call.
    let outputs = unsafe try call.seriesPointers(shape.seriesOutputs)
    try unsafe forEachRow(from: -warmUpRows, into: outputs, body)
  }

  /// Gives the warm-up rows of a stream to `body`; what it writes goes nowhere.
  @inlinable func forEachWarmUpRow(
    _ body: (inout Row) throws(Failure) -> Void
  ) throws(Failure) {
    // No buffers.
    try unsafe forEachRow(from: -rows, into: [], body)
  }

  @inlinable func forEachRow(
    from firstIndex: Int, into outputs: [UnsafeMutablePointer<Double>],
    _ body: (inout Row) throws(Failure) -> Void
  ) throws(Failure) {
    guard rows > 0 else { return }
    let columns = settings.columns
    // Pointers of the frame's, used within this call.
    let inputs = unsafe call.columnPointers(columns.last ?? 0)
    var values = [Double](repeating: .nan, count: unsafe inputs.count)
    var written = [Double](repeating: .nan, count: shape.seriesOutputs.count)
    let times = self.times
    for position in times.indices {
      // Every column has as many values as the frame has stamps.
      for input in unsafe inputs.indices { values[input] = unsafe inputs[input][position] }
      for output in written.indices { written[output] = .nan }
      let index = position + firstIndex
      var row = Row(
        time: Time(nanoseconds: times[position]), index: index, values: values.span,
        columns: columns.span, series: written.mutableSpan)
      try body(&row)
      if index >= 0 {
        // Every buffer has one value per row after the warm-up.
        for output in unsafe outputs.indices { unsafe outputs[output][index] = written[output] }
      }
    }
  }
}

extension EvaluationPointer {
  // One pointer per bound input, valid for the call.
  @usableFromInline func columnPointers(_ count: Int) -> [UnsafePointer<Double>] {
    unsafe (0..<count).map { unsafe frame!.pointee.columns[$0]! }
  }

  /// The host's buffers of the given series outputs.
  @usableFromInline func seriesPointers(
    _ outputs: [Int]
  ) throws(Failure) -> [UnsafeMutablePointer<Double>] {
    // The host answers a buffer of the asked count, or NULL where it refuses.
    var pointers: [UnsafeMutablePointer<Double>] = unsafe []
    for output in outputs {
      let host = unsafe pointer.pointee.outputs!
      let count = Int64(rowCount - warmUpRows)
      guard let start = unsafe host.pointee.new_series(host, UInt32(output), count, nil) else {
        throw Failure(status: ROT_ERR_OUTPUT, "")
      }
      unsafe pointers.append(start)
    }
    return unsafe pointers
  }
}

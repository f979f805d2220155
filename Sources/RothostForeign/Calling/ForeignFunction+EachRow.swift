import CRothost
import RothostSeries

/// Functions that take one row at a time: `erf` over a series.
extension ForeignFunction {
  func evaluateEachRow(_ evaluation: UnsafePointer<rot_evaluation>) throws(RothostError) {
    // The host vouches for the evaluation during the call.
    guard let table = unsafe evaluation.pointee.frame, let columns = unsafe table.pointee.columns
    else { throw RothostError(.unsupported, "it takes inputs on one clock only") }
    let total = unsafe Int(table.pointee.row_count)
    let warmUp = unsafe Int(table.pointee.warm_up_rows)
    guard total <= mostRows else {
      throw RothostError(
        .unsupported, "\(call.call.symbol) counts its rows in a type that ends at \(mostRows)")
    }
    _ = try unsafe firstRow(columns, total)
    var buffers = unsafe [UnsafeMutablePointer<Double>]()
    for index in indicator.outputs.indices {
      let outputs = unsafe evaluation.pointee.outputs
      guard
        let base = unsafe outputs?.pointee.new_series(
          outputs, UInt32(index), Int64(total - warmUp), nil)
      else {
        throw RothostError(.output, "output \(indicator.outputs[index].name) was refused")
      }
      unsafe buffers.append(base)
    }
    if let error = unsafe eachRow(evaluation, columns, buffers, warmUp..<total) { throw error }
  }

  private func eachRow(
    _ evaluation: UnsafePointer<rot_evaluation>,
    _ columns: UnsafePointer<UnsafePointer<Double>?>,
    _ buffers: [UnsafeMutablePointer<Double>], _ rows: Range<Int>
  ) -> RothostError? {
    let inputs = columnNames.count
    let outputs = indicator.outputs.count
    let skipsMissing = indicator.missing == .skip
    // One word per value of a row, per pointer and per cell, all of which live through the body.
    return unsafe withUnsafeTemporaryAllocation(
      of: UInt64.self, capacity: inputs + 2 * outputs + 1
    ) { words in
      unsafe words.initialize(repeating: 0)
      let start = UnsafeMutableRawPointer(words.baseAddress!)
      let row = unsafe start.assumingMemoryBound(to: Double.self)
      let targets = unsafe (start + 8 * inputs).assumingMemoryBound(
        to: UnsafeMutableRawPointer?.self)
      let cells = unsafe start + 8 * (inputs + outputs)
      for index in 0..<outputs { unsafe targets[index] = cells + 8 * index }
      var frame = unsafe ForeignFrame()
      unsafe frame.parameters = evaluation.pointee.parameters
      unsafe frame.host = evaluation.pointee.host
      unsafe frame.targets = targets
      unsafe frame.row = UnsafePointer(row)
      var failure: RothostError?
      let misfit = unsafe withUnsafeMutablePointer(to: &frame) { frame in
        unsafe call.runRows(
          frame, count: rows.count,
          prepare: { index in
            unsafe frame.pointee.rowIndex = index
            var isWhole = true
            for input in 0..<inputs {
              let value = unsafe columns[input]![rows.lowerBound + index]
              unsafe row[input] = value
              if value.isNaN { isWhole = false }
            }
            return isWhole || !skipsMissing
          },
          each: { index, register in
            failure = objection(to: register, of: call)
            guard failure == nil else { return false }
            for output in 0..<outputs {
              unsafe buffers[output][index] = value(output, cells + 8 * output, register)
            }
            return true
          })
      }
      if let misfit { return self.misfit(misfit, call) }
      return failure
    }
  }

  private func value(
    _ output: Int, _ cell: UnsafeRawPointer, _ register: UInt64
  ) -> Double {
    if indicator.answer == .output(output) {
      return (call.call.prototype.returns.number ?? .double).real(ofRegister: register)
    }
    // The cell holds a number of the type that the function wrote.
    return unsafe CNumber.real(at: cell, elements[output] ?? .double)
  }
}

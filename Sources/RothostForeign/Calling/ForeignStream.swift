import CRothost
import RothostSeries

/// A stream of a foreign indicator: rows are kept until the library can open its own state on
/// them, and go straight to its update function from then on.
///
/// Belongs to one thread at a time, like every stream of the host. After the opening an update
/// allocates nothing.
@safe final class ForeignStream: @unchecked Sendable {
  private let function: ForeignFunction
  private let calls: ForeignFunction.StreamCalls
  private let lookBack: Int
  private let inputCount: Int
  private let outputCount: Int
  private let parameters: UnsafeMutablePointer<rot_value>
  /// One cell per output, its address, and the library's state.
  private let cells: UnsafeMutablePointer<UInt64>
  private let targets: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private let state: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private var history: RowHistory
  private var isOpen = false
  /// Rows at the beginning that were left out because an input was missing.
  private var skipped = 0
  private let warmUp: Int

  /// Takes the warm-up rows.
  init(
    _ function: ForeignFunction, _ calls: ForeignFunction.StreamCalls,
    _ evaluation: UnsafePointer<rot_evaluation>
  ) throws(RothostError) {
    self.function = function
    self.calls = calls
    inputCount = function.columnNames.count
    outputCount = function.indicator.outputs.count
    // The host vouches for the evaluation during the call.
    lookBack = unsafe Int(function.lookBack(evaluation.pointee.parameters))
    let table = unsafe evaluation.pointee.frame
    warmUp = unsafe table.map { unsafe Int($0.pointee.row_count) } ?? 0
    // Freed in deinit; parameters of a stream are plain numbers, so that a copy of them is whole.
    let count = function.indicator.parameters.count
    unsafe parameters = .allocate(capacity: max(count, 1))
    for index in 0..<count {
      unsafe (parameters + index).initialize(to: evaluation.pointee.parameters[index])
    }
    unsafe cells = .allocate(capacity: outputCount)
    unsafe cells.initialize(repeating: 0, count: outputCount)
    unsafe targets = .allocate(capacity: outputCount)
    for index in 0..<outputCount {
      unsafe (targets + index).initialize(to: UnsafeMutableRawPointer(cells + index))
    }
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: nil)
    unsafe history = RowHistory(inputs: inputCount, capacity: max(lookBack + 2, warmUp + 1))
    guard lookBack >= 0 else { throw function.badLookBack }
    guard warmUp > 0, let columns = unsafe table?.pointee.columns else { return }
    let row = UnsafeMutablePointer<Double>.allocate(capacity: inputCount)
    defer {
      // Allocated above.
      unsafe row.deallocate()
    }
    for index in 0..<warmUp {
      // One array per input, each of `warmUp` values.
      for input in 0..<inputCount { unsafe (row + input).initialize(to: columns[input]![index]) }
      if let error = unsafe take(row) { throw error }
    }
    if unsafe history.count > lookBack, let error = open() { throw error }
  }

  deinit {
    if isOpen { unsafe _ = run(calls.close, row: nil) }
    // Allocated in `init`.
    unsafe history.free()
    unsafe parameters.deallocate()
    unsafe cells.deallocate()
    unsafe targets.deallocate()
    unsafe state.deallocate()
  }

  /// One finished row; `series` receives one value per output.
  func update(
    _ row: UnsafePointer<Double>, _ series: UnsafeMutablePointer<Double>
  ) -> RothostError? {
    if isOpen {
      // One value per input and room for one per output, as the host vouches.
      if let error = unsafe refuseMissing(row) { return error }
      if let error = unsafe run(calls.update, row: row) { return error }
      unsafe answer(series)
      return nil
    }
    // As above.
    if let error = unsafe take(row) { return error }
    if unsafe history.count > lookBack, let error = open() { return error }
    if isOpen { unsafe answer(series) } else { unsafe answerNothing(series) }
    return nil
  }

  /// The same for a row that is not finished; changes nothing.
  func peek(_ row: UnsafePointer<Double>, _ series: UnsafeMutablePointer<Double>) -> RothostError? {
    if isOpen {
      guard let peek = calls.peek else {
        return RothostError(.unsupported, "the manifest names no peek function for its stream")
      }
      // As in `update`.
      if let error = unsafe refuseMissing(row) { return error }
      if let error = unsafe run(peek, row: row) { return error }
      unsafe answer(series)
      return nil
    }
    // As in `update`.
    let isLeading = unsafe history.count == 0 && hasMissing(row)
    if isLeading || (unsafe history.count) < lookBack {
      unsafe answerNothing(series)
      return nil
    }
    // The state opened on one row more is closed again at once.
    unsafe history.stage(row)
    if let error = unsafe run(calls.open, row: nil, rows: history.count + 1) {
      if error.status != .tooFew { return error }
      unsafe answerNothing(series)
      return nil
    }
    unsafe answer(series)
    defer { unsafe state.pointee = nil }
    return unsafe run(calls.close, row: nil)
  }

  /// Keeps a row for the opening; a leading one with a missing value is left out.
  private func take(_ row: UnsafePointer<Double>) -> RothostError? {
    // One value per input.
    if unsafe history.count == 0, unsafe hasMissing(row), function.indicator.missing == .skipLeading
    {
      skipped += 1
      return nil
    }
    if let error = unsafe refuseMissing(row) { return error }
    unsafe history.append(row)
    return nil
  }

  /// Opens the library's state on the rows so far; a library that wants more may say so.
  private func open() -> RothostError? {
    // Nothing else is going on in this stream.
    if let error = unsafe run(calls.open, row: nil, rows: history.count) {
      return error.status == .tooFew ? nil : error
    }
    isOpen = true
    return nil
  }

  private func run(_ call: PreparedCall, row: UnsafePointer<Double>?, rows: Int = 0)
    -> RothostError?
  {
    var frame = unsafe ForeignFrame()
    // All of it belongs to this object; the row to the caller, during the call.
    unsafe frame.columns = UnsafePointer(history.columns)
    unsafe frame.rows = rows
    unsafe frame.parameters = UnsafePointer(parameters)
    unsafe frame.targets = targets
    unsafe frame.row = row
    unsafe frame.state = state
    let (register, misfit) = unsafe withUnsafeMutablePointer(to: &frame) { unsafe call.run($0) }
    if let misfit { return function.misfit(misfit, call) }
    return function.objection(to: register, of: call)
  }

  private func hasMissing(_ row: UnsafePointer<Double>) -> Bool {
    // One value per input.
    for input in 0..<inputCount where unsafe row[input].isNaN { return true }
    return false
  }

  private func refuseMissing(_ row: UnsafePointer<Double>) -> RothostError? {
    if function.indicator.missing == .pass { return nil }
    // One value per input.
    for input in 0..<inputCount where unsafe row[input].isNaN {
      return RothostError(
        .input,
        "input \(function.columnNames[input]) is missing, which \(calls.update.call.symbol) does not "
          + "take; leave the row out")
    }
    return nil
  }

  private func answer(_ series: UnsafeMutablePointer<Double>) {
    for index in 0..<outputCount {
      // The cell holds a number of the type that the function wrote.
      let value = unsafe CNumber.real(at: cells + index, calls.elements[index])
      let offset = function.indicator.outputs[index].isRowIndex ? Double(skipped - warmUp) : 0
      unsafe series[index] = value + offset
    }
  }

  private func answerNothing(_ series: UnsafeMutablePointer<Double>) {
    for index in 0..<outputCount {
      // Room for one value per output.
      unsafe series[index] = function.indicator.outputs[index].missing
    }
  }
}

// The kit's unsafe code lives in this folder: all that reads or writes through the C contract.
//
// Why it holds, for every pointer here: the host guarantees by plugin.h that what a call receives
// lives until the call returns, and every wrapper is used within one call only.
import CRothost

/// A `rot_evaluation`.
@safe @usableFromInline struct EvaluationPointer {
  @usableFromInline let pointer: UnsafePointer<rot_evaluation>

  // Valid for the call; see the head of this file.
  @usableFromInline init(_ pointer: UnsafePointer<rot_evaluation>) { unsafe self.pointer = pointer }

  // NULL exactly where the alignment is native.
  @usableFromInline var frame: UnsafePointer<rot_frame>? { unsafe pointer.pointee.frame }
  // The host fills in both counts of a frame it passes.
  @usableFromInline var rowCount: Int { unsafe frame.map { unsafe Int($0.pointee.row_count) } ?? 0 }
  @usableFromInline var warmUpRows: Int {
    // As above.
    unsafe frame.map { unsafe Int($0.pointee.warm_up_rows) } ?? 0
  }
  // A plain field.
  @usableFromInline var seed: UInt64 { unsafe pointer.pointee.seed }
  @usableFromInline var hasMixedCloses: Bool {
    // A plain field of the frame.
    unsafe frame.map { unsafe $0.pointee.flags & ROT_FRAME_MIXED_CLOSES != 0 } ?? false
  }

  var times: Span<Int64> {
    @_lifetime(borrow self) get {
      guard let frame = unsafe frame else { return Span() }
      // A frame has row_count stamps; they live as long as the call that `self` belongs to.
      let span = unsafe Span(_unsafeStart: frame.pointee.time_ns, count: rowCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  @_lifetime(borrow self)
  func column(_ index: Int) -> Span<Double> {
    guard let frame = unsafe frame else { return Span() }
    // One column per bound input, row_count values each; the index comes from the bound roles.
    let span = unsafe Span(_unsafeStart: frame.pointee.columns[index]!, count: rowCount)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// For each role its first input, then the number of inputs.
  func columns(roles: Int) -> [Int] {
    var first = [Int](repeating: 0, count: roles + 1)
    // input_roles has input_count elements, ascending, each below the number of roles.
    for input in 0..<Int(unsafe pointer.pointee.input_count) {
      let role = unsafe Int(pointer.pointee.input_roles[input])
      for later in (role + 1)..<(roles + 1) { first[later] = input + 1 }
    }
    return first
  }

  func settings(roles: Int) -> Settings {
    // The host passes one value per declared parameter.
    Settings(
      unsafe ParameterPointer(pointer.pointee.parameters), columns: columns(roles: roles),
      call: self)
  }

  func name(_ input: Int) -> String {
    // Bound inputs have a name that ends with NUL.
    unsafe String(cString: pointer.pointee.inputs[input]!.pointee.name)
  }

  func stored(_ input: Int) -> StoredSeries {
    // A rot_series has `count` stamps and values.
    let series = unsafe pointer.pointee.inputs[input]!.pointee
    let count = Int(unsafe series.count)
    return unsafe StoredSeries(
      times: Array(UnsafeBufferPointer(start: series.time_ns, count: count)),
      values: Array(UnsafeBufferPointer(start: series.values, count: count)))
  }

  func outputs(_ refusal: Refusal) -> OutputsPointer {
    // Lives as long as the call.
    unsafe OutputsPointer(pointer: pointer.pointee.outputs, refusal: refusal)
  }

  @_lifetime(borrow self)
  func newSeries(_ output: Int) throws(Failure) -> MutableSpan<Double> {
    // The host answers a buffer of exactly the asked count, or NULL where it refuses.
    let outputs = unsafe pointer.pointee.outputs!
    let count = rowCount - warmUpRows
    guard let start = unsafe outputs.pointee.new_series(outputs, UInt32(output), Int64(count), nil)
    else { throw Failure(status: ROT_ERR_OUTPUT, "") }
    let span = unsafe MutableSpan(_unsafeStart: start, count: count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  @usableFromInline var host: HostPointer {
    // Lives as long as the call.
    unsafe HostPointer(pointer: pointer.pointee.host)
  }

  func warn(_ message: String) {
    // Both functions are there in every host of this ABI version.
    unsafe pointer.pointee.host.pointee.warn(pointer.pointee.host, message)
  }

  func asksToStop(_ fraction: Double) -> Bool {
    // As above.
    unsafe pointer.pointee.host.pointee.progress(pointer.pointee.host, fraction) != 0
  }

  var statistics: Statistics? {
    // The table lives as long as the process.
    let host = unsafe pointer.pointee.host!
    guard let table = unsafe host.pointee.extension(host, ROT_STATISTICS_ID) else { return nil }
    return unsafe Statistics(table.assumingMemoryBound(to: rot_statistics.self), host: host)
  }
}

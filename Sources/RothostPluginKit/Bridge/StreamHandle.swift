import CRothost

/// What a stream's `void *state` points to: the author's state behind functions that know its type.
@safe @usableFromInline final class StreamHandle {
  @usableFromInline typealias Step = (UnsafePointer<rot_update>) -> Int32

  let update: Step
  let peek: Step
  let snapshot: (OutputsPointer) -> Int32

  @usableFromInline init(
    update: @escaping Step, peek: @escaping Step, snapshot: @escaping (OutputsPointer) -> Int32
  ) {
    unsafe self.update = unsafe update
    unsafe self.peek = unsafe peek
    self.snapshot = snapshot
  }

  // The state is the handle that open() retained, and the host passes it to one call at a time.
  static let updateFunction:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<rot_update>?) -> rot_status = {
      unsafe Unmanaged<StreamHandle>.fromOpaque($0!)._withUnsafeGuaranteedRef { [update = $1!] in
        unsafe $0.update(update)
      }
    }
  // As above.
  static let peekFunction:
    @convention(c) (UnsafeRawPointer?, UnsafePointer<rot_update>?) -> rot_status = {
      unsafe Unmanaged<StreamHandle>.fromOpaque($0!)._withUnsafeGuaranteedRef { [update = $1!] in
        unsafe $0.peek(update)
      }
    }
  // As above; the outputs live until the call returns.
  static let snapshotFunction:
    @convention(c) (UnsafeRawPointer?, UnsafePointer<rot_outputs>?) -> rot_status = {
      let outputs = unsafe OutputsPointer(pointer: $1!, refusal: Refusal())
      return unsafe Unmanaged<StreamHandle>.fromOpaque($0!)._withUnsafeGuaranteedRef {
        $0.snapshot(outputs)
      }
    }
  // Takes back the reference that open() gave; NULL is a state that was never opened.
  static let closeFunction: @convention(c) (UnsafeMutableRawPointer?) -> Void = {
    if let state = unsafe $0 { unsafe Unmanaged<StreamHandle>.fromOpaque(state).release() }
  }
}

/// Makes a row of an update and reports what `body` throws to the update's host.
@inlinable func withRow(
  _ update: UnsafePointer<rot_update>, columns: [Int], seriesCount: Int,
  _ body: (inout Row) throws(Failure) -> Void
) -> Int32 {
  // The host passes one value per frame column and room for one value per series output.
  let values = unsafe Span(
    _unsafeStart: update.pointee.row!, count: Int(update.pointee.column_count))
  let series = unsafe MutableSpan(_unsafeStart: update.pointee.series!, count: seriesCount)
  var row = unsafe Row(
    time: Time(nanoseconds: update.pointee.time_ns), index: Int(update.pointee.row_index),
    values: values, columns: columns.span, series: series)
  do throws(Failure) {
    try body(&row)
    return 0
  } catch {
    return unsafe HostPointer(pointer: update.pointee.host).report(error)
  }
}

/// The author's state, which changes while the handle stays.
@usableFromInline final class StateBox<State> {
  @usableFromInline var state: State
  @inlinable init(_ state: consuming State) { self.state = state }
}

import CRothost
import RothostSeries

/// The stream functions of `rot_indicator` for foreign indicators; the state is a `ForeignStream`.
enum StreamFunctions {
  /// Opens a stream and hands it over as the state.
  static func open(
    _ function: ForeignFunction, _ evaluation: UnsafePointer<rot_evaluation>?,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) -> rot_status {
    guard let evaluation = unsafe evaluation, let state = unsafe state, let calls = function.stream
    else { return ROT_ERR_ARGUMENT }
    do throws(RothostError) {
      try function.library.begin()
      // The host vouches for the evaluation during the call, and gives the state back to `close`.
      let stream = try unsafe ForeignStream(function, calls, evaluation)
      unsafe state.pointee = Unmanaged.passRetained(stream).toOpaque()
      return ROT_OK
    } catch {
      // The host's table is valid during the call.
      return unsafe ForeignDescriptor.fail(evaluation.pointee.host, error)
    }
  }

  static let update:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<rot_update>?) -> rot_status = {
      state, update in
      guard let state = unsafe state else { return ROT_ERR_ARGUMENT }
      // The host hands the state over only between open and close.
      return unsafe StreamFunctions.row(state, update) { stream, row, series in
        unsafe stream.update(row, series)
      }
    }

  static let peek: @convention(c) (UnsafeRawPointer?, UnsafePointer<rot_update>?) -> rot_status = {
    state, update in
    guard let state = unsafe state else { return ROT_ERR_ARGUMENT }
    // As above.
    return unsafe StreamFunctions.row(state, update) { stream, row, series in
      unsafe stream.peek(row, series)
    }
  }

  /// Streams have series only, of which nothing is left to tell.
  static let snapshot:
    @convention(c) (UnsafeRawPointer?, UnsafePointer<rot_outputs>?) -> rot_status = { _, _ in ROT_OK
    }

  static let close: @convention(c) (UnsafeMutableRawPointer?) -> Void = { state in
    guard let state = unsafe state else { return }
    // Retained by `open`.
    unsafe Unmanaged<ForeignStream>.fromOpaque(state).release()
  }

  private static func row(
    _ state: UnsafeRawPointer, _ update: UnsafePointer<rot_update>?,
    _ body: (ForeignStream, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> RothostError?
  ) -> rot_status {
    // The host vouches for the row and the series during the call.
    guard let update = unsafe update, let row = unsafe update.pointee.row,
      let series = unsafe update.pointee.series
    else { return ROT_ERR_ARGUMENT }
    let stream = unsafe Unmanaged<ForeignStream>.fromOpaque(state).takeUnretainedValue()
    guard let error = unsafe body(stream, row, series) else { return ROT_OK }
    return unsafe ForeignDescriptor.fail(update.pointee.host, error)
  }
}

import CRothost

/// The functions of one indicator, as its descriptor gives them; they live as long as the process.
@unsafe struct IndicatorFunctions: @unchecked Sendable {
  typealias Evaluate = @convention(c) (UnsafePointer<rot_evaluation>?) -> rot_status
  typealias LookBack = @convention(c) (UnsafePointer<rot_value>?) -> Int64

  /// The functions of an indicator with `ROT_STREAMING`.
  @unsafe struct Streaming {
    typealias Open =
      @convention(c) (
        UnsafePointer<rot_evaluation>?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?
      ) -> rot_status
    typealias Update =
      @convention(c) (
        UnsafeMutableRawPointer?, UnsafePointer<rot_update>?
      ) -> rot_status
    typealias Peek = @convention(c) (UnsafeRawPointer?, UnsafePointer<rot_update>?) -> rot_status
    typealias Snapshot =
      @convention(c) (UnsafeRawPointer?, UnsafePointer<rot_outputs>?) ->
      rot_status
    typealias Close = @convention(c) (UnsafeMutableRawPointer?) -> Void

    var open: Open
    var update: Update
    var peek: Peek?
    var snapshot: Snapshot
    var close: Close
  }

  var evaluate: Evaluate
  var lookBack: LookBack?
  var streaming: Streaming?
}

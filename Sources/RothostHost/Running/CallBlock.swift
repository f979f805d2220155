import CRothost
import RothostSeries

/// The inputs of a call as a plugin sees them; valid while whoever made it says so.
@unsafe struct CallInputs {
  var series: UnsafePointer<UnsafePointer<rot_series>?>?
  var roles: UnsafePointer<UInt32>?
  var count: Int
  var frame: UnsafePointer<rot_frame>?
}

/// The C structs of one call at fixed addresses, and the rules for what a call's status means.
///
/// Belongs to one thread at a time; a prepared run uses one again and again.
@safe final class CallBlock {
  let context: CallContext
  private let host: UnsafeMutablePointer<rot_host>
  private let outputs: UnsafeMutablePointer<rot_outputs>
  private let evaluation: UnsafeMutablePointer<rot_evaluation>

  init(indicator: String, log: (@Sendable (Int32, String) -> Void)?) {
    context = CallContext(indicator: indicator, log: log)
    // Freed in deinit; the tables point to `context`, which lives as long as this object.
    unsafe host = .allocate(capacity: 1)
    unsafe host.initialize(to: HostTable.make(for: context))
    unsafe outputs = .allocate(capacity: 1)
    unsafe outputs.initialize(to: OutputsTable.make(for: context))
    unsafe evaluation = .allocate(capacity: 1)
    unsafe evaluation.initialize(to: rot_evaluation())
    unsafe evaluation.pointee.struct_size = UInt32(MemoryLayout<rot_evaluation>.size)
    unsafe evaluation.pointee.host = UnsafePointer(host)
    unsafe evaluation.pointee.outputs = UnsafePointer(outputs)
  }

  deinit {
    // No call is running: it would hold this object.
    unsafe host.deallocate()
    unsafe outputs.deallocate()
    unsafe evaluation.deallocate()
  }

  @unsafe var hostPointer: UnsafePointer<rot_host> { unsafe UnsafePointer(host) }
  @unsafe var outputsPointer: UnsafePointer<rot_outputs> { unsafe UnsafePointer(outputs) }

  /// The evaluation struct for these inputs; valid until the next call of this function.
  @unsafe func fill(
    _ inputs: CallInputs, _ parameters: ParameterBlock, seed: UInt64
  ) -> UnsafePointer<rot_evaluation> {
    unsafe evaluation.pointee.input_count = UInt32(inputs.count)
    unsafe evaluation.pointee.inputs = inputs.series
    unsafe evaluation.pointee.input_roles = inputs.roles
    unsafe evaluation.pointee.frame = inputs.frame
    unsafe evaluation.pointee.parameters = parameters.pointer
    unsafe evaluation.pointee.seed = seed
    return unsafe UnsafePointer(evaluation)
  }

  /// Turns a finished call's status into an error that says who, where and why.
  func check(_ status: rot_status, phase: String) throws(RothostError) {
    if status == ROT_OK && context.refusal == nil && !context.shouldStop { return }
    throw failure(status, phase)
  }

  private func failure(_ status: rot_status, _ phase: String) -> RothostError {
    func error(_ status: Status, _ message: String) -> RothostError {
      RothostError(status, message, plugin: context.indicator, phase: phase)
    }
    switch context.stopReason {
    case .timedOut: return error(.timeout, "the time limit passed; raise it or ask for fewer rows")
    case .cancelled: return error(.cancelled, "cancelled")
    case .none: break
    }
    if status == ROT_OK || status == ROT_ERR_OUTPUT, let refusal = context.refusal {
      return error(refusal.status, refusal.message)
    }
    guard let known = Status.failures[status] else {
      return error(.plugin, "it answered the unknown status \(status); report it to its author")
    }
    let hint = context.hint?.status == known.status ? context.hint?.message : nil
    return error(known.status, context.failure ?? hint ?? known.words)
  }
}

extension Status {
  /// What each failing status means where the plugin gives no message.
  fileprivate static let failures: [Int32: (status: Status, words: String)] = [
    1: (.parameter, "the parameters do not fit each other"),
    2: (.input, "the data are bad"),
    3: (.tooFew, "there are not enough rows to answer"),
    4: (.cancelled, "cancelled"),
    5: (.memory, "an allocation failed"),
    6: (.unsupported, "it cannot do that"),
    7: (.output, "an output was refused"),
    8: (.failed, "it failed without saying why"),
    9: (.notFound, "something it asked for is not there"),
    10: (.argument, "it was called with a bad argument"),
    11: (.plugin, "it broke its contract"),
    12: (.timeout, "the time limit passed"),
  ]
}

import CRothost
import Synchronization

/// The C functions of a plugin's indicators, one slot each.
///
/// A C function has no room for the generic type it serves, and `evaluate` gets no pointer of the
/// plugin's own; so each indicator of a plugin takes one of eight functions that know its number.
enum Slots {
  static let capacity = 8
  private static let taken = Mutex<[Implementation]>([])

  /// The slots given to a plugin's indicators; nil, and none taken, where there are too few left.
  static func take(_ implementations: [Implementation]) -> Range<Int>? {
    taken.withLock { slots in
      guard slots.count + implementations.count <= capacity else { return nil }
      slots += implementations
      return slots.count - implementations.count..<slots.count
    }
  }

  private static func evaluate(_ slot: Int, _ call: UnsafePointer<rot_evaluation>?) -> rot_status {
    // The host passes a call that lives until this function returns.
    guard let call = unsafe call else { return ROT_ERR_ARGUMENT }
    let evaluate = taken.withLock { $0[slot].evaluate }
    return evaluate(unsafe EvaluationPointer(call))
  }

  private static func lookBack(_ slot: Int, _ parameters: UnsafePointer<rot_value>?) -> Int64 {
    // One value per declared parameter.
    let lookBack = taken.withLock { $0[slot].lookBack }
    return Int64(lookBack(unsafe ParameterPointer(parameters)))
  }

  private static func open(
    _ slot: Int, _ call: UnsafePointer<rot_evaluation>?,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  ) -> rot_status {
    // The handle is kept alive by the one reference that close() takes back.
    guard let pointer = unsafe call, let state = unsafe state else { return ROT_ERR_ARGUMENT }
    let call = unsafe EvaluationPointer(pointer)
    do throws(Failure) {
      let handle = try taken.withLock({ $0[slot].open })(call)
      unsafe state.pointee = Unmanaged.passRetained(handle).toOpaque()
      return ROT_OK
    } catch {
      unsafe state.pointee = nil
      return call.host.report(error)
    }
  }

  typealias Evaluate = @convention(c) (UnsafePointer<rot_evaluation>?) -> rot_status
  typealias LookBack = @convention(c) (UnsafePointer<rot_value>?) -> Int64
  typealias Open =
    @convention(c) (
      UnsafePointer<rot_evaluation>?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    ) -> rot_status

  // Each function only passes on what the host gave it.
  static let evaluate: [Evaluate] = unsafe [
    { unsafe evaluate(0, $0) }, { unsafe evaluate(1, $0) }, { unsafe evaluate(2, $0) },
    { unsafe evaluate(3, $0) }, { unsafe evaluate(4, $0) }, { unsafe evaluate(5, $0) },
    { unsafe evaluate(6, $0) }, { unsafe evaluate(7, $0) },
  ]
  static let lookBack: [LookBack] = unsafe [
    { unsafe lookBack(0, $0) }, { unsafe lookBack(1, $0) }, { unsafe lookBack(2, $0) },
    { unsafe lookBack(3, $0) }, { unsafe lookBack(4, $0) }, { unsafe lookBack(5, $0) },
    { unsafe lookBack(6, $0) }, { unsafe lookBack(7, $0) },
  ]
  static let open: [Open] = unsafe [
    { unsafe open(0, $0, $1) }, { unsafe open(1, $0, $1) }, { unsafe open(2, $0, $1) },
    { unsafe open(3, $0, $1) }, { unsafe open(4, $0, $1) }, { unsafe open(5, $0, $1) },
    { unsafe open(6, $0, $1) }, { unsafe open(7, $0, $1) },
  ]
}

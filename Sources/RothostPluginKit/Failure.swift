import CRothost

/// Why a call cannot answer: a status and a sentence that says what happened and what to do.
///
/// The host adds the plugin's name and the phase, and shows the sentence to the user.
public struct Failure: Error, Sendable, Equatable {
  /// A `rot_status` of `plugin.h`.
  public var status: Int32
  public var message: String

  public init(status: Int32, _ message: String) {
    self.status = status
    self.message = message
  }

  /// A parameter, or a combination of them, makes no sense.
  public static func parameter(_ message: String) -> Failure {
    Failure(status: ROT_ERR_PARAMETER, message)
  }

  /// The data are bad.
  public static func input(_ message: String) -> Failure {
    Failure(status: ROT_ERR_INPUT, message)
  }

  /// There are not enough rows to answer; say how many are needed.
  public static func tooFew(_ message: String) -> Failure {
    Failure(status: ROT_ERR_TOO_FEW, message)
  }

  /// The host asked to stop.
  public static let cancelled = Failure(status: ROT_ERR_CANCELLED, "cancelled")

  /// The indicator failed for a reason of its own.
  public static func failed(_ message: String) -> Failure {
    Failure(status: ROT_ERR_FAILED, message)
  }
}

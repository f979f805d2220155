import RothostSeries

/// Why a command ends: the exit code a script sees and the line a person reads.
struct CommandFailure: Error, Equatable {
  /// Exit codes as in BSD's `sysexits.h`, and 130 for Ctrl-C as shells have it (128 + SIGINT).
  enum Code: Int32 {
    case usage = 64
    case badData = 65
    case noInput = 66
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
    case refused = 77
    case interrupted = 130
  }

  var code: Code
  var message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// What the host reported, as an exit code.
  init(_ error: RothostError) {
    message =
      error.status == .cancelled
      ? "interrupted; the cache is as it was before" : error.description
    code =
      switch error.status {
      case .parameter, .argument, .unsupported: .usage
      case .input, .tooFew, .data: .badData
      case .notFound: .noInput
      case .inputOutput, .cache: .inputOutput
      case .refused: .refused
      case .cancelled: .interrupted
      default: .software
      }
  }
}

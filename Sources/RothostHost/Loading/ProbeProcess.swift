import CRothostSystem
import Glibc
import RothostSeries

/// A run of `rothost-worker probe …`: one process, one check, one answer.
struct ProbeProcess {
  /// Its answer, or how it came to its end without one.
  enum Ending {
    case answered(String)
    case died(String)
    case timedOut
    case notStarted(String)
  }

  /// Answers are short, but for a whole result as JSON.
  private static let longestAnswer = 16 << 20

  static func run(_ arguments: [String], milliseconds: UInt32) -> Ending {
    guard let executable = WorkerStart.executable() else {
      return .notStarted("rothost-worker is not installed beside this program: `make install`")
    }
    let words = TextArray([executable, "probe"] + arguments + [nil])
    // A worker's, and one of its own to see whether it is left alone.
    let environment = TextArray(WorkerStart.environment() + ["ROTHOST_PROBE=1", nil])
    var length = 0
    var status: Int32 = 0
    var code: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: longestAnswer) { buffer, count in
      // Both tables end with NULL and live through the call; the buffer has that many bytes.
      code = unsafe rothost_run_probe(
        words.arguments, environment.arguments, milliseconds,
        UnsafeMutableRawPointer(buffer.baseAddress!).assumingMemoryBound(to: CChar.self),
        buffer.count, &length, &status)
      count = length
    }
    if code == 1 { return .timedOut }
    if code < 0 { return .notStarted(systemMessage(-code)) }
    if status & 0x7F != 0 {
      // strsignal answers a text that lives until its next call.
      return unsafe .died("crashed: \(String(cString: strsignal(status & 0x7F)))")
    }
    if status != 0 || bytes.isEmpty {
      return .died("ended its process with exit code \(status >> 8 & 0xFF) instead of returning")
    }
    return .answered(String(decoding: bytes, as: UTF8.self))
  }

  /// The probe's last words, on the descriptor that the plugin does not know of; ends the process.
  static func answer(_ text: String, on descriptor: Int32) -> Never {
    let bytes = Array(text.utf8)
    // The array has `count` bytes. `_exit`: a plugin's handlers of the end are nobody's business.
    _exit(unsafe rothost_write_all(descriptor, bytes, bytes.count) == 0 ? 0 : 74)
  }
}

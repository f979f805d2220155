import CRothostSystem
import Glibc
import RothostSeries

/// How a worker died, in the words a user can act on.
struct CrashWords {
  /// The wait status; nil where it was not told.
  var status: Int32?
  var crash: rothost_crash?
  var printed: String?
  /// The plugin's file.
  var path: String
  /// The very bytes that ran; nil where they were never handed over.
  var image: SealedFile?
  var memoryBytes: UInt64

  /// Whether the host gave it up because what it wrote made no sense.
  var isGivenUp: Bool

  init(_ worker: WorkerProcess, path: String, memoryBytes: UInt64) {
    isGivenUp = !worker.hasEnded
    worker.end()
    status = worker.ended
    // The plugin may have written the record itself: only signals that there are count.
    crash = worker.crash.flatMap { Self.names[$0.signal] == nil ? nil : $0 }
    printed = worker.lastPrintedLine()
    self.path = path
    image = worker.image
    self.memoryBytes = memoryBytes
  }

  /// `crashed with SIGSEGV (address 0x0) at evaluate+0x1c in spread.so`.
  var text: String {
    var text = cause + place
    if let printed { text += "; it printed \"\(printed)\"" }
    return text
  }

  /// The signal that ended it, where one did.
  private var signal: Int32? {
    if let crash { return crash.signal }
    guard let status, status & 0x7F != 0 else { return nil }
    return status & 0x7F
  }

  private var cause: String {
    if isGivenUp && crash == nil {
      return "overwrote the memory it shares with the host, so its worker was ended"
    }
    guard let signal else {
      guard let status else {
        return "ended, and another part of this program took its exit status (it waits for any "
          + "child, or ignores SIGCHLD)"
      }
      return "ended its process with exit code \(status >> 8 & 0xFF) instead of returning"
    }
    if signal == SIGKILL {
      return "was killed (SIGKILL), most likely because memory ran out (its limit is "
        + "\(memoryBytes >> 20) MiB)"
    }
    let name = Self.names[signal] ?? "signal \(signal)"
    guard let crash, Self.withAddress.contains(signal) else { return "crashed with \(name)" }
    return "crashed with \(name) (address 0x\(String(crash.address, radix: 16)))"
  }

  private var place: String {
    guard let crash else { return "" }
    let image = Self.text(crash.image)
    if isPlugin(image) { return " at \(symbol(crash.offset))" }
    let file = image.isEmpty ? "" : " in \(Self.name(of: image))"
    return isPlugin(Self.text(crash.caller_image))
      ? "\(file), called from \(symbol(crash.caller_offset))" : file
  }

  /// Whether a record names the plugin's file; it has room for the beginning of a long path.
  private func isPlugin(_ image: String) -> Bool {
    let room = Int(ROTHOST_CRASH_TEXT) - 1
    return image == String(decoding: path.utf8.prefix(room), as: UTF8.self)
  }

  /// `evaluate+0x1c in spread.so`, from the symbols of what ran.
  private func symbol(_ offset: UInt64) -> String {
    let file = Self.name(of: path)
    let symbols = image.flatMap { try? ElfImage($0.contents()) }
    guard let found = symbols?.function(at: offset) else {
      return "0x\(String(offset, radix: 16)) in \(file)"
    }
    return "\(found.name)+0x\(String(found.distance, radix: 16)) in \(file)"
  }

  /// The last part of a path, its unusual characters replaced: it goes to a terminal.
  private static func name(of path: String) -> String {
    String(
      SearchPath.name(of: path).unicodeScalars.prefix(64).map {
        (33...126).contains($0.value) ? Character($0) : "?"
      })
  }

  /// One of the record's texts, which end with NUL.
  private static func text<Characters>(_ characters: Characters) -> String {
    // A tuple of `ROTHOST_CRASH_TEXT` characters, read as bytes during the call.
    unsafe withUnsafeBytes(of: characters) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private static let withAddress: Set<Int32> = [SIGSEGV, SIGBUS, SIGFPE, SIGILL]

  private static let names: [Int32: String] = [
    SIGSEGV: "SIGSEGV", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGILL: "SIGILL", SIGABRT: "SIGABRT",
    SIGTRAP: "SIGTRAP", SIGSYS: "SIGSYS", SIGXFSZ: "SIGXFSZ", SIGXCPU: "SIGXCPU",
    SIGTERM: "SIGTERM", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGHUP: "SIGHUP",
    SIGINT: "SIGINT", SIGUSR1: "SIGUSR1", SIGUSR2: "SIGUSR2",
  ]
}

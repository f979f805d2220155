import Glibc
import Testing

/// A running `CacheWriterFixture` and the pipe from its standard output.
struct Child: ~Copyable {
  struct End {
    /// The signal that ended it, else 0.
    let signal: Int32
    let code: Int32
    /// All it said.
    let output: String
  }

  private let process: pid_t
  private let pipe: Int32
  private var output: [UInt8] = []

  init(_ arguments: [String]) throws {
    try self.init(command: [Self.program()] + arguments)
  }

  /// The fixture in a shell of its own user and mount namespace, after `preparation` as its root.
  ///
  /// nil (after saying so loudly) where the system has no such namespaces for this user.
  init?(_ arguments: [String], after preparation: String, _ test: String = #function) throws {
    var probe = try Child(command: ["/usr/bin/unshare", "-rm", "sh", "-c", preparation])
    let end = probe.wait()
    guard end.code == 0 else {
      print("SKIPPED: no mount namespace (\(end.code) \(end.output)); \(test) proved nothing")
      return nil
    }
    let words = try [Self.program()] + arguments
    try self.init(
      command: ["/usr/bin/unshare", "-rm", "sh", "-c", preparation + " && exec \"$@\"", "sh"]
        + words)
  }

  /// The fixture without root's power to ignore the rights of files.
  ///
  /// nil (after saying so loudly) where root cannot become somebody else who can start it.
  init?(powerless arguments: [String], _ test: String = #function) throws {
    let program = try Self.program()
    guard getuid() == 0 else {
      try self.init(arguments)
      return
    }
    let nobody = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    var probe = try Child(command: nobody + ["/usr/bin/test", "-x", program])
    guard probe.wait().code == 0 else {
      print("SKIPPED: nobody can start \(program); \(test) proved nothing")
      return nil
    }
    try self.init(command: nobody + [program] + arguments)
  }

  private init(command: [String]) throws {
    var ends: [Int32] = [0, 0]
    // Closed on exec, so that children of tests running beside do not keep it open.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    try #require(socketpair(AF_UNIX, kind, 0, &ends) == 0)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    let program = command[0]
    var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] =
      [strdup("SWIFT_BACKTRACE=enable=no"), strdup("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), nil]
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, nil, &words, &environment)
    posix_spawn_file_actions_destroy(&actions)
    for word in words + environment { free(word) }
    close(ends[1])
    try #require(code == 0, "cannot start \(program)")
    self.process = process
    pipe = ends[0]
  }

  /// Waits until it has said one more line.
  mutating func readLine() {
    var byte: UInt8 = 0
    while read(pipe, &byte, 1) == 1 {
      output.append(byte)
      if byte == UInt8(ascii: "\n") { return }
    }
  }

  mutating func kill() -> End {
    Glibc.kill(process, SIGKILL)
    return wait()
  }

  mutating func wait() -> End {
    var byte: UInt8 = 0
    while read(pipe, &byte, 1) == 1 { output.append(byte) }
    close(pipe)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    return End(
      signal: status & 0x7F, code: (status >> 8) & 0xFF,
      output: String(decoding: output, as: UTF8.self))
  }

  /// The fixture is built beside the test bundle.
  private static func program() throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(
      decoding: buffer.prefix(max(0, length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    for candidate in [own] + CommandLine.arguments {
      guard let slash = candidate.lastIndex(of: "/") else { continue }
      let program = candidate[..<slash] + "/CacheWriterFixture"
      if access(String(program), X_OK) == 0 { return String(program) }
    }
    throw ProgramMissing(searchedBeside: [own] + CommandLine.arguments)
  }

  private struct ProgramMissing: Error {
    let searchedBeside: [String]
  }
}

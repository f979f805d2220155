import Foundation
import Glibc
import RothostSeries
import Testing

@Suite("Ctrl-C")
struct InterruptTests {
  @Test("Ctrl-C during an import exits with 130 in one line and leaves the cache as it was")
  func importing() throws {
    let rothost = try Binary()
    let small = rothost.path("ABC.csv")
    try Data("Date,Close\n2026-01-02,1\n".utf8).write(to: URL(filePath: small))
    #expect(try rothost.run("cache", "import", small).code == 0)
    let before = try rothost.run("cache", "list").text

    let pipe = rothost.path("endless.csv")
    try #require(mkfifo(pipe, 0o600) == 0)
    // Open for reading too, so that writing neither blocks the opening nor raises SIGPIPE.
    let descriptor = open(pipe, O_RDWR | O_NONBLOCK)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let errors = rothost.path("errors")
    try Data().write(to: URL(filePath: errors))
    let process = try rothost.process(["cache", "import", pipe])
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    // A child inherits its signal mask, and the threads that run tests block SIGINT.
    var interrupt = sigset_t()
    var inherited = sigset_t()
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &interrupt, &inherited)
    try process.run()
    pthread_sigmask(SIG_SETMASK, &inherited, nil)

    var row = 0
    var pending = Array("time,price\n".utf8)
    var written = 0
    var isInterrupted = false
    while process.isRunning {
      if pending.isEmpty {
        for _ in 0..<1000 {
          let time = 1_767_225_600_000_000_000 + Int64(row) * 1_000_000_000
          pending += Array("\(ISO8601.instant(time)),\(row % 97)\n".utf8)
          row += 1
        }
      }
      let count = write(descriptor, pending, pending.count)
      if count > 0 {
        pending.removeFirst(count)
        written += count
      } else {
        usleep(500)
      }
      // More than a pipe holds (64 KiB) is gone: the import has begun to read.
      if written > 1 << 20 && !isInterrupted {
        process.interrupt()
        isInterrupted = true
      }
      // Far beyond what it may read before it stops.
      if written > 1 << 26 { kill(process.processIdentifier, SIGKILL) }
    }
    #expect(isInterrupted)
    #expect(process.terminationStatus == 130)
    let text = try String(contentsOfFile: errors, encoding: .utf8)
    #expect(text == "rothost: interrupted; the cache is as it was before\n")
    #expect(try rothost.run("cache", "list").text == before)
    #expect(try rothost.run("cache", "verify").code == 0)
    rothost.remove()
  }
}

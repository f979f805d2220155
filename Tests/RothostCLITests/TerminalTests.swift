import Foundation
import Glibc
import Testing

/// What only shows on a terminal: a pseudo-terminal stands in for one.
@Suite("The command line on a terminal")
struct TerminalTests {
  let rothost: Binary

  init() throws { rothost = try Binary() }

  /// Runs with standard output on a pseudo-terminal of the given width; answers what it showed.
  func show(
    _ arguments: [String], columns: UInt16 = 100, environment: [String: String]
  ) throws -> (code: Int32, text: String) {
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(master >= 0)
    defer { close(master) }
    // unlockpt and ptsname are hidden by the module map; these are the calls behind them
    // (asm-generic/ioctls.h): TIOCSPTLCK and TIOCGPTN.
    var unlocked: Int32 = 0
    var number: UInt32 = 0
    let isOpen =
      ioctl(master, 0x4004_5431, &unlocked) == 0 && ioctl(master, 0x8004_5430, &number) == 0
    try #require(isOpen)
    let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(slave >= 0)
    var size = winsize(ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    #expect(ioctl(master, UInt(TIOCSWINSZ), &size) == 0)
    let process = try rothost.process(arguments, environment: environment)
    process.standardOutput = FileHandle(fileDescriptor: slave)
    process.standardError = FileHandle.nullDevice
    try process.run()
    close(slave)
    var bytes = [UInt8]()
    var buffer = [UInt8](repeating: 0, count: 4096)
    // The read fails with EIO once the other side is closed.
    while case let count = read(master, &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }

  @Test("a terminal gets colour, but not with NO_COLOR or TERM=dumb")
  func color() throws {
    let arguments = ["eval", "--plugin", "drawdown"]
    let colored = try show(arguments, environment: ["TERM": "xterm"])
    #expect(colored.code == 0 && colored.text.contains("\u{1B}[1m"))
    let silent = try show(arguments, environment: ["TERM": "xterm", "NO_COLOR": "1"])
    #expect(silent.code == 0 && !silent.text.contains("\u{1B}"))
    #expect(!(try show(arguments, environment: ["TERM": "dumb"])).text.contains("\u{1B}"))
    #expect(silent.text.contains("drawdown 1."))
    rothost.remove()
  }

  @Test("a plot is as wide as the terminal", arguments: [60, 140] as [UInt16])
  func width(columns: UInt16) throws {
    let answer = try show(
      ["eval", "--plugin", "drawdown", "--plot"], columns: columns, environment: ["TERM": "dumb"])
    let lines = answer.text.split(whereSeparator: \.isNewline)
    let axis = try #require(lines.first { $0.contains("└") })
    #expect(axis.count <= columns && axis.count >= columns - 2)
    rothost.remove()
  }

  @Test("Arrow is not written to a terminal")
  func arrow() throws {
    let answer = try show(["eval", "--plugin", "drawdown", "--format", "arrow"], environment: [:])
    #expect(answer.code == 64 && answer.text.isEmpty)
    rothost.remove()
  }
}

import Synchronization
import Testing

@testable import RothostCLI

@Suite("Progress and exit codes")
struct ProgressTests {
  /// A clock that is set by hand and what the bar wrote.
  final class Desk: Sendable {
    let now = Mutex(0.0)
    let written = Mutex([String]())

    func bar(isInteractive: Bool) -> ProgressBar {
      ProgressBar(
        title: "import",
        terminal: Terminal(isInteractive: isInteractive, deviceWidth: 60) { _ in nil },
        clock: { self.now.withLock { $0 } },
        write: { text in self.written.withLock { $0.append(text) } })
    }
  }

  @Test("nothing is drawn in the first second, and then at most ten times a second")
  func delay() {
    let desk = Desk()
    let bar = desk.bar(isInteractive: true)
    for step in 0..<200 {
      desk.now.withLock { $0 = Double(step) / 100 }
      bar.update(Double(step) / 200)
      if step < 100 { #expect(desk.written.withLock { $0.isEmpty }) }
    }
    let drawn = desk.written.withLock { $0.count }
    #expect(drawn >= 9 && drawn <= 11)
    bar.finish()
    #expect(desk.written.withLock { $0.last } == "\r\u{1B}[K")
  }

  @Test("nothing is ever drawn where standard error is not a terminal")
  func piped() {
    let desk = Desk()
    let bar = desk.bar(isInteractive: false)
    desk.now.withLock { $0 = 100 }
    bar.update(0.5)
    bar.finish()
    #expect(desk.written.withLock { $0.isEmpty })
  }

  @Test("the bar tells the share done and the time left, within the width")
  func line() {
    let line = ProgressBar.line("import", 0.25, elapsed: 20, width: 80)
    #expect(line.contains("25 %") && line.hasSuffix("1:00 left"))
    #expect(line.count { $0 == "█" } == 10)
    for width in 40...100 {
      #expect(
        ProgressBar.line("a rather long title", 0.123, elapsed: 3, width: width).count < width)
    }
    #expect(ProgressBar.line("x", .nan, elapsed: 1, width: 80).contains("0 %"))
    #expect(ProgressBar.line("x", 7, elapsed: 1, width: 80).contains("100 %"))
  }
}

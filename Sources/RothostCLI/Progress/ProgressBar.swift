import Synchronization

/// A bar with the time left, on standard error, for work that takes more than a second.
///
/// Nothing is drawn where standard error is not a terminal. Usable from any thread.
final class ProgressBar: Sendable {
  private struct State {
    var lastDrawn: Double?
  }

  private let title: String
  private let terminal: Terminal
  private let clock: @Sendable () -> Double
  private let write: @Sendable (String) -> Void
  private let start: Double
  private let state = Mutex(State())

  /// Seconds before the first bar, and between two.
  static let delay = 1.0
  static let interval = 0.1

  init(
    title: String, terminal: Terminal, clock: @escaping @Sendable () -> Double,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.title = title
    self.terminal = terminal
    self.clock = clock
    self.write = write
    start = clock()
  }

  /// A bar on standard error, timed by the monotonic clock.
  convenience init(title: String) {
    let origin = ContinuousClock.now
    self.init(
      title: title, terminal: .error,
      clock: {
        let elapsed = ContinuousClock.now - origin
        return elapsed / .seconds(1)
      },
      write: { text in
        _ = SystemCalls.write(text.utf8Span.span, to: 2)
      })
  }

  /// Tells how far the work is, 0 to 1; at most ten times a second the bar is drawn anew.
  func update(_ fraction: Double) {
    guard terminal.isInteractive else { return }
    let elapsed = clock() - start
    state.withLock { state in
      guard elapsed >= Self.delay, elapsed - (state.lastDrawn ?? -1) >= Self.interval else {
        return
      }
      state.lastDrawn = elapsed
      write("\r" + Self.line(title, fraction, elapsed: elapsed, width: terminal.width) + "\u{1B}[K")
    }
  }

  /// Removes the bar; call it before anything else is written.
  func finish() {
    state.withLock { state in
      if state.lastDrawn != nil { write("\r\u{1B}[K") }
      state.lastDrawn = nil
    }
  }

  /// `import ███████▌      52 %  0:12 left`, never wider than `width`.
  static func line(_ title: String, _ fraction: Double, elapsed: Double, width: Int) -> String {
    let fraction = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    let percent = "\(Int(fraction * 100)) %"
    var tail = String(repeating: " ", count: 6 - percent.count) + percent
    if fraction > 0.01 {
      let left = Int((elapsed / fraction - elapsed).rounded(.up))
      let seconds = left % 60
      tail += "  \(left / 60):\(seconds < 10 ? "0" : "")\(seconds) left"
    }
    let cells = min(40, width - title.count - tail.count - 2)
    guard cells >= 4 else { return String((title + tail).prefix(width - 1)) }
    // Eighths of a character: U+2588 is full, U+258F one eighth.
    let eighths = Int(fraction * Double(cells) * 8)
    var bar = String(repeating: "█", count: eighths / 8)
    if eighths % 8 > 0 {
      bar.unicodeScalars.append(Unicode.Scalar(0x2590 - UInt32(eighths % 8))!)
    }
    bar += String(repeating: " ", count: cells - bar.count)
    return "\(title) \(bar)\(tail)"
  }
}

import Glibc
import RothostSeries

/// Standard output carries the answer and nothing else; all other words go to standard error.
enum StandardStreams {
  static func write(_ bytes: Span<UInt8>) throws(CommandFailure) {
    let code = SystemCalls.write(bytes, to: STDOUT_FILENO)
    guard code == 0 else {
      throw CommandFailure(
        .inputOutput,
        "standard output cannot be written (\(SystemCalls.describe(code))); "
          + "free the device or use --output FILE")
    }
  }

  static func write(_ text: String) throws(CommandFailure) {
    try write(text.utf8Span.span)
  }

  /// One line on standard error, `rothost: …`; a device that fails cannot be told so.
  static func note(_ text: String) {
    let line = "rothost: \(singleLine(text))\n"
    _ = SystemCalls.write(line.utf8Span.span, to: STDERR_FILENO)
  }

  /// Lines for a person, in which nothing steers the terminal but the host's own colours.
  static func show(_ lines: [String]) throws(CommandFailure) {
    try write(TextStyle.shown(lines.joined(separator: "\n") + "\n"))
  }

  /// The text on one line, printable: each run of blanks that holds a line end becomes one blank.
  static func singleLine(_ text: String) -> String {
    guard text.contains(where: \.isNewline) else { return text.printable }
    return text.split(whereSeparator: \.isNewline)
      .map { line in
        let start = line.drop(while: \.isWhitespace)
        return start.last?.isWhitespace == true
          ? String(start.reversed().drop(while: \.isWhitespace).reversed()) : String(start)
      }
      .filter { !$0.isEmpty }
      .joined(separator: " ").printable
  }
}

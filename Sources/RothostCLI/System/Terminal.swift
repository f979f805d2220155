import Glibc

/// What the device behind an output can show: how wide it is, and whether colour and bars belong.
struct Terminal: Equatable {
  var isInteractive: Bool
  var width: Int
  var hasColor: Bool

  /// The width of text for pipes and files, and for terminals that do not tell theirs.
  static let standardWidth = 80

  /// Judges the device from what the system says.
  ///
  /// Colour wants an interactive device, `NO_COLOR` unset or empty (no-color.org) and a `TERM` that
  /// is not `dumb`. A width comes from the terminal, else from `COLUMNS`, else it is 80.
  init(isInteractive: Bool, deviceWidth: Int?, environment: (String) -> String?) {
    self.isInteractive = isInteractive
    let noColor = environment("NO_COLOR").map { !$0.isEmpty } ?? false
    hasColor = isInteractive && !noColor && environment("TERM") != "dumb"
    let stated = environment("COLUMNS").flatMap { Int($0) }
    let width = (isInteractive ? deviceWidth : nil) ?? stated ?? Self.standardWidth
    self.width = min(max(width, 40), 400)
  }

  /// The device behind standard output (1) or standard error (2).
  init(descriptor: Int32) {
    self.init(
      isInteractive: isatty(descriptor) == 1,
      deviceWidth: SystemCalls.terminalWidth(descriptor),
      environment: SystemCalls.environment)
  }

  static let output = Terminal(descriptor: STDOUT_FILENO)
  static let error = Terminal(descriptor: STDERR_FILENO)
}

extension Terminal {
  /// For files, which are read later and elsewhere: no colour, standard width.
  static let file = Terminal(isInteractive: false, deviceWidth: nil, environment: { _ in nil })
}

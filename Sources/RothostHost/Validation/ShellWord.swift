/// Text as one word of a shell's command line.
enum ShellWord {
  /// As it is where that is safe, else in quotes; what would steer a terminal as `$'\x1b'`.
  ///
  /// The latter is read by bash, zsh, ksh and whatever else follows POSIX.1-2024, 2.2.4.
  static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    if !scalars.isEmpty, scalars.first != "-", scalars.allSatisfy(isPlain) { return text }
    guard scalars.contains(where: isControl) else {
      return "'"
        + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
    }
    let escaped = scalars.map { scalar in
      if scalar == "'" || scalar == "\\" { return "\\\(scalar)" }
      return isControl(scalar) ? String(scalar).utf8.map(escaped(_:)).joined() : "\(scalar)"
    }
    return "$'" + escaped.joined() + "'"
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || "0123456789/._-+,:@%".unicodeScalars.contains(scalar)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 32 || (127..<160).contains(scalar.value)
  }

  private static func escaped(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return "\\x" + (digits.count < 2 ? "0" : "") + digits
  }
}

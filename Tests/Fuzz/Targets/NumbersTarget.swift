import Glibc

@testable import RothostCache

/// Decimal numbers: what is read equals the C library's answer to the bit.
enum NumbersTarget {
  static func run(_ bytes: [UInt8]) throws {
    let text = bytes + [0, 0, 0, 0, 0, 0, 0, 0]
    var end = 0
    guard let value = DecimalReader.read(text.span, &end) else {
      try FuzzFinding.unless(end == 0, "moved over what is no number")
      return
    }
    try FuzzFinding.unless(end > 0 && end <= bytes.count, "read \(end) of \(bytes.count) bytes")
    let number = text[..<end].map { CChar(bitPattern: $0) } + [0]
    let reference = strtod(number, nil)
    try FuzzFinding.unless(
      value.bitPattern == reference.bitPattern, "\(value) where strtod says \(reference)")
  }
}

import Glibc
import RothostSeries

@testable import RothostCache
@testable import RothostHost

/// Dates, times, spans and clocks: first byte = which reader, the rest is its text.
enum StampsTarget {
  static func run(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    let rest = Array(bytes.dropFirst())
    let text = String(decoding: rest, as: UTF8.self)
    switch choice % 6 {
    case 0: try iso8601(text)
    case 1: try span(text)
    case 2:
      guard let clock = try FuzzFinding.refusable({ try SamplingClock(parsing: text) }) else {
        return
      }
      let again = try FuzzFinding.refusable { try SamplingClock(parsing: clock.description) }
      try FuzzFinding.unless(again == clock, "the clock \(clock) is read back as \(again as Any)")
    case 3:
      let from = try FuzzFinding.refusable { try RangeArgument.start(parsing: text) }
      let to = try FuzzFinding.refusable { try RangeArgument.end(parsing: text) }
      try FuzzFinding.unless(
        from == nil || to.map { from! <= $0 } ?? true, "\(text) ends before it begins")
    case 4: _ = try FuzzFinding.refusable { try TimeoutArgument.milliseconds(parsing: text) }
    default: try column(rest)
    }
  }

  private static func iso8601(_ text: String) throws {
    guard let stamp = try FuzzFinding.refusable({ try ISO8601.parse(text) }) else { return }
    _ = stamp.end
    let written = ISO8601.text(stamp.time, as: stamp.kind)
    let again = try FuzzFinding.refusable { try ISO8601.parse(written) }
    try FuzzFinding.unless(again?.time == stamp.time, "\(text) is written \(written)")
    // The system's calendar is the reference; what was read has digits where they belong.
    let digits = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int32 {
      range.upperBound <= digits.count ? range.reduce(0) { $0 * 10 + Int32(digits[$1]) - 48 } : 0
    }
    var parts = tm()
    parts.tm_year = number(0..<4) - 1900
    parts.tm_mon = number(5..<7) - 1
    parts.tm_mday = number(8..<10)
    if stamp.kind == .instants {
      parts.tm_hour = number(11..<13)
      parts.tm_min = number(14..<16)
      if digits.count > 18, digits[16] == UInt8(ascii: ":") { parts.tm_sec = number(17..<19) }
    }
    let seconds = timegm(&parts) - (stamp.offsetSeconds ?? 0)
    let floor = Int128(stamp.time) - Int128(seconds) * 1_000_000_000
    try FuzzFinding.unless((0..<1_000_000_000).contains(floor), "\(text) is read as \(written)")
  }

  private static func span(_ text: String) throws {
    guard let span = try FuzzFinding.refusable({ try TimeSpan(parsing: text) }) else { return }
    try FuzzFinding.unless(
      text.utf8.allSatisfy { (45...122).contains($0) }, "\(text.debugDescription) is no span")
    let again = try FuzzFinding.refusable { try TimeSpan(parsing: span.description) }
    try FuzzFinding.unless(again == span, "\(text) is written \(span)")
  }

  /// The stamps of a file, one a line, read one after the other and then once more.
  private static func column(_ bytes: [UInt8]) throws {
    let fields = bytes.split(separator: UInt8(ascii: "\n")).map {
      Array($0) + [0, 0, 0, 0, 0, 0, 0, 0]
    }
    for isTicks in [false, true] {
      var reader = StampReader(instantsOnly: isTicks)
      for field in fields {
        guard let time = try? reader.read(field.span.extracting(0..<(field.count - 8))) else {
          break
        }
        _ = ISO8601.instant(time)
      }
      _ = reader.dating
    }
  }
}

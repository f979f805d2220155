import RothostSeries
import Testing

@Suite("Durations")
struct TimeSpanTests {
  static let day: Int64 = 86_400_000_000_000

  @Test(
    "a number and a unit is read exactly",
    arguments: [
      ("28d", 28 * day), ("1w", 7 * day), ("90m", 5_400_000_000_000), ("12h", day / 2),
      ("30s", 30_000_000_000), ("500ms", 500_000_000), ("1.5d", day / 2 * 3), ("-2h", -day / 12),
      ("0", 0), ("0d", 0), ("1us", 1000), ("7ns", 7), ("0.1s", 100_000_000),
      ("0.000000001s", 1), ("106751d", 106_751 * day),
    ])
  func reads(text: String, nanoseconds: Int64) throws {
    #expect(try TimeSpan(parsing: text).nanoseconds == nanoseconds)
  }

  @Test(
    "what is no duration is refused with the reason and the units",
    arguments: [
      ("", "not a duration"), ("d", "not a duration"), ("5", "no unit"), ("1.d", "not a duration"),
      ("1.2.3d", "not a duration"), ("5y", "unknown unit 'y'"), ("5 d", "unknown unit ' d'"),
      ("+5d", "not a duration"), ("200000d", "too long"), ("99999999999999999999s", "too long"),
      ("1.5ns", "finer than a nanosecond"), ("0.0000000001s", "finer than a nanosecond"),
      ("106751.9917d", "too long"), ("5\u{301}d", "unknown unit"), ("1.5\u{301}d", "unknown unit"),
    ])
  func refuses(text: String, reason: String) {
    let error = #expect(throws: RothostError.self) { try TimeSpan(parsing: text) }
    #expect(error?.status == .parameter)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("28d") == true)
  }

  @Test("a span is written so that it reads back to itself")
  func roundTrip() throws {
    #expect(TimeSpan.days(28).description == "28d")
    #expect(TimeSpan(nanoseconds: Self.day / 2 * 3).description == "36h")
    #expect(TimeSpan.zero.description == "0d")
    for nanoseconds in [1, -1, 999, 1_000_000, 61_000_000_000, -3_600_000_000_000, Int64.max] {
      let span = TimeSpan(nanoseconds: nanoseconds)
      #expect(try TimeSpan(parsing: span.description) == span)
    }
  }
}

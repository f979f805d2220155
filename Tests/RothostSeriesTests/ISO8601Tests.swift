import RothostSeries
import RothostTestSupport
import Testing

@Suite("ISO 8601")
struct ISO8601Tests {
  static let noon2014: Int64 = 1_388_664_000_000_000_000

  @Test(
    "every layout vendors write is read to the nanosecond",
    arguments: [
      ("2014-01-02", noon2014 - 43_200_000_000_000, TimeKind.dates, nil),
      ("2014-01-02T12:00:00Z", noon2014, .instants, 0),
      ("2014-01-02 12:00:00+00:00", noon2014, .instants, 0),
      ("2014-01-02T12:00", noon2014, .instants, nil),
      ("2014-01-02 07:00:00-05:00", noon2014, .instants, -18_000),
      ("2014-01-02T17:30:00+0530", noon2014, .instants, 19_800),
      ("2014-01-02T14:00:00+02", noon2014, .instants, 7200),
      ("2014-01-02T12:00:00.000000001Z", noon2014 + 1, .instants, 0),
      ("2014-01-02T12:00:00.5000000000Z", noon2014 + 500_000_000, .instants, 0),
      ("2014-01-02T24:00:00Z", noon2014 + 43_200_000_000_000, .instants, 0),
      ("1969-12-31T23:59:59.999999999Z", -1, .instants, 0),
      ("2020-02-29", 1_582_934_400_000_000_000, .dates, nil),
    ] as [(String, Int64, TimeKind, Int?)])
  func reads(text: String, time: Int64, kind: TimeKind, offset: Int?) throws {
    let stamp = try ISO8601.parse(text)
    #expect(stamp.time == time)
    #expect(stamp.kind == kind)
    #expect(stamp.offsetSeconds == offset)
  }

  @Test(
    "what is no date is refused with the text, the reason and the right way to write it",
    arguments: [
      ("", "is not a date"), ("2014-1-2", "is not a date"), ("02/01/2014", "is not a date"),
      ("2014-02-29", "is not a day of the calendar"),
      ("2014-13-01", "is not a day of the calendar"),
      ("2014-01-02T", "is not a date"), ("2014-01-02T25:00Z", "is not a time of day"),
      ("2014-01-02T24:00:01Z", "is not a time of day"),
      ("2014-01-02T12:60Z", "is not a time of day"),
      ("2014-01-02T12:00:00.Z", "fraction"), ("2014-01-02T12:00:00.1234567891Z", "fraction"),
      ("2014-01-02T12:00:00 EST", "time zone"), ("2014-01-02T12:00:00Zx", "time zone"),
      ("2014-01-02T12:00:00+1", "time zone"), ("1600-01-01", "outside"), ("2300-01-01", "outside"),
      ("１014-01-02", "is not a date"),
    ])
  func refuses(text: String, reason: String) {
    let error = #expect(throws: RothostError.self) { try ISO8601.parse(text) }
    #expect(error?.status == .parameter)
    #expect(error?.message.contains("'\(text)'") == true)
    #expect(error?.message.contains(reason) == true)
    #expect(error?.message.contains("write 2014-01-02") == true)
  }

  @Test("instants are written in UTC, with a fraction only where there is one")
  func writes() {
    #expect(ISO8601.instant(1_388_620_800_000_000_000) == "2014-01-02T00:00:00Z")
    #expect(ISO8601.instant(-1) == "1969-12-31T23:59:59.999999999Z")
    #expect(ISO8601.instant(1_500_000_000) == "1970-01-01T00:00:01.5Z")
    #expect(ISO8601.date(1_388_664_000_000_000_000) == "2014-01-02")
    #expect(ISO8601.date(-1) == "1969-12-31")
    #expect(ISO8601.instant(.max) == "2262-04-11T23:47:16.854775807Z")
    #expect(ISO8601.instant(.min) == "1677-09-21T00:12:43.145224192Z")
  }

  @Test("the last day there is ends with the last stamp there is")
  func lastDay() throws {
    #expect(try ISO8601.parse("2262-04-11").end == .max)
    #expect(try ISO8601.parse("2262-04-10").end == ISO8601.parse("2262-04-11").time - 1)
  }

  @Test("what is written reads back to the same nanosecond")
  func roundTrip() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let time = Int64.random(in: -9_223_372_036_854_775_807 ... .max, using: &random)
      #expect(try ISO8601.parse(ISO8601.instant(time)).time == time, "seed 7")
    }
  }
}

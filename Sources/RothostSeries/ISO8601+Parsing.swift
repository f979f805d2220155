extension ISO8601 {
  /// A stamp as it was written: the instant, whether it was a bare date, and its zone.
  public struct Stamp: Sendable, Equatable {
    public var time: Int64
    public var kind: TimeKind
    /// Seconds east of UTC; nil where the text names no zone (then it is read as UTC).
    public var offsetSeconds: Int?

    /// The last nanosecond the text covers: a bare date means the whole of its day, the last day
    /// as far as there are stamps.
    public var end: Int64 {
      guard kind == .dates else { return time }
      let (end, overflow) = time.addingReportingOverflow(CivilDate.nanosecondsPerDay - 1)
      return overflow ? .max : end
    }
  }

  /// Reads `2014-01-02`, `2014-01-02T15:30:00.5Z`, `2020-07-27 04:00:00+00:00` and their like.
  ///
  /// Date and time part at `T` or one space; seconds and their fraction (at most nine digits that
  /// count) may be left out; the zone is `Z`, `+hh`, `+hhmm` or `+hh:mm`. Exact.
  /// - Throws: `.parameter` with the text and what is wrong with it.
  public static func parse(_ text: String) throws(RothostError) -> Stamp {
    switch read(text.utf8Span.span) {
    case .success(let stamp): return stamp
    case .failure(let fault):
      throw RothostError(
        .parameter,
        "'\(text)' \(fault.rawValue); write 2014-01-02 or 2014-01-02T15:30:00Z")
    }
  }

  /// As `parse`, on UTF-8 bytes without an allocation: for readers of many rows. O(bytes).
  public static func read(_ bytes: Span<UInt8>) -> Result<Stamp, Fault> {
    var position = 0
    guard let year = digits(4, bytes, &position), skip("-", bytes, &position),
      let month = digits(2, bytes, &position), skip("-", bytes, &position),
      let day = digits(2, bytes, &position)
    else { return .failure(.shape) }
    guard let date = CivilDate(year: year, month: month, day: day) else { return .failure(.day) }
    if position == bytes.count { return stamp(date, 0, 0, .dates, nil) }

    guard skip("T", bytes, &position) || skip(" ", bytes, &position),
      let hour = digits(2, bytes, &position), skip(":", bytes, &position),
      let minute = digits(2, bytes, &position)
    else { return .failure(.shape) }
    var second = 0
    var fraction = 0
    if skip(":", bytes, &position) {
      guard let value = digits(2, bytes, &position) else { return .failure(.shape) }
      second = value
      if skip(".", bytes, &position) {
        guard let value = nanoseconds(bytes, &position) else { return .failure(.fraction) }
        fraction = value
      }
    }
    guard minute < 60, second < 60,
      hour < 24 || (hour == 24 && minute == 0 && second == 0 && fraction == 0)
    else { return .failure(.hour) }
    guard let offset = zone(bytes, &position) else { return .failure(.zone) }
    let seconds = hour * 3600 + minute * 60 + second - (offset ?? 0)
    return stamp(date, seconds, fraction, .instants, offset)
  }

  /// Why a text is no stamp; the words complete the sentence "'…' …".
  public enum Fault: String, Error, Sendable {
    case shape = "is not a date"
    case day = "is not a day of the calendar"
    case hour = "is not a time of day"
    case fraction = "has a fraction of a second that is not 1 to 9 digits"
    case zone = "does not end in a time zone such as Z or +01:00"
    case range = "is outside 1677-09-21 … 2262-04-11"
  }

  private static func stamp(
    _ date: CivilDate, _ seconds: Int, _ fraction: Int, _ kind: TimeKind, _ offset: Int?
  ) -> Result<Stamp, Fault> {
    // Wide, because the first and last representable days are cut off by Int64 nanoseconds.
    let total = Int128(date.daysSinceEpoch * 86_400 + seconds) * 1_000_000_000 + Int128(fraction)
    guard let time = Int64(exactly: total), time != .min else { return .failure(.range) }
    return .success(Stamp(time: time, kind: kind, offsetSeconds: offset))
  }

  /// Outer nil: no zone could be read. Inner nil: none was written.
  private static func zone(_ bytes: Span<UInt8>, _ position: inout Int) -> Int?? {
    if position == bytes.count { return .some(nil) }
    if skip("Z", bytes, &position) { return position == bytes.count ? .some(0) : nil }
    let isWest = skip("-", bytes, &position)
    guard isWest || skip("+", bytes, &position), let hours = digits(2, bytes, &position) else {
      return nil
    }
    var minutes = 0
    if position < bytes.count {
      _ = skip(":", bytes, &position)
      guard let value = digits(2, bytes, &position) else { return nil }
      minutes = value
    }
    guard position == bytes.count, hours < 24, minutes < 60 else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return .some(isWest ? -seconds : seconds)
  }

  private static func nanoseconds(_ bytes: Span<UInt8>, _ position: inout Int) -> Int? {
    let start = position
    var value = 0
    var place = 100_000_000
    while position < bytes.count, let digit = digit(bytes[position]) {
      guard place > 0 || digit == 0 else { return nil }
      value += digit * place
      place /= 10
      position += 1
    }
    return position > start ? value : nil
  }

  private static func digits(
    _ count: Int, _ bytes: Span<UInt8>, _ position: inout Int
  ) -> Int? {
    guard bytes.count - position >= count else { return nil }
    var value = 0
    for _ in 0..<count {
      guard let digit = digit(bytes[position]) else { return nil }
      value = value * 10 + digit
      position += 1
    }
    return value
  }

  private static func digit(_ byte: UInt8) -> Int? {
    byte >= 48 && byte <= 57 ? Int(byte) - 48 : nil
  }

  private static func skip(
    _ character: Unicode.Scalar, _ bytes: Span<UInt8>, _ position: inout Int
  ) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}

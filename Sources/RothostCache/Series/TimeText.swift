import RothostSeries

/// Writes stamps as ISO 8601 in UTC.
enum TimeText {
  /// `2020-03-01` for dates, `2020-03-01T14:30:00.25Z` for instants (as many decimals as needed).
  static func iso(_ time: Int64, _ kind: TimeKind) -> String {
    let day = CivilDate(containingNanoseconds: time)
    let (year, month, date) = day.components
    let text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))"
    if kind == .dates { return text }
    let (seconds, nanoseconds) = (time &- day.startNanoseconds).quotientAndRemainder(
      dividingBy: 1_000_000_000)
    let clock =
      "\(padded(Int(seconds) / 3600, 2)):\(padded(Int(seconds) / 60 % 60, 2))"
      + ":\(padded(Int(seconds) % 60, 2))"
    guard nanoseconds > 0 else { return "\(text)T\(clock)Z" }
    var decimals = padded(Int(nanoseconds), 9)
    while decimals.last == "0" { decimals.removeLast() }
    return "\(text)T\(clock).\(decimals)Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    return (number < 0 ? "-" : "")
      + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

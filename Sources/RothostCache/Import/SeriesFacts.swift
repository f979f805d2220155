import RothostSeries

/// What the rows of an imported file tell about their series.
enum SeriesFacts {
  /// Rows looked at: a century of days; longer series keep to the calendar they begin with.
  private static let sample = 40_000

  static func metadata(of spool: Spool) throws -> SeriesMetadata {
    let count = min(spool.rowCount, sample)
    var times = [Int64](repeating: 0, count: count)
    var destination = times.mutableSpan
    try spool.readTimes(0..<count, into: &destination)
    let kind: TimeKind = spool.dating == .instants ? .instants : .dates
    let calendar = SeriesCalendar.inferred(from: times.span, kind: kind)
    return SeriesMetadata(
      timeKind: kind, calendar: calendar,
      period: kind == .instants ? usualGap(times) : nil,
      closingTime: ClosingTime.standard(for: calendar)?.offset)
  }

  static func publicationWarnings(code: String) -> [String] {
    guard let rule = PublicationRule.standard(forCode: code) else {
      return [
        "no publication delay is known for \(code): its values count as known at the end of their "
          + "period; give --delay \(code)=DURATION where they come later"
      ]
    }
    return rule.isRevised
      ? ["\(code) was revised after its first publication: its past is not what was known then"]
      : []
  }

  /// The gap that nine of ten neighbours keep; nil for ticks.
  private static func usualGap(_ times: [Int64]) -> TimeSpan? {
    guard times.count > 2 else { return nil }
    // Stamps increase; a gap of centuries wraps and fits no other.
    let gaps = zip(times.dropFirst(), times).map { $0 &- $1 }.sorted()
    let middle = gaps[gaps.count / 2]
    let fitting = gaps.count { $0 == middle }
    return fitting * 10 >= gaps.count * 9 ? TimeSpan(nanoseconds: middle) : nil
  }
}

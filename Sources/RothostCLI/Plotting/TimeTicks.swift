import RothostSeries

/// Dates along a time axis: whole years, months, days, or hours, whichever gives few enough.
enum TimeTicks {
  /// At most `count` ticks inside the range of nanoseconds since 1970.
  static func covering(_ range: ClosedRange<Int64>, count: Int) -> Ticks {
    let first = CivilDate(containingNanoseconds: range.lowerBound)
    let last = CivilDate(containingNanoseconds: range.upperBound)
    for step in [1, 3, 6] where (last.daysSinceEpoch - first.daysSinceEpoch) > 62 {
      let ticks = months(from: first, through: last, step: step, in: range)
      if ticks.values.count <= count { return ticks }
    }
    if last.daysSinceEpoch - first.daysSinceEpoch > 62 {
      for step in [1, 2, 5, 10, 20, 50, 100] {
        let ticks = months(from: first, through: last, step: 12 * step, in: range)
        if ticks.values.count <= count { return ticks }
      }
      return Ticks(values: [], labels: [])
    }
    for days in [1, 2, 7, 14, 31] where last.daysSinceEpoch - first.daysSinceEpoch >= 3 {
      let ticks = steps(of: Int64(days) * CivilDate.nanosecondsPerDay, in: range) {
        ISO8601.date($0)
      }
      if ticks.values.count <= count { return ticks }
    }
    for seconds: Int64 in [1, 5, 15, 60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400] {
      let isFine = seconds < 60
      let ticks = steps(of: seconds * 1_000_000_000, in: range) { time in
        // "2014-01-02T15:30:00Z": the time of day without its zone.
        String(ISO8601.instant(time).dropFirst(11).prefix(isFine ? 8 : 5))
      }
      if ticks.values.count <= count { return ticks }
    }
    return Ticks(values: [], labels: [])
  }

  private static func months(
    from first: CivilDate, through last: CivilDate, step: Int, in range: ClosedRange<Int64>
  ) -> Ticks {
    var ticks = Ticks(values: [], labels: [])
    let start = first.components
    var month = (start.year * 12 + start.month - 1) / step * step
    let end = last.components.year * 12 + last.components.month - 1
    while month <= end {
      if let day = CivilDate(year: month / 12, month: month % 12 + 1, day: 1), day.hasStart,
        range.contains(day.startNanoseconds)
      {
        let label = ISO8601.date(day.startNanoseconds)
        ticks.values.append(Double(day.startNanoseconds))
        ticks.labels.append(String(label.prefix(step % 12 == 0 ? 4 : 7)))
      }
      month += step
    }
    return ticks
  }

  private static func steps(
    of step: Int64, in range: ClosedRange<Int64>, label: (Int64) -> String
  ) -> Ticks {
    var ticks = Ticks(values: [], labels: [])
    var time = range.lowerBound / step * step
    while time <= range.upperBound, ticks.values.count <= 100 {
      if range.contains(time) {
        ticks.values.append(Double(time))
        ticks.labels.append(label(time))
      }
      let (next, overflow) = time.addingReportingOverflow(step)
      if overflow { break }
      time = next
    }
    return ticks
  }
}

import RothostSeries

/// The units in which a descriptor may ask for its durations to be shown.
enum DurationUnit {
  /// The length of a unit by its usual names; an unknown unit or none is the nanosecond.
  static func nanoseconds(of unit: String?) -> Int64 {
    switch unit {
    case "w", "week", "weeks": 7 * CivilDate.nanosecondsPerDay
    case "d", "day", "days", "calendar days": CivilDate.nanosecondsPerDay
    case "h", "hour", "hours": 3_600_000_000_000
    case "m", "min", "minute", "minutes": 60_000_000_000
    case "s", "second", "seconds": 1_000_000_000
    case "ms", "millisecond", "milliseconds": 1_000_000
    case "us", "microsecond", "microseconds": 1000
    default: 1
    }
  }

  /// A duration in the unit: whole units without a fraction, else as a decimal number.
  static func text(_ nanoseconds: Int64, unit: String?) -> String {
    let length = Self.nanoseconds(of: unit)
    return nanoseconds % length == 0
      ? "\(nanoseconds / length)" : "\(Double(nanoseconds) / Double(length))"
  }
}

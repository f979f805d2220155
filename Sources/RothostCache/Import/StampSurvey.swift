import RothostSeries

/// Watches the stamps of a file go by: do their zones agree, and are they session dates in disguise?
///
/// The streaming counterpart of `SessionStamps.dates`, for files too long to hold their stamps. It
/// sees the written zones besides, so that midnight anywhere is recognised, and mixed zones are.
struct StampSurvey {
  enum Dating: Equatable {
    case instants
    /// The date of a stamp is the UTC day of `stamp + shift`.
    case dates(shift: Int64)
  }

  private static let hour: Int64 = 3_600_000_000_000

  private var count = 0
  private var previous: Int64 = 0
  private var hasZone = false
  private var offset = 0
  private var offsets = (least: Int.max, greatest: Int.min)
  /// Every stamp so far was midnight where it was written.
  private var isMidnight = true
  /// Every stamp so far was 04:00 or 05:00 UTC, one a day: midnight in New York.
  private var isNewYork = true

  /// Takes in one stamp; throws where its zone does not go with the ones before.
  mutating func note(_ time: Int64, offsetSeconds: Int?) throws(StampFault) {
    if count == 0 {
      hasZone = offsetSeconds != nil
      offset = offsetSeconds ?? 0
    } else if hasZone != (offsetSeconds != nil) {
      throw .mixedZones(
        "it has \(hasZone ? "no" : "a") time zone where the stamps before have "
          + (hasZone ? "one" : "none"))
    }
    let seconds = offsetSeconds ?? 0
    if seconds != offset {
      guard abs(seconds - offset) <= 3600, Self.mayChangeClocks(previous, time) else {
        throw .mixedZones(
          "its time zone is \(Self.text(seconds)) where the stamps before have "
            + Self.text(offset))
      }
      offset = seconds
    }
    offsets = (min(offsets.least, seconds), max(offsets.greatest, seconds))
    guard offsets.greatest - offsets.least <= 3600 else {
      throw .mixedZones("its time zone is \(Self.text(seconds)), the third in this file")
    }
    if isMidnight {
      let local = time &+ Int64(seconds) &* 1_000_000_000
      isMidnight = local % CivilDate.nanosecondsPerDay == 0
    }
    if isNewYork {
      let date = CivilDate(containingNanoseconds: time)
      isNewYork = seconds == 0 && date.hasStart
      if isNewYork {
        let inDay = time - date.startNanoseconds
        isNewYork =
          (inDay == 4 * Self.hour || inDay == 5 * Self.hour)
          && (count == 0 || time <= previous || Self.isLonger(previous, time, than: 2 * Self.hour))
      }
    }
    previous = time
    count += 1
  }

  /// Midnights an hour apart by daylight saving fall into the same day two hours later.
  var dating: Dating {
    if count == 0 { return .instants }
    if isMidnight { return .dates(shift: Int64(offsets.least) * 1_000_000_000 + 2 * Self.hour) }
    return isNewYork ? .dates(shift: -3 * Self.hour) : .instants
  }

  /// Whether daylight saving may begin or end between two stamps: it does in March, April,
  /// September, October or November (IANA time zone database), or they are half a year apart.
  private static func mayChangeClocks(_ first: Int64, _ second: Int64) -> Bool {
    if isLonger(first, second, than: 150 * CivilDate.nanosecondsPerDay) { return true }
    return [first, second].contains { time in
      [3, 4, 9, 10, 11].contains(CivilDate(containingNanoseconds: time).components.month)
    }
  }

  /// Whether `second` comes more than `gap` after `first`, centuries included.
  private static func isLonger(_ first: Int64, _ second: Int64, than gap: Int64) -> Bool {
    let (difference, overflow) = second.subtractingReportingOverflow(first)
    return overflow ? second > first : difference > gap
  }

  private static func text(_ seconds: Int) -> String {
    let minutes = abs(seconds) / 60
    return "\(seconds < 0 ? "-" : "+")\(minutes / 600)\(minutes / 60 % 10)"
      + ":\(minutes % 60 / 10)\(minutes % 10)"
  }
}

import RothostIndicatorParts
import RothostPluginKit

/// What the rows so far say of records and breakouts.
struct Discovery: Sendable {
  private(set) var records: Records
  private(set) var n = 0
  private var value = Double.nan
  private var time = Time(nanoseconds: 0)

  init(cooldownDays: Int) { records = Records(cooldownDays: Double(cooldownDays)) }

  mutating func take(_ value: Double, at time: Time) {
    n += 1
    self.value = value
    self.time = time
    records.take(value, at: time)
  }

  var distance: Double { records.distance(of: value) }

  var daysSinceRecord: Double { time.days(since: records.recordTime) }

  var isInDiscovery: Bool { records.isInDiscovery(value, at: time) }

  /// "10 breakouts, the last on 2025-09-18 above 242.56 of 2021-11-08; now 3.2 % below the record
  /// of 2026-01-22".
  var verdict: String {
    guard n > 0 else { return "no rows to judge" }
    let days = Int(records.cooldownDays)
    var text = "no breakout: no record came more than \(days) days after the one before"
    if let last = records.breakouts.last {
      text =
        Words.count(records.breakouts.count, "breakout") + ", the last on \(last.time.text) above "
        + Words.decimal(last.oldHigh, places: 2) + " of \(last.oldHighTime.text)"
    }
    if daysSinceRecord == 0 { return text + "; now at a record" }
    let fall = distance.isNaN ? "below" : Words.percent(-distance) + " below"
    return text + "; now \(fall) the record of \(records.recordTime.text)"
  }
}

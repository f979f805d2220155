import RothostPluginKit

/// One fall: from a record, through its deepest row, to the recovery where there was one.
struct Fall: Sendable, Equatable {
  var peak: Time
  var trough: Time
  var last: Time
  var recovery: Time?
  var depth = 0.0
  /// Non-missing rows after the peak, up to the last row or the recovery.
  var bars = 0

  init(peak: Time) {
    self.peak = peak
    trough = peak
    last = peak
  }

  var days: Double { last.days(since: peak) }
  var daysToTrough: Double { trough.days(since: peak) }
  var daysToRecover: Double? { recovery?.days(since: trough) }
}

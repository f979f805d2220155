public import RothostPluginKit

/// Follows the record of a series and tells its breakouts.
///
/// A record is a value above all before it; the first value is one, but never a breakout. A
/// breakout is a record more than the cool-down after the record before it. O(1) per value.
public struct Records: Sendable {
  /// A record that came after a long wait.
  public struct Breakout: Sendable, Equatable {
    public var time: Time
    public var value: Double
    /// The record it overcame, and when that one was set.
    public var oldHigh: Double
    public var oldHighTime: Time

    public var daysSince: Double { time.days(since: oldHighTime) }
  }

  /// In calendar days of 86,400 s.
  public let cooldownDays: Double
  /// The largest value so far; NaN before any.
  public private(set) var record = Double.nan
  public private(set) var recordTime = Time(nanoseconds: 0)
  public private(set) var breakouts: [Breakout] = []

  public init(cooldownDays: Double) { self.cooldownDays = cooldownDays }

  /// Takes the next value, which is not missing, and answers whether it is a breakout.
  @discardableResult
  public mutating func take(_ value: Double, at time: Time) -> Bool {
    guard !(value <= record) else { return false }
    let isBreakout = !record.isNaN && time.days(since: recordTime) > cooldownDays
    if isBreakout {
      breakouts.append(
        Breakout(time: time, value: value, oldHigh: record, oldHighTime: recordTime))
    }
    record = value
    recordTime = time
    return isBreakout
  }

  /// (value - record) / record: 0 at the record, negative below it; exact near it (Sterbenz).
  ///
  /// NaN while the record is 0 or less, of which a fraction has no meaning.
  public func distance(of value: Double) -> Double {
    guard record > 0 else { return .nan }
    let difference = value - record
    // Only levels beyond 8e307 of opposite signs overflow the difference; the quotient then serves.
    return difference.isFinite ? difference / record : value / record - 1
  }

  /// Whether `value` stands above the record that the last breakout overcame, and the record is no
  /// older than the cool-down: prices at which nobody, for long, has bought.
  public func isInDiscovery(_ value: Double, at time: Time) -> Bool {
    guard let last = breakouts.last else { return false }
    return value > last.oldHigh && time.days(since: recordTime) <= cooldownDays
  }
}
